import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPassphrase } from '#main/hosts/cli/commands/data/passphrase.ts';
import { jsonOf, runFarmer } from '#test/support/cli.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

let parent: TemporaryDirectory;
let dataDirectory: string;
let file: string;

beforeEach(() => {
  parent = makeTemporaryDirectory();
  dataDirectory = join(parent.path, 'data');
  file = join(parent.path, 'farm.backup');
});

afterEach(() => parent.remove());

const farmer = (...argv: readonly string[]) => runFarmer(argv, dataDirectory);
const demoNodes = async () => (jsonOf(await farmer('demo', 'state', '--json')) as { readonly nodes: number }).nodes;

describe('farmer backup and restore', () => {
  // Catches a backup that cannot be restored by the same program, or a document that scripts cannot read.
  it('restores what was backed up', async () => {
    await farmer('demo');
    const backup = await farmer('backup', file, '--json');
    expect(jsonOf(backup)).toMatchObject({ path: file, encrypted: false, size_bytes: readFileSync(file).length });
    await farmer('demo', 'remove');
    expect(await demoNodes()).toBe(0);
    const dryRun = jsonOf(await farmer('restore', file, '--dry-run', '--json'));
    expect(dryRun).toMatchObject({ restored: false, nodes: 3, set_aside: null });
    expect(await demoNodes()).toBe(0);
    const restored = await farmer('restore', file, '--json');
    expect(jsonOf(restored)).toMatchObject({ restored: true, nodes: 3, encrypted: false });
    expect(await demoNodes()).toBe(3);
  });

  // Catches a passphrase that is needed for nothing, and one that is asked of nobody for ever.
  it('reads the passphrase from a file', async () => {
    const secret = join(parent.path, 'secret');
    writeFileSync(secret, 'correct horse\nsecond line\n');
    expect((await farmer('backup', file, '--passphrase-file', secret)).code).toBe(0);
    const without = await farmer('restore', file, '--json');
    expect(without.code).toBe(2);
    expect(without.stderr).toBe('error: The backup is encrypted.\nhint: Enter the passphrase that it was made with.\n');
    writeFileSync(secret, 'wrong horse\n');
    const wrong = await farmer('restore', file, '--passphrase-file', secret);
    expect([wrong.code, wrong.stderr.split('\n')[0]]).toEqual([2, 'error: The passphrase does not open this backup.']);
    writeFileSync(secret, 'correct horse\n');
    expect((await farmer('restore', file, '--passphrase-file', secret)).code).toBe(0);
  });

  // Catches a passphrase that other letters are read of than when its backup was made.
  it('accepts a passphrase that is not UTF-8, as earlier versions did', async () => {
    const secret = join(parent.path, 'latin');
    writeFileSync(secret, Buffer.from('Schlüsselwort\n', 'latin1'));
    expect(await readPassphrase({ passphraseFile: secret })).toBe('Schl\uFFFDsselwort');
  });

  // Catches a file that is overwritten, and faults without the documented exit code.
  it('refuses with two lines and exit code 2', async () => {
    writeFileSync(file, 'precious');
    const taken = await farmer('backup', file);
    expect([taken.code, taken.stdout]).toEqual([2, '']);
    expect(taken.stderr).toMatch(/^error: A file of that name exists already\.\nhint: .+\n$/);
    const nonsense = await farmer('restore', file, '--json');
    expect(nonsense.code).toBe(2);
    expect(jsonOf(nonsense)).toMatchObject({ error: { code: 'FILE_UNREADABLE' } });
    expect(readFileSync(file, 'utf8')).toBe('precious');
    const short = join(parent.path, 'short');
    writeFileSync(short, '1234567\n');
    expect((await farmer('backup', join(parent.path, 'new'), '--passphrase-file', short)).code).toBe(2);
  });
});

describe('farmer with data that cannot be used', () => {
  // Catches a wrong exit code where scripts wait for 5.
  it('exits with 5 and a hint', async () => {
    writeFileSync(dataDirectory, 'a file');
    const inTheWay = await farmer('nodes', '--json');
    expect(inTheWay.code).toBe(5);
    expect(jsonOf(inTheWay)).toMatchObject({ error: { code: 'DATA_DIR_UNUSABLE' } });
  });

  // Catches a restore that needs the very data that is damaged.
  it('recovers by a restore', async () => {
    await farmer('demo');
    await farmer('backup', file);
    writeFileSync(join(dataDirectory, 'farmer.sqlite'), 'rubbish of some length');
    expect((await farmer('nodes')).code).toBe(5);
    expect((await farmer('restore', file)).code).toBe(0);
    expect(await demoNodes()).toBe(3);
  });
});

describe('farmer export', () => {
  // Catches a table without its header, demo data in the farmer's books, and formulas that a spreadsheet runs.
  it('exports the real nodes as CSV and as JSON', async () => {
    await farmer('demo');
    mkdirSync(join(parent.path, 'x'));
    await farmer('nodes', 'add', '=1+1', '--cru', '8', '--mru', '32GiB', '--sru', '1000GiB', '--hru', '0');
    const csv = await farmer('export', '--format', 'csv');
    const [header, row, end] = csv.stdout.split('\n');
    expect(header).toMatch(/^node,kind,name,certification,/);
    expect(row).toMatch(/,planned,"?'=1\+1"?,diy,1,80,8,34359738368,1073741824000,0,7\.75,4,15\.625,/);
    expect(end).toBe('');
    const json = jsonOf(await farmer('export', '--json')) as { readonly nodes: readonly object[] };
    expect(json).toMatchObject({ nodes: [{ name: '=1+1', cu: '7.75', mru_bytes: 34_359_738_368 }], receipts: [] });
    expect((await farmer('export', '--table', 'secrets')).code).toBe(2);
  });
});
