import { gzipSync, strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { FarmerError } from '#shared/errors.ts';
import { isGzip, isHiddenPath, isZip, listZip, unpackGzip, type ZipEntry } from '#shared/zip.ts';

const ARCHIVE = zipSync({
  'b/two': strToU8('{"a":2}'),
  'a/one': [strToU8('{"a":1}'.repeat(50)), { level: 0 }],
  '__MACOSX/b/._two': strToU8('junk'),
  '.DS_Store': strToU8('junk'),
});

function changed(archive: Uint8Array, at: number, ...bytes: readonly number[]): Uint8Array {
  const copy = archive.slice();
  copy.set(bytes, at);
  return copy;
}

/** Where the directory of an archive begins. */
function directoryOf(archive: Uint8Array): number {
  return new DataView(archive.buffer).getUint32(archive.length - 6, true);
}

const textOf = (pieces: Iterable<Uint8Array>) => Buffer.concat(Array.from(pieces)).toString();

const readAll = (entry: ZipEntry | undefined) => Array.from(entry?.read() ?? []);

/** The texts in an archive, or the code of the error. */
function readingOf(archive: Uint8Array): readonly string[] {
  try {
    return listZip(archive).map(({ read }) => textOf(read()));
  } catch (error) {
    return [error instanceof FarmerError ? error.code : String(error)];
  }
}

describe('archives', () => {
  test('are read packed and stored, sorted, without files that systems add', () => {
    expect(isZip(ARCHIVE)).toBe(true);
    expect(listZip(ARCHIVE).map(({ name, read }) => [name, textOf(read()).length])).toEqual([
      ['a/one', 350],
      ['b/two', 7],
    ]);
  });

  test('are read from their position in a larger buffer', () => {
    const larger = new Uint8Array(ARCHIVE.length + 100);
    larger.set(ARCHIVE, 50);
    expect(listZip(larger.subarray(50, 50 + ARCHIVE.length))).toHaveLength(2);
  });

  test('may have no files', () => {
    expect(isZip(zipSync({}))).toBe(true);
    expect(listZip(zipSync({}))).toEqual([]);
  });

  test('are checked for changed bytes, because a figure must not come from a damaged file', () => {
    const archive = zipSync({ one: [strToU8('{"tft":100}'), { level: 0 }] });
    const at = Buffer.from(archive).indexOf('100');
    expect(() => readAll(listZip(changed(archive, at, 0x39))[0])).toThrow('damaged');
  });

  test('are refused or read unchanged wherever they are cut or changed', () => {
    const readings = Array.from(ARCHIVE, (byte, at) => [ARCHIVE.slice(0, at), changed(ARCHIVE, at, byte ^ 0x41)])
      .flat()
      .flatMap(readingOf);
    expect(new Set(readings)).toEqual(
      new Set(['{"a":2}', '{"a":1}'.repeat(50), 'junk', 'FILE_UNREADABLE', 'TOO_LARGE']),
    );
  });

  test('are refused before unpacking when they would exceed the size limit', () => {
    const bomb = zipSync({ one: new Uint8Array(1000) });
    const directory = directoryOf(bomb);
    expect(() => listZip(changed(bomb, directory + 24, 0, 0, 0, 0xff))).toThrow('MiB');
    expect(() => readAll(listZip(changed(bomb, directory + 24, 1, 0, 0, 8))[0])).toThrow('MiB');
    expect(() => readAll(listZip(changed(bomb, directory + 24, 10, 0, 0, 0))[0])).toThrow('damaged');
  });

  test('report encrypted and foreign files as such, and the others stay readable', () => {
    const archive = zipSync({ one: strToU8('1'), two: strToU8('2') });
    const directory = directoryOf(archive);
    const [one, two] = listZip(changed(archive, directory + 8, 1));
    expect(() => readAll(one)).toThrow('encrypted');
    expect(textOf(two?.read() ?? [])).toBe('2');
    expect(() => readAll(listZip(changed(archive, directory + 10, 14))[0])).toThrow('Farmer cannot read');
  });

  test('have names that cannot control a terminal', () => {
    expect(listZip(zipSync({ 'a\u001b[2Jb': strToU8('1') }))[0]?.name).toBe('a_[2Jb');
  });
});

test.each([
  ['.git/x', true],
  ['a/.b', true],
  ['a\\.b', true],
  ['__MACOSX/a', true],
  ['81/0001', false],
  ['a.b/c', false],
])('hide %s: %s', (path, isHidden) => {
  expect(isHiddenPath(path)).toBe(isHidden);
});

describe('gzip data', () => {
  const text = '{"a":1}'.repeat(50_000);
  const packed = gzipSync(strToU8(text));

  test('is unpacked, also from a larger buffer', () => {
    expect(isGzip(packed)).toBe(true);
    const larger = new Uint8Array(packed.length + 9);
    larger.set(packed, 9);
    expect(textOf(unpackGzip(larger.subarray(9)))).toBe(text);
  });

  // Catches figures from a file that is damaged or cut off.
  test('is refused wherever it is cut or changed', () => {
    const readings = Array.from({ length: packed.length }, (_, at) => [
      packed.slice(0, at),
      changed(packed, at, (packed[at] ?? 0) ^ 0x41),
    ])
      .flat()
      .map((archive) => {
        try {
          return textOf(unpackGzip(archive)) === text ? 'as it was' : 'something else';
        } catch (error) {
          return error instanceof FarmerError ? error.code : String(error);
        }
      });
    expect(new Set(readings)).toEqual(new Set(['as it was', 'FILE_UNREADABLE']));
  });
});
