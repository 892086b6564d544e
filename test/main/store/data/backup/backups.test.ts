import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDataKeeper, DAILY_BACKUP_MS, type DataKeeper } from '#main/store/data/data-keeper.ts';
import { openConnection } from '#main/store/database.ts';
import { latestVersion, migrate } from '#main/store/migrate.ts';
import { MIGRATIONS } from '#main/store/migrations/index.ts';
import { openStores, type StoreHandle } from '#main/store/stores.ts';
import {
  exitOf,
  NOON_MS,
  plannedErrorOf,
  plannedRejectionOf,
  plannedTitan,
  startChild,
  waitForLine,
} from '#test/support/stores.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

let parent: TemporaryDirectory;
let dataDirectory: string;
let file: string;
let nowMs: number;
let handle: StoreHandle;
let keeper: DataKeeper;

beforeEach(() => {
  parent = makeTemporaryDirectory();
  dataDirectory = join(parent.path, 'data');
  file = join(parent.path, 'farm.sqlite');
  nowMs = NOON_MS;
  handle = openStores({ dataDirectory, nowMs: () => nowMs });
  keeper = keeperOf(dataDirectory);
});

afterEach(() => {
  handle.close();
  parent.remove();
});

function keeperOf(directory: string): DataKeeper {
  return createDataKeeper({
    dataDirectory: directory,
    nowMs: () => nowMs,
    programVersion: '1.2.3',
    workFactor: 10,
  });
}

const add = (name: string) => handle.stores.nodes.add(plannedTitan(name), nowMs);
const names = () => handle.stores.nodes.list().map((node) => node.name);
const restore = (path = file, passphrase?: string) => keeper.restoreBackup({ path, passphrase }, false);

/** Files that should not be there when all is done. */
function leftovers(): readonly string[] {
  return readdirSync(parent.path, { recursive: true })
    .map(String)
    .filter((name) => /partial|again|journal/.test(name));
}

describe('a backup before an update', () => {
  // Catches a directory that fills with a copy a day while an update waits, none of which is ever removed.
  it('is created once per version, and pruned with the daily ones', async () => {
    const first = await keeper.keepBeforeUpdate('1.3.0');
    nowMs += DAILY_BACKUP_MS;
    expect((await keeper.keepBeforeUpdate('1.3.0')).name).toBe(first.name);
    const second = await keeper.keepBeforeUpdate('1.4.0');
    expect(second.name).not.toBe(first.name);
    await keeper.keepDailyBackup({ keepCount: 1, keepBytes: 1e9 });
    expect(keeper.listBackups()).toHaveLength(1);
  });
});

describe('creating a backup', () => {
  // Catches a backup that others can read, that needs its log beside it, or that is not what was there.
  it('creates one private file that contains everything', async () => {
    add('one');
    const written = await keeper.exportBackup(file);
    add('two');
    expect(written).toMatchObject({ path: file, sizeBytes: statSync(file).size, isEncrypted: false });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await keeper.inspectBackup({ path: file })).toEqual({
      isEncrypted: false,
      createdAtMs: NOON_MS,
      programVersion: '1.2.3',
      schemaVersion: latestVersion(),
      nodeCount: 1,
      sizeBytes: written.sizeBytes,
    });
    expect(readdirSync(parent.path).toSorted()).toEqual(['data', 'farm.sqlite']);
    expect(leftovers()).toEqual([]);
  });

  // Catches a backup that catches half of a change because somebody was recording.
  it('is consistent while another process records', async () => {
    const child = startChild('write-forever.ts', [join(dataDirectory, 'farmer.sqlite')]);
    await waitForLine(child, 'writing');
    await keeper.exportBackup(file);
    child.kill('SIGKILL');
    await exitOf(child);
    const copy = openConnection(file, { mustExist: true, isReadOnly: true });
    const { count } = copy.statement<{ count: number }>('SELECT count(*) AS count FROM nodes').get() ?? { count: 1 };
    const lefts = copy
      .statement<{ count: number }>("SELECT count(*) AS count FROM nodes WHERE name LIKE 'left%'")
      .get();
    copy.close();
    expect(count).toBeGreaterThanOrEqual(40);
    expect(lefts?.count).toBe(count / 2);
  });

  // Catches an older backup, or a photo album, that is overwritten.
  it('never replaces a file and never creates folders', async () => {
    writeFileSync(file, 'precious');
    expect((await plannedRejectionOf(keeper.exportBackup(file))).code).toBe('CONFLICT');
    expect(readFileSync(file, 'utf8')).toBe('precious');
    const nowhere = join(parent.path, 'nowhere', 'farm.sqlite');
    expect((await plannedRejectionOf(keeper.exportBackup(nowhere))).code).toBe('INVALID_INPUT');
  });

  // Catches a damaged database that is copied and called a backup.
  it('refuses to copy damaged data', async () => {
    for (let index = 0; index < 300; index += 1) {
      add(`node ${index}`);
    }
    handle.close();
    const path = join(dataDirectory, 'farmer.sqlite');
    const bytes = readFileSync(path);
    bytes.fill(255, bytes.length - 8 * 4096);
    writeFileSync(path, bytes);
    expect((await plannedRejectionOf(keeper.exportBackup(file))).code).toBe('DATABASE_CORRUPT');
    expect(existsSync(file)).toBe(false);
    expect(leftovers()).toEqual([]);
  });
});

describe('restoring a backup', () => {
  // Catches a restore that needs a restart, or that another open program does not see.
  it('replaces the rows under open connections and keeps the old data aside', async () => {
    add('in the backup');
    handle.stores.settings.update({ theme: 'dark' }, nowMs);
    await keeper.exportBackup(file);
    add('after the backup');
    handle.stores.settings.update({ theme: 'light' }, nowMs);
    const other = openStores({ dataDirectory, nowMs: () => nowMs });
    const { setAsideName } = await restore();
    expect(names()).toEqual(['in the backup']);
    expect(handle.stores.settings.get('theme')).toBe('dark');
    expect(other.stores.nodes.list().map((node) => node.name)).toEqual(['in the backup']);
    other.close();
    await restore(keeper.findBackup(setAsideName ?? '').path);
    expect(names()).toEqual(['in the backup', 'after the backup']);
    expect(leftovers()).toEqual([]);
  });

  // Catches a number that is given to two machines over a restore.
  it('never reuses an id', async () => {
    await keeper.exportBackup(file);
    const lost = add('made after the backup');
    await restore();
    expect(add('new').id).toBeGreaterThan(lost.id);
  });

  // Catches "no room on the disk" at every later insert, and numbers that a page cannot hold exactly.
  it.each(['9223372036854775807', '9007199254740991', '-5'])(
    'assigns valid ids after a backup whose counter is at %s',
    async (count) => {
      add('in the backup');
      await keeper.exportBackup(file);
      const backup = openConnection(file, { isSingleFile: true });
      backup.execute(`UPDATE sqlite_sequence SET seq = ${count}`);
      backup.close();
      await restore();
      expect(add('new').id).toBe(2);
    },
  );

  // Catches rows of a running import that are put into the restored data, and seen there without an import.
  it('ends a running import of events', async () => {
    const { id } = add('in the backup');
    await keeper.exportBackup(file);
    const { imports, uptimeRecords } = handle.stores;
    const stage = imports.stageEvents('events.csv', nowMs);
    const report = (atS: number) => [{ nodeId: id, event: ['uptime', atS, 1], position: null }] as const;
    stage?.step(() => void stage.add(report(1000)));
    await restore();
    expect(() => stage?.step(() => void stage.add(report(2000)))).toThrow('The data was replaced');
    expect(() => stage?.finish(1, () => undefined)).toThrow('The data was replaced');
    for (const _ of stage?.abandon() ?? []);
    expect(uptimeRecords.events(id, 0, 9999)).toEqual([]);
    expect(imports.stageEvents('again.csv', nowMs)).not.toBeNull();
  });

  // Catches a passphrase that is not needed to open the backup.
  it('requires the passphrase of an encrypted backup', async () => {
    add('secret');
    expect((await keeper.exportBackup(file, 'correct horse')).isEncrypted).toBe(true);
    expect(readFileSync(file).includes('secret')).toBe(false);
    expect((await plannedRejectionOf(restore())).message).toBe('The backup is encrypted.');
    expect((await plannedRejectionOf(restore(file, 'wrong horse'))).message).toContain('does not open');
    add('later');
    await restore(file, 'correct horse');
    expect(names()).toEqual(['secret']);
    expect(leftovers()).toEqual([]);
  });

  // Catches the computer of a friend that is taken for this one.
  it('turns this-machine of another computer into an imported node', async () => {
    handle.stores.nodes.add({ ...plannedTitan('theirs'), kind: 'this-machine' }, nowMs);
    await keeper.exportBackup(file);
    await keeper.restoreBackup({ path: file }, true);
    expect(handle.stores.nodes.thisMachine()).toBeUndefined();
    expect(handle.stores.nodes.list()[0]).toMatchObject({ kind: 'imported', importSource: 'passport' });
  });

  // Catches a backup of last year that this version cannot take.
  it('migrates a backup of an older version, and leaves the file unchanged', async () => {
    const old = openConnection(file, { isSingleFile: true });
    migrate(old, { backupDirectory: null, nowMs, migrations: MIGRATIONS.slice(0, 1) });
    old.execute(
      "INSERT INTO nodes (kind, name, certification, farming_policy_id, connection_price_musd, created_at_ms, updated_at_ms) VALUES ('planned', 'old', 'diy', 1, 80, 1, 1)",
    );
    old.close();
    const before = readFileSync(file);
    await restore();
    expect(names()).toEqual(['old']);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  // Catches a damaged database that stands in the way of the backup that would replace it.
  it('replaces unreadable data, which is kept aside byte for byte', async () => {
    add('in the backup');
    await keeper.exportBackup(file);
    handle.close();
    const live = join(dataDirectory, 'farmer.sqlite');
    writeFileSync(live, 'rubbish of some length');
    const { setAsideName } = await restore();
    expect(readFileSync(join(dataDirectory, 'set-aside', setAsideName ?? ''), 'utf8')).toBe('rubbish of some length');
    handle = openStores({ dataDirectory, nowMs: () => nowMs });
    expect(names()).toEqual(['in the backup']);
  });

  // Catches a move to a new computer that needs a first start before it.
  it('works into an empty directory', async () => {
    add('moved');
    await keeper.exportBackup(file);
    const fresh = join(parent.path, 'fresh');
    const result = await keeperOf(fresh).restoreBackup({ path: file }, false);
    expect(result.setAsideName).toBeNull();
    const there = openStores({ dataDirectory: fresh, nowMs: () => nowMs });
    expect(there.stores.nodes.list().map((node) => node.name)).toEqual(['moved']);
    there.close();
  });
});

const tamper = async (sql: string): Promise<void> => {
  await keeper.exportBackup(file);
  const database = openConnection(file, { mustExist: true, isSingleFile: true });
  database.execute(sql);
  database.close();
};

describe('an invalid backup', () => {
  // Catches a newer structure that is cut down to an older one.
  it('is refused when a newer version made it', async () => {
    add('kept');
    await tamper("PRAGMA user_version = 9999; INSERT INTO schema_migrations VALUES (9999, 'x', 'y', 1)");
    const error = await plannedRejectionOf(restore());
    expect(error).toMatchObject({ code: 'REFUSED', message: 'The backup was made by a newer version of Farmer.' });
    expect(names()).toEqual(['kept']);
  });

  // Catches a hostile file that brings statements along which run at the next write.
  it.each([
    ['a trigger', 'CREATE TRIGGER t AFTER INSERT ON nodes BEGIN DELETE FROM settings; END'],
    ['a view', 'CREATE VIEW v AS SELECT 1'],
    ['another table', 'CREATE TABLE extra (x)'],
    ['another column', 'ALTER TABLE nodes ADD COLUMN extra TEXT'],
    ['no index', 'DROP INDEX nodes_one_this_machine'],
    ['another program', 'PRAGMA application_id = 7'],
    ['no ledger', 'DROP TABLE schema_migrations'],
  ])('is refused when it contains %s', async (_, sql) => {
    add('kept');
    await tamper(sql);
    expect((await plannedRejectionOf(restore())).code).toBe('FILE_UNREADABLE');
    expect(names()).toEqual(['kept']);
    expect(leftovers()).toEqual([]);
  });

  // Catches rubbish that is told as an internal fault, or that empties the data.
  it.each([
    ['not a database', () => writeFileSync(file, 'GIF89a, and some more')],
    ['empty', () => writeFileSync(file, '')],
    ['missing', () => undefined],
    ['a folder', () => mkdirSync(file)],
  ])('is refused when it is %s', async (_, make) => {
    add('kept');
    make();
    expect((await plannedRejectionOf(restore())).code).toBe('FILE_UNREADABLE');
    expect(names()).toEqual(['kept']);
  });

  // Catches the data in use restored over itself, and its locks let go.
  it('is refused when it is the current data file', async () => {
    expect((await plannedRejectionOf(restore(join(dataDirectory, 'farmer.sqlite')))).code).toBe('REFUSED');
  });
});

const days = (count: number) => count * DAILY_BACKUP_MS;

describe('stored backups', () => {
  // Catches a backup at every start, and a disk that fills with them.
  it('are created once a day and kept up to a count', async () => {
    add('one');
    for (let day = 0; day < 5; day += 1) {
      nowMs = NOON_MS + days(day);
      expect(await keeper.keepDailyBackup({ keepCount: 3, keepBytes: 1e12 })).not.toBeNull();
      expect(await keeper.keepDailyBackup({ keepCount: 3, keepBytes: 1e12 })).toBeNull();
    }
    expect(keeper.listBackups().map((backup) => backup.createdAtMs)).toEqual(
      [4, 3, 2].map((day) => NOON_MS + days(day)),
    );
  });

  // Catches a size cap that removes the last backup, and one that removes what the farmer made.
  it('are kept up to a total size, always including the newest and the farmer’s own', async () => {
    const manual = await keeper.keepBackup();
    nowMs += days(1);
    await keeper.keepDailyBackup({ keepCount: 9, keepBytes: 1 });
    nowMs += days(1);
    const newest = await keeper.keepDailyBackup({ keepCount: 9, keepBytes: 1 });
    expect(keeper.listBackups().map((backup) => backup.name)).toEqual([newest?.name, manual.name]);
  });

  // Catches a call that deletes or reads any file of the computer by a clever name.
  it('are found by name and never by path', async () => {
    const { name } = await keeper.keepBackup('correct horse');
    expect(keeper.findBackup(name)).toMatchObject({ reason: 'manual', isEncrypted: true, createdAtMs: NOON_MS });
    for (const wrong of [`../backups/${name}`, '../farmer.sqlite', '/etc/passwd', 'farmer.sqlite']) {
      expect(plannedErrorOf(() => keeper.removeBackup(wrong)).code).toBe('NOT_FOUND');
    }
    keeper.removeBackup(name);
    expect(keeper.listBackups()).toEqual([]);
  });
});
