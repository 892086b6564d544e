import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, strToU8, zipSync } from 'fflate';
import { expect, onTestFinished, test } from 'vitest';
import { readSources } from '#main/store/data/import-sources.ts';
import { FarmerError } from '#shared/errors.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

function temporaryDirectory(): string {
  const { path, remove } = makeTemporaryDirectory();
  onTestFinished(remove);
  return path;
}

/** Name and text of every source, or its error's code. */
function read(folder: string, ...names: readonly string[]): readonly (readonly [string, string])[] {
  return Array.from(readSources(names.map((name) => join(folder, name))), ({ name, chunks }) => {
    const shown = name.slice(folder.length + 1);
    try {
      return [shown, [...chunks].join('')] as const;
    } catch (error) {
      return [shown, error instanceof FarmerError ? error.code : String(error)] as const;
    }
  });
}

test('lists files, nested folders and archives, each file once and sorted, with or without extension', () => {
  const folder = temporaryDirectory();
  mkdirSync(join(folder, 'all/2'), { recursive: true });
  writeFileSync(join(folder, 'all/b.json'), 'B');
  writeFileSync(join(folder, 'all/2/a'), 'A');
  writeFileSync(join(folder, 'all/.hidden'), 'H');
  symlinkSync(join(folder, 'all'), join(folder, 'all/loop'));
  writeFileSync(join(folder, 'all/c'), zipSync({ 'x/y': strToU8('Y') }));
  writeFileSync(join(folder, 'one'), '1');
  expect(read(folder, 'one', 'all')).toEqual([
    ['one', '1'],
    ['all/2/a', 'A'],
    ['all/b.json', 'B'],
    ['all/c/x/y', 'Y'],
  ]);
});

test('skips what cannot be read without losing the rest', () => {
  const folder = temporaryDirectory();
  const archive = zipSync({ one: [strToU8('one'), { level: 0 }], two: [strToU8('two'), { level: 0 }] });
  archive.set(strToU8('oNe'), Buffer.from(archive).lastIndexOf('oneone') + 3);
  writeFileSync(join(folder, 'damaged'), archive);
  writeFileSync(join(folder, 'cut'), archive.subarray(0, 60));
  writeFileSync(join(folder, 'last'), 'L');
  writeFileSync(join(folder, 'nested'), zipSync({ inner: zipSync({ x: strToU8('x') }) }));
  mkdirSync(join(folder, 'empty'));
  expect(read(folder, 'missing', 'damaged', 'cut', 'nested', 'empty', 'last')).toEqual([
    ['missing', 'FILE_UNREADABLE'],
    ['damaged/one', 'FILE_UNREADABLE'],
    ['damaged/two', 'two'],
    ['cut', 'FILE_UNREADABLE'],
    ['nested/inner', 'FILE_UNREADABLE'],
    ['last', 'L'],
  ]);
});

test('detects encodings by byte-order mark across chunks, UTF-16 without one, and unpacks gzip', () => {
  const folder = temporaryDirectory();
  const text = 'ä€'.repeat(150_000);
  writeFileSync(join(folder, 'utf8'), `\uFEFF${text}`);
  writeFileSync(join(folder, 'utf16'), `\uFEFF${text}`, 'utf16le');
  const table = 'timestamp,uptime\n';
  writeFileSync(join(folder, 'unmarked'), table, 'utf16le');
  writeFileSync(join(folder, 'unmarked-be'), Buffer.from(table, 'utf16le').swap16());
  writeFileSync(join(folder, 'packed.gz'), gzipSync(strToU8(`\uFEFF${text}`)));
  const found = read(folder, 'utf8', 'utf16', 'packed.gz').map(([, each]) => each === text);
  expect(found).toEqual([true, true, true]);
  expect(read(folder, 'unmarked', 'unmarked-be').map(([, each]) => each)).toEqual([table, table]);
});

const windowsBytes = (text: string) => Buffer.from(text.replace('€', '\u0080'), 'latin1');

// Catches letters of a table that Excel saved, which became marks of a missing character.
test('reads text that is not UTF-8 as Windows-1252, wherever its first such letter is, and reports it', () => {
  const folder = temporaryDirectory();
  const plain = 'name,city\n'.repeat(40_000);
  const texts = {
    early: 'name,city\n1,Zürich €\n',
    late: `${plain}1,Zürich €\n`,
    last: `${plain}ü`,
    many: `name\n${'ü'.repeat(300_000)}\n`,
  };
  const sources = (names: readonly string[]) => [...readSources(names.map((name) => join(folder, name)))];
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), windowsBytes(text));
  for (const [index, source] of sources(Object.keys(texts)).entries()) {
    const isSame = [...source.chunks].join('') === Object.values(texts)[index];
    expect([source.name, isSame, source.isWindows()]).toEqual([source.name, true, true]);
  }
  // The first letter of valid UTF-8 may be cut between two pieces.
  for (const start of [262_141, 262_142, 262_143]) {
    const text = `${'x'.repeat(start)}€ü\n`;
    writeFileSync(join(folder, 'utf8'), text);
    for (const source of sources(['utf8'])) {
      expect([...source.chunks].join('') === text).toBe(true);
      expect(source.isWindows()).toBe(false);
    }
  }
});
