import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packIcns, packIco } from '../../scripts/icon-files.ts';

const RESOURCES = join(import.meta.dirname, '../../resources');
const PNG_MAGIC = '89504e470d0a1a0a';

/** Sides of a PNG out of its header. */
function pngSides(png: Buffer): readonly [number, number] {
  expect(png.subarray(0, 8).toString('hex')).toBe(PNG_MAGIC);
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

describe('icons', () => {
  // Catches a Windows icon whose entries point past their pictures.
  it('have every size for Windows', () => {
    const icon = readFileSync(join(RESOURCES, 'icon.ico'));
    const sides = Array.from({ length: icon.readUInt16LE(4) }, (_, index) => {
      const entry = 6 + index * 16;
      const start = icon.readUInt32LE(entry + 12);
      const [width] = pngSides(icon.subarray(start, start + icon.readUInt32LE(entry + 8)));
      expect((icon[entry] ?? 0) || 256).toBe(width);
      return width;
    });
    expect(sides).toEqual([16, 24, 32, 48, 64, 128, 256]);
  });

  // Catches a macOS icon whose length or types do not fit its pictures.
  it('have every size for macOS', () => {
    const icon = readFileSync(join(RESOURCES, 'icon.icns'));
    expect(icon.readUInt32BE(4)).toBe(icon.length);
    const sides: Record<string, number> = {};
    for (let at = 8; at < icon.length; at += icon.readUInt32BE(at + 4)) {
      const png = icon.subarray(at + 8, at + icon.readUInt32BE(at + 4));
      sides[icon.toString('ascii', at, at + 4)] = pngSides(png)[0];
    }
    expect(sides).toEqual({
      icp4: 16,
      icp5: 32,
      ic11: 32,
      ic12: 64,
      ic07: 128,
      ic13: 256,
      ic08: 256,
      ic14: 512,
      ic09: 512,
      ic10: 1024,
    });
  });

  // Catches a tray state without its picture, or of the wrong size for the bar it sits in.
  it.each(['good', 'warning', 'at-risk', 'unknown', 'no-recorder'])('has the tray pictures of "%s"', (state) => {
    for (const [name, side] of [
      [state, 24],
      [`${state}@2x`, 48],
      [`${state}Template`, 18],
      [`${state}Template@2x`, 36],
    ] as const) {
      expect(pngSides(readFileSync(join(RESOURCES, 'tray', `${name}.png`)))).toEqual([side, side]);
    }
  });

  // Catches pictures for Linux that are not of the size in their name.
  it.each([16, 24, 32, 48, 64, 128, 256, 512])('have a picture of %i pixels for Linux', (side) => {
    const file = join(RESOURCES, 'icons', `${side}x${side}.png`);
    expect(existsSync(file)).toBe(true);
    expect(pngSides(readFileSync(file))).toEqual([side, side]);
  });

  // Catches a macOS icon packed without one of its sizes.
  it('cannot be packed for macOS when a size is missing, nor for Windows as an empty list', () => {
    expect(() => packIcns([{ sizePx: 16, png: Buffer.alloc(1) }])).toThrow('32 pixels');
    expect(packIco([])).toHaveLength(6);
  });
});
