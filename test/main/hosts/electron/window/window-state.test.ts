import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert, boolean, integer, property, record } from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { placeWindow, readWindowState, writeWindowState } from '#main/hosts/electron/window/window-state.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

const PRIMARY = { x: 0, y: 0, width: 1920, height: 1040 };
const LEFT_OF_IT = { x: -2560, y: -200, width: 2560, height: 1400 };
const state = (place: Partial<typeof PRIMARY>) => ({
  x: 10,
  y: 10,
  width: 1000,
  height: 700,
  isMaximized: false,
  ...place,
});

describe('the position of the window', () => {
  it('is restored, also on a second display with negative coordinates', () => {
    expect(placeWindow(state({ x: -2000, y: -100 }), [PRIMARY, LEFT_OF_IT])).toEqual({
      x: -2000,
      y: -100,
      width: 1000,
      height: 700,
    });
  });

  it('is the middle of the primary display when the previous display is gone', () => {
    expect(placeWindow(state({ x: -2000, y: -100 }), [PRIMARY])).toEqual({ width: 1000, height: 700 });
  });

  it('always keeps the title bar reachable, whatever was stored', () => {
    const whole = integer({ min: -100_000, max: 100_000 });
    const size = integer({ min: 1, max: 100_000 });
    const anyState = record({ x: whole, y: whole, width: size, height: size, isMaximized: boolean() });
    const areas = [PRIMARY, LEFT_OF_IT];
    const isReachable = ({ x, y, width, height }: ReturnType<typeof placeWindow>): boolean =>
      x === undefined || y === undefined
        ? width <= PRIMARY.width && height <= PRIMARY.height
        : areas.some(
            (area) =>
              y >= area.y &&
              y + 32 <= area.y + area.height &&
              Math.min(x + width, area.x + area.width) - Math.max(x, area.x) >= 1,
          );
    assert(
      property(anyState, (saved) => {
        expect(isReachable(placeWindow(saved, areas))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('has a default when the system reports no display', () => {
    expect(placeWindow(state({}), [])).toEqual({ width: 1280, height: 800 });
  });
});

describe('the window state file', () => {
  let temporary: TemporaryDirectory;
  beforeEach(() => {
    temporary = makeTemporaryDirectory();
  });
  afterEach(() => temporary.remove());

  it('is read back, and leaves no partial file behind', () => {
    const path = join(temporary.path, 'desktop', 'window.json');
    writeWindowState(path, state({ isMaximized: true } as object));
    expect(readWindowState(path)).toMatchObject({ width: 1000, isMaximized: true });
    expect(readdirSync(join(temporary.path, 'desktop'))).toEqual(['window.json']);
  });

  it.each(['', 'null', '[]', '{', '{"x":1}', '{"x":1.5,"y":0,"width":10,"height":10}', '"text"'])(
    'counts as missing when it contains %s',
    (content) => {
      const path = join(temporary.path, 'window.json');
      writeFileSync(path, content);
      expect(readWindowState(path)).toBeNull();
    },
  );

  it('counts as missing when it is a directory', () => {
    const path = join(temporary.path, 'window.json');
    mkdirSync(path);
    expect(readWindowState(path)).toBeNull();
  });
});
