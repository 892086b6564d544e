import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readTextFile } from '#main/hosts/cli/options/input-file.ts';
import { readCsvRows, forEachCsvRow } from '#main/app/csv-rows.ts';
import { readWholeText } from '#main/app/data/read-whole-text.ts';
import { readCsvRows as readReports, splitLines } from '#shared/domain/uptime/import-rows.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

const directory = makeTemporaryDirectory();
afterAll(directory.remove);
const CLI = join(import.meta.dirname, '../../../../src/main/cli.ts');

describe('a file read in chunks', () => {
  // Catches a device or an endless pipe that is read until the memory is full.
  it.skipIf(!existsSync('/dev/zero'))('ends at its limit, though its size cannot be told before', () => {
    expect(() => readTextFile('/dev/zero')).toThrow('more than 16 million characters');
  });

  it.skipIf(process.platform === 'win32')('ends at its limit when it is piped in without an end', () => {
    const script = `yes | "${process.execPath}" "${CLI}" --data-dir "${join(directory.path, 'data')}" bids import - --json`;
    const { status, stdout } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
    expect(status).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'TOO_LARGE' } });
  });

  it('keeps its text across chunks', () => {
    const path = join(directory.path, 'long.txt');
    const text = 'é€😀'.repeat(40_000);
    writeFileSync(path, text);
    expect(readTextFile(path)).toBe(text);
  });
});

describe('a line of a table of reports', () => {
  // Catches a line of 120 MB that is put together piece by piece, each time from its start.
  it('is refused and not kept beyond the maximum length', () => {
    const piece = '1'.repeat(262_144);
    const chunks = function* () {
      yield 'node,timestamp,uptime\n1,1700000000,';
      for (let count = 0; count < 400; count += 1) yield piece;
      yield '\n1,1700000000,5\r\n';
    };
    const lines = [...splitLines(chunks())];
    expect(lines.map((line) => Math.min(line.length, 70_000))).toEqual([21, 65_537, 14]);
    expect([...readReports(lines, 1_800_000_000)].map(({ reading }) => reading.ok)).toEqual([false, true]);
  });
});

describe('a file read as a whole', () => {
  // Catches a file of 120 MB that is in memory before anybody asks how long it is.
  it('is refused while it is being read', () => {
    let read = 0;
    const chunks = function* () {
      for (; ; read += 1) yield 'x'.repeat(100_000);
    };
    expect(() => readWholeText({ chunks: chunks() }, 1_000_000)).toThrow('1 million');
    expect(read).toBe(10);
  });
});

describe('a CSV table', () => {
  // Catches millions of short lines that are taken apart before anything counts them.
  it.each(['\n', 'a,b\n', '""\n'])('of too many lines like %j is refused', (line) => {
    expect(() => readCsvRows(line.repeat(300_000))).toThrow('more than 250000 lines');
  });

  // Catches a line of commas alone, whose cells fill the memory.
  it('is refused with the number of a line that is too long', () => {
    expect(() => readCsvRows(`a,b\n\n${',y'.repeat(5_000_000)}`)).toThrow('Line 3 of the table is longer than 65536');
    expect(readCsvRows(`${'x'.repeat(30_000)},"y\ny"\r\nz`).map(({ cells }) => cells.length)).toEqual([2, 1]);
  });

  // Catches rows that are all kept before the first is looked at: 207,000 bids took 350 MB.
  it('is delivered row by row', () => {
    let lines: readonly number[] = [];
    forEachCsvRow('a,b\n\n"1\n2",3\n4,5\n', ({ line }) => (lines = [...lines, line]));
    expect(lines).toEqual([1, 3, 5]);
    expect(() =>
      forEachCsvRow('a\nb\n'.repeat(1000), ({ line }) => {
        throw new Error(`ended at ${line}`);
      }),
    ).toThrow('ended at 1');
  });
});
