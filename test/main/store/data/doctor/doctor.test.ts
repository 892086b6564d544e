import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DoctorCheck } from '#shared/contract/data/doctor.ts';
import { createDataKeeper, type DataKeeper } from '#main/store/data/data-keeper.ts';
import { holdUnfinishedFiles } from '#main/store/data/unfinished-files.ts';
import { openConnection } from '#main/store/database.ts';
import { migrate, schemaVersion } from '#main/store/migrate.ts';
import { MIGRATIONS } from '#main/store/migrations/index.ts';
import { openStores, type StoreHandle } from '#main/store/stores.ts';
import { hasExpectedStructure } from '#main/store/structure.ts';
import { NOON_MS, plannedTitan } from '#test/support/stores.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';
import { allInEnglish, type Translated } from '#shared/message.ts';

let directory: TemporaryDirectory;
let path: string;
let keeper: DataKeeper;

beforeEach(() => {
  directory = makeTemporaryDirectory();
  path = join(directory.path, 'farmer.sqlite');
  keeper = createDataKeeper({ dataDirectory: directory.path, nowMs: () => NOON_MS, programVersion: '1.2.3' });
});

afterEach(() => directory.remove());

const open = (): StoreHandle => openStores({ dataDirectory: directory.path, nowMs: () => NOON_MS });

function fillWithNodes(count: number): void {
  const handle = open();
  handle.stores.transaction(() => {
    for (let index = 0; index < count; index += 1) {
      handle.stores.nodes.add(plannedTitan(`node ${index}`), NOON_MS);
    }
    handle.stores.settings.update({ farm: { name: 'Meadow' } }, NOON_MS);
  });
  handle.close();
}

function check(id: string, isRepairing = false): Translated<DoctorCheck> {
  const found = keeper.examine(isRepairing).find((one) => one.id === id);
  if (found === undefined) {
    throw new Error(`There is no check "${id}".`);
  }
  return allInEnglish(found);
}

/** Leaves the files as a kill leaves them: with a log that holds what the file does not. */
function leaveLog(): void {
  const handle = open();
  handle.stores.nodes.add(plannedTitan('in the log'), NOON_MS);
  const suffixes = ['', '-wal', '-shm'];
  suffixes.forEach((suffix) => copyFileSync(`${path}${suffix}`, `${path}${suffix}.left`));
  handle.close();
  suffixes.forEach((suffix) => renameSync(`${path}${suffix}.left`, `${path}${suffix}`));
}

/** Every file with its bytes; the shared memory holds no data, and SQLite writes it anew at every opening. */
function contentOf(root: string): ReadonlyMap<string, string> {
  const names = readdirSync(root, { recursive: true }).map(String).toSorted();
  return new Map(
    names
      .filter((name) => statSync(join(root, name)).isFile() && !name.endsWith('-shm'))
      .map((name) => [name, readFileSync(join(root, name)).toString('latin1')]),
  );
}

/** Overwrites one page in the middle of the table of nodes. */
function damageOnePage(): void {
  const bytes = readFileSync(path);
  const page = [...Array(bytes.length / 4096).keys()].filter(
    (index) => bytes[index * 4096] === 13 && bytes.subarray(index * 4096, index * 4096 + 4096).includes('node 4'),
  )[1];
  if (page === undefined) {
    throw new Error('The table of nodes has too few pages.');
  }
  writeFileSync(path, bytes.fill(255, page * 4096, page * 4096 + 4096));
}

describe('the doctor', () => {
  // Catches warnings about a directory that is as it should be.
  it('finds no problems in intact data', async () => {
    fillWithNodes(3);
    chmodSync(directory.path, 0o700);
    await keeper.keepBackup();
    const checks = keeper.examine(false);
    expect(checks.map((one) => one.id)).toEqual([
      'data-directory',
      'disk-space',
      'database',
      'structure',
      'rows',
      'settings',
      'privacy',
      'backups',
      'leftovers',
    ]);
    expect(checks.filter((one) => one.state !== 'ok')).toEqual([]);
    expect(checks.every((one) => one.repaired === null && one.remedy === null)).toBe(true);
  });

  // Catches a look that changes what it looks at.
  it('creates no database where there is none', () => {
    expect(check('database').finding).toBe('Nothing was stored yet.');
    expect(existsSync(path)).toBe(false);
  });

  // Catches a look that brings the data to a version from which the older program cannot take it back.
  it('leaves a database of an older version unchanged', () => {
    const old = openConnection(path);
    migrate(old, { backupDirectory: null, nowMs: NOON_MS, migrations: MIGRATIONS.slice(0, 3) });
    old.close();
    expect(check('database')).toMatchObject({ state: 'ok' });
    expect(check('database').finding).toContain('version 3, older than this program');
    const after = openConnection(path);
    expect(schemaVersion(after)).toBe(3);
    after.close();
  });

  // Catches a crash of the one command that should help.
  it('explains why a directory cannot be used', () => {
    const file = join(directory.path, 'file');
    writeFileSync(file, '');
    const broken = createDataKeeper({ dataDirectory: file, nowMs: () => NOON_MS, programVersion: '1' });
    expect(broken.examine(true)).toMatchObject([{ id: 'data-directory', state: 'fail' }]);
  });

  // Catches contact data that other users can read, and a repair that takes rights from the owner.
  it('finds and repairs permissions for other users', () => {
    fillWithNodes(1);
    chmodSync(directory.path, 0o755);
    chmodSync(path, 0o644);
    expect(check('privacy')).toMatchObject({ state: 'warn', canRepair: true });
    expect(statSync(path).mode & 0o777).toBe(0o644);
    expect(check('privacy', true)).toMatchObject({ state: 'ok', repaired: 'Removed the permissions of other users.' });
    expect([statSync(directory.path).mode & 0o777, statSync(path).mode & 0o777]).toEqual([0o700, 0o600]);
  });

  // Catches unfinished files that stay for ever, and a repair that takes those of a backup in progress.
  it('finds and repairs leftovers, but not files that are being written', () => {
    fillWithNodes(1);
    mkdirSync(join(directory.path, 'backups'));
    const file = join(directory.path, 'backups', 'old.sqlite.7.partial');
    writeFileSync(file, '');
    const release = holdUnfinishedFiles(keeper.paths);
    expect(check('leftovers', true)).toMatchObject({ state: 'ok', repaired: null });
    release();
    expect(check('leftovers')).toMatchObject({ state: 'warn', canRepair: true });
    expect(existsSync(file)).toBe(true);
    expect(check('leftovers', true)).toMatchObject({ state: 'ok', repaired: 'Removed them.' });
    expect(existsSync(file)).toBe(false);
  });

  // Catches a look that merges the log, changes the mode of the journal or leaves a file: evidence is gone then.
  it.each([
    ['closed', () => undefined],
    ['left open by a program that was killed', leaveLog],
  ])('changes nothing in a directory that was %s', (_, prepare) => {
    fillWithNodes(3);
    prepare();
    const before = contentOf(directory.path);
    expect(check('database').state).toBe('ok');
    expect(contentOf(directory.path)).toEqual(before);
  });

  // Catches a recorder that fails for ever while the doctor finds nothing.
  it('finds and repairs a read-only database', () => {
    fillWithNodes(1);
    chmodSync(path, 0o400);
    expect(check('data-directory')).toMatchObject({ state: 'fail', canRepair: true });
    expect(check('data-directory', true)).toMatchObject({ state: 'ok', repaired: 'Made it writable.' });
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  // Catches settings of another version that are lost without a word, or that come back at every start.
  it('finds and repairs unreadable settings', () => {
    const handle = open();
    handle.database.statement("INSERT INTO settings VALUES ('theme', '\"purple\"', 1)").run();
    handle.close();
    expect(check('settings')).toMatchObject({ state: 'warn', canRepair: true });
    expect(check('settings', true)).toMatchObject({ state: 'ok', repaired: 'Removed the unreadable values.' });
    expect(check('settings').finding).toBe('All of them.');
  });

  // Catches tables that another program changed, which nobody notices until a figure is wrong.
  it('finds tables that another program changed', () => {
    const handle = open();
    handle.database.execute('ALTER TABLE nodes ADD COLUMN colour TEXT');
    handle.close();
    expect(check('structure')).toMatchObject({ state: 'fail', canRepair: false });
  });

  // Catches a week without any copy to go back to.
  it('warns when there is no recent backup', async () => {
    fillWithNodes(1);
    expect(check('backups').state).toBe('warn');
    await keeper.keepBackup();
    expect(check('backups')).toMatchObject({ state: 'ok', finding: 'The newest is from today.' });
  });
});

describe('a damaged database', () => {
  // Catches a repair that throws away the sound rows, or the damaged file.
  it('is rebuilt from every readable row, and kept aside', () => {
    fillWithNodes(500);
    damageOnePage();
    const damaged = readFileSync(path);
    expect(check('database')).toMatchObject({ state: 'fail', canRepair: true });
    expect(readFileSync(path).equals(damaged)).toBe(true);

    const repaired = check('database', true)?.repaired ?? '';
    const setAsideName = /kept as (\S+\.sqlite)\./.exec(repaired)?.[1] ?? '';
    expect(readFileSync(join(directory.path, 'set-aside', setAsideName)).equals(damaged)).toBe(true);
    expect(repaired).toContain('Parts could not be read of: nodes.');

    const handle = open();
    const rows = handle.stores.nodes.list();
    expect(rows.length).toBeGreaterThan(400);
    expect(rows.length).toBeLessThan(500);
    expect([rows[0]?.name, rows.at(-1)?.name]).toEqual(['node 0', 'node 499']);
    expect(handle.stores.settings.get('farm')).toEqual({ name: 'Meadow' });
    expect(hasExpectedStructure(handle.database)).toBe(true);
    handle.close();
    expect(check('database').state).toBe('ok');
  });

  // Catches snapshots of lost nodes that make the rebuilt database unsound.
  it('loses the data of a lost node', () => {
    fillWithNodes(500);
    const handle = open();
    handle.database.execute(`
      INSERT INTO hardware_snapshots (node_id, taken_at_ms, last_seen_at_ms, content_hash, reading_json)
      SELECT id, 1, 1, printf('%064d', id), '{}' FROM nodes
    `);
    handle.close();
    damageOnePage();
    expect(check('database', true).state).toBe('ok');
    const repaired = open();
    const counts = repaired.database
      .statement('SELECT (SELECT count(*) FROM nodes) AS nodes, (SELECT count(*) FROM hardware_snapshots) AS snapshots')
      .get() as unknown as { readonly nodes: number; readonly snapshots: number };
    expect(counts.snapshots).toBe(counts.nodes);
    repaired.close();
  });

  // Catches a repair that leaves an empty database where there was a file to be rescued by others.
  it('is left unchanged when nothing of it can be read', () => {
    writeFileSync(path, 'rubbish of some length');
    expect(check('database', true)).toMatchObject({ state: 'fail', canRepair: false });
    expect(readFileSync(path, 'utf8')).toBe('rubbish of some length');
  });

  // Catches a file that is moved away under a program that goes on writing into it.
  it('is not touched while another program has it open', () => {
    fillWithNodes(500);
    const running = open();
    running.stores.nodes.add(plannedTitan('just now'), NOON_MS);
    running.database.pragma('wal_checkpoint(TRUNCATE)');
    damageOnePage();
    const found = check('database', true);
    expect(found).toMatchObject({ state: 'fail', finding: 'Another Farmer has the data open.' });
    running.close();
    expect(check('database', true).repaired).not.toBeNull();
  });
});
