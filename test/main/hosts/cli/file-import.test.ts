import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { jsonOf, runFarmer } from '#test/support/cli.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

const FIXTURES = join(import.meta.dirname, '../../../fixtures');

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = makeTemporaryDirectory();
});
afterEach(() => directory.remove());

const farmer = (...words: readonly string[]) => runFarmer(words, join(directory.path, 'data'));

// Catches a folder of the grid's tools of which a part goes in by its name instead of by what it holds.
test('imports a folder of many kinds by content, and only previews in a dry run', async () => {
  const folder = join(FIXTURES, 'imports');
  const look = await farmer('import', '--dry-run', folder, '--json');
  expect(jsonOf(await farmer('nodes', '--json'))).toEqual({ nodes: [] });
  const done = jsonOf(await farmer('import', folder, '--json')) as { groups: { kind: string }[]; import_ids: number[] };
  expect(done.groups.map(({ kind }) => kind)).toEqual(['nodes', 'farmerbot', 'uptime']);
  expect(done.import_ids.length).toBeGreaterThan(2);
  expect(jsonOf(look)).toMatchObject({ import_ids: [], unknown: [] });
  const { imports } = jsonOf(await farmer('imports', '--json')) as { imports: { file: string }[] };
  expect(new Set(imports.map(({ file }) => file.startsWith(folder)))).toEqual(new Set([true]));
});

test('exits with 2 for files or piped input without known content', async () => {
  const unknown = await farmer('import', import.meta.filename);
  expect(unknown).toMatchObject({ code: 2 });
  expect(unknown.stdout).toContain('It holds nothing that Farmer recognises.');
  expect(await farmer('import', '-')).toMatchObject({ code: 2 });
});

test('reads several piped JSON documents', async () => {
  const names = ['r15-cert-scaled.json', 'r13-policy3.json', 'r15-cert-scaled.json'];
  const text = names.map((name) => readFileSync(join(FIXTURES, 'receipts', name), 'utf8')).join('');
  const path = join(directory.path, 'all.json');
  writeFileSync(path, text);
  expect(jsonOf(await farmer('receipts', 'import', path, '--json'))).toMatchObject({ imported: 2, duplicates: 1 });
  writeFileSync(path, `${text}{"period":`);
  const cut = await farmer('receipts', 'import', path);
  expect(cut).toMatchObject({ code: 2 });
  expect(jsonOf(await farmer('receipts', '--json'))).toMatchObject({ receipts: [{}, {}] });
});

// Catches small texts that take all memory: 16 MB of YAML, and a table of a quarter of a million nodes.
test.each([
  ['farmerbot.yml', `farm_id: 1\nincluded_nodes:\n${'- 1\n'.repeat(40_000)}`, '0.15 million characters'],
  ['nodes.csv', `name,cru\n${'a,8\n'.repeat(10_001)}`, '10001'],
])('refuses %s of more than a farm has before parsing it', async (name, text, reason) => {
  const path = join(directory.path, name);
  writeFileSync(path, text);
  const refused = await farmer('import', path);
  expect(refused).toMatchObject({ code: 2, stdout: expect.stringContaining(reason) as unknown });
});
