import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readTextFile } from '#main/hosts/cli/options/input-file.ts';
import { readCsvRows } from '#main/app/csv-rows.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

const directory = makeTemporaryDirectory();
afterAll(directory.remove);
const CLI = join(import.meta.dirname, '../../../../src/main/cli.ts');

describe('a file that is read in one piece', () => {
  // Catches a device or an endless pipe that is read until the memory is full.
  it.skipIf(!existsSync('/dev/zero'))('ends at its limit, though its size cannot be told before', async () => {
    await expect(readTextFile('/dev/zero')).rejects.toMatchObject({ code: 'TOO_LARGE' });
  });

  it.skipIf(process.platform === 'win32')('ends at its limit when it is piped in without an end', () => {
    const script = `yes | "${process.execPath}" "${CLI}" --data-dir "${join(directory.path, 'data')}" bids import - --json`;
    const { status, stdout } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
    expect(status).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'TOO_LARGE' } });
  });

  it('keeps its text across pieces', async () => {
    const path = join(directory.path, 'long.txt');
    const text = 'é€😀'.repeat(40_000);
    writeFileSync(path, text);
    expect(await readTextFile(path)).toBe(text);
  });
});

describe('a table', () => {
  // Catches millions of short lines that are taken apart before anything counts them.
  it.each(['\n', 'a,b\n', '""\n'])('of too many lines like %j is refused', (line) => {
    expect(() => readCsvRows(line.repeat(300_000))).toThrow('more than 250000 lines');
  });

  it('of one very long line is read once', () => {
    expect(readCsvRows(`${'x'.repeat(5_000_000)},${'y,'.repeat(500_000)}`)[0]?.cells).toHaveLength(500_002);
  });
});
