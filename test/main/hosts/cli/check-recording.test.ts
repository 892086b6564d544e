import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runFarmer } from '#test/support/cli.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = makeTemporaryDirectory();
});
afterEach(() => directory.remove());

/** A file of 60 MB without content on the disk. */
function writeHuge(path: string): void {
  writeFileSync(path, '');
  truncateSync(path, 60_000_000);
}

const CASES: Readonly<Record<string, { readonly write: (path: string) => unknown; readonly refusal: string }>> = {
  'that breaks off': { write: (path) => writeFileSync(path, '{"format":'), refusal: 'is not complete JSON' },
  'of another shape': { write: (path) => writeFileSync(path, '[]'), refusal: '"format" is wrong or missing' },
  'with a field of another kind': {
    write: (path) => writeFileSync(path, '{"format":"x","title":3}'),
    refusal: '"format" is wrong or missing',
  },
  'nested without end': { write: (path) => writeFileSync(path, '['.repeat(20_000)), refusal: 'is not complete JSON' },
  'too large to read': { write: writeHuge, refusal: 'The file holds more than 16 million characters' },
  'that is a folder': { write: (path) => mkdirSync(path), refusal: 'it is a directory' },
  'that is missing': { write: () => null, refusal: 'there is no such file' },
};

// Catches a recording that ends in an unplanned error, or in a verdict about nothing.
test.each(Object.entries(CASES))('refuses a recording %s with a hint', async (_name, { write, refusal }) => {
  const path = join(directory.path, 'recording.json');
  write(path);
  const result = await runFarmer(['check', '--recording', path], join(directory.path, 'data'));
  expect(result.code).toBe(2);
  expect(result.stdout).toBe('');
  expect(result.stderr).toContain(refusal);
  expect(result.stderr).toMatch(/\nhint: \S/);
});
