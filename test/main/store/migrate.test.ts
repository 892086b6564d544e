import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openConnection } from '#main/store/database.ts';
import { latestVersion, migrate, pendingMigrations, schemaVersion } from '#main/store/migrate.ts';
import { MIGRATIONS } from '#main/store/migrations/index.ts';
import type { Migration } from '#main/store/migrations/migration.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';
import { createStores, openStores } from '#main/store/stores.ts';
import { hasExpectedStructure } from '#main/store/structure.ts';
import {
  exitOf,
  insertTitan,
  NOON_MS,
  plannedErrorOf,
  plannedTitan,
  startChild,
  waitForLine,
} from '#test/support/stores.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

let directory: TemporaryDirectory;
let path: string;
let backupDirectory: string;

beforeEach(() => {
  directory = makeTemporaryDirectory();
  path = join(directory.path, 'farmer.sqlite');
  backupDirectory = join(directory.path, 'backups');
});

afterEach(() => directory.remove());

function migrated(migrations: readonly Migration[]): FarmerDatabase {
  const database = openConnection(path);
  migrate(database, { backupDirectory, nowMs: NOON_MS, migrations });
  return database;
}

const next = (sql: string, version = latestVersion() + 1): Migration => ({ version, name: 'next', sql });

describe('the list of migrations', () => {
  // Catches a migration that only works on an empty database or only together with the next one.
  it('can be applied one at a time with the same result as all at once', () => {
    for (let count = 1; count <= MIGRATIONS.length; count += 1) {
      migrated(MIGRATIONS.slice(0, count)).close();
    }
    const database = openConnection(path);
    expect(schemaVersion(database)).toBe(latestVersion());
    expect(hasExpectedStructure(database)).toBe(true);
    database.close();
  });
});

const before = (version: number) => MIGRATIONS.filter((migration) => migration.version < version);
const upTo = (version: number) => MIGRATIONS.filter((migration) => migration.version <= version);

describe('migrating from the previous version', () => {
  // Catches hardware snapshots that lose the nodes they are about.
  it('2: adds snapshots to existing nodes', () => {
    const old = migrated(before(2));
    const id = insertTitan(old);
    old.close();
    const database = migrated(MIGRATIONS);
    expect(createStores(database).nodes.list()).toMatchObject([{ id, ...plannedTitan() }]);
    expect(database.statement('SELECT * FROM hardware_snapshots').all()).toEqual([]);
    database.close();
  });

  // Catches settings that start out unreadable or that touch the nodes.
  it('3: adds settings with their defaults', () => {
    const old = migrated(before(3));
    const id = insertTitan(old);
    old.close();
    const database = migrated(MIGRATIONS);
    const { nodes, settings } = createStores(database);
    expect(nodes.list()).toMatchObject([{ id, ...plannedTitan() }]);
    expect(settings.all().theme).toBe('system');
    database.close();
  });
  // Catches a token that is missing in databases that are older than it.
  it('4: gives the data a lineage of its own', () => {
    const old = migrated(before(4));
    createStores(old).settings.update({ theme: 'dark' }, NOON_MS);
    old.close();
    const database = migrated(upTo(4));
    const { settings, lineage } = createStores(database);
    expect(settings.get('theme')).toBe('dark');
    expect(lineage.token()).toMatch(/^[0-9a-f]{16}$/);
    database.close();
  });

  // Catches imports that lose their kind, or rows that lose their import, when the list of kinds grows.
  it('45: keeps every import with its rows', () => {
    const old = migrated(before(45));
    old.statement("INSERT INTO imports (id, at_ms, kind, file, row_count) VALUES (7, 1, 'receipts', 'a.zip', 3)").run();
    const id = insertTitan(old);
    old.statement('INSERT INTO import_nodes (node_id, import_id) VALUES (@id, 7)').run({ id });
    old.close();
    const database = migrated(upTo(45));
    const { imports } = createStores(database);
    expect(imports.list()).toEqual([{ id: 7, atMs: 1, kind: 'receipts', file: 'a.zip', rowCount: 3 }]);
    expect(imports.nodesOf(7)).toEqual([{ nodeId: id, before: null }]);
    expect(imports.begin('bids', 'b.csv', 2)).toBe(8);
    database.close();
  });

  // Catches a table that comes between older ones and is left out of databases that have those already.
  it('14: adds reachability to a database with later migrations', () => {
    const old = migrated(MIGRATIONS.filter((migration) => migration.version !== 14));
    const stores = createStores(old);
    const { id } = stores.nodes.add(plannedTitan(), NOON_MS);
    const bootId = stores.uptime.addBoot(id, 'boot', NOON_MS);
    old.close();
    const database = migrated(MIGRATIONS);
    const { uptime, reachability } = createStores(database);
    expect(uptime.findBoot(id, 'boot')?.id).toBe(bootId);
    reachability.addSpan(bootId, 1000, 62_000);
    expect(reachability.spans(id, { startS: 0, endS: NOON_MS })).toEqual([
      { startS: NOON_MS / 1000 + 1, endS: NOON_MS / 1000 + 62 },
    ]);
    expect(hasExpectedStructure(database)).toBe(true);
    database.close();
  });

  // Catches a default price that was stored beside a typed gold price, and passes for the farmer's own ever after.
  it.each([
    ['typed', '0.08', '1'],
    ['never typed', null, null],
  ])('48: keeps prices that were %s as %s', (typed, tftUsd, unitsPerUsd) => {
    const old = migrated(before(48));
    const put = old.statement('INSERT INTO settings VALUES (@key, @json, 1)');
    put.run({ key: 'rates', json: '{"tftUsd":"0.08","goldUsdPerGram":"130"}' });
    put.run({ key: 'currency', json: '{"code":"EUR","unitsPerUsd":"1"}' });
    const { rates } = createStores(old);
    if (typed === 'typed') {
      rates.add({ kind: 'tft-usd', currency: null, rate: '0.08', typedAtMs: NOON_MS });
      rates.add({ kind: 'currency-per-usd', currency: 'EUR', rate: '1', typedAtMs: NOON_MS });
    }
    old.close();
    const database = migrated(MIGRATIONS);
    const { settings } = createStores(database);
    expect(settings.get('rates')).toEqual({ tftUsd, goldUsdPerGram: '130' });
    expect(settings.get('currency')).toEqual({ code: 'EUR', unitsPerUsd });
    database.close();
  });

  // Catches the example of the gold price that stays in use as if the farmer had entered it.
  it.each([
    ['an example', '128', false, null],
    ['typed', '128', true, '128'],
    ['typed before times were kept', '130', false, '130'],
  ])('107: keeps a gold price that was %s as that', (_name, gold, isTyped, kept) => {
    const old = migrated(before(107));
    const json = JSON.stringify({ tftUsd: '0.02', goldUsdPerGram: gold });
    old.statement('INSERT INTO settings VALUES (@key, @json, 1)').run({ key: 'rates', json });
    const { rates } = createStores(old);
    if (isTyped) rates.add({ kind: 'gold-usd-per-gram', currency: null, rate: gold, typedAtMs: NOON_MS });
    old.close();
    const database = migrated(MIGRATIONS);
    expect(createStores(database).settings.get('rates')).toEqual({ tftUsd: '0.02', goldUsdPerGram: kept });
    database.close();
  });

  // Catches rows of earlier imports that can no longer be taken back, or go although another import brought them too.
  it('60: records the import of each row, and keeps the others that contain it', () => {
    const old = migrated(before(60));
    const nodeId = insertTitan(old);
    old.execute(`
      INSERT INTO imports (id, at_ms, kind, file, row_count) VALUES (1, 0, 'uptime', 'a', 2), (2, 0, 'uptime', 'b', 1);
      INSERT INTO uptime_reports (node_id, at_s, up_s) VALUES (${nodeId}, 1000, 1), (${nodeId}, 2000, 1), (${nodeId}, 3000, 1);
      INSERT INTO power_events VALUES (${nodeId}, 1000, 0, 'state', 'Up');
      INSERT INTO import_reports VALUES (${nodeId}, 1000, 1, 1), (${nodeId}, 2000, 1, 1), (${nodeId}, 2000, 1, 2);
      INSERT INTO import_power_events VALUES (${nodeId}, 1000, 'state', 'Up', 1);`);
    old.close();
    const database = migrated(MIGRATIONS);
    const { imports, uptimeRecords } = createStores(database);
    const times = () => uptimeRecords.events(nodeId, 0, 9999).map(([kind, atS]) => [kind, atS]);
    expect(times()).toEqual([
      ['state', 1000],
      ['uptime', 1000],
      ['uptime', 2000],
      ['uptime', 3000],
    ]);
    expect(imports.takeBack(1)).toBe(2);
    expect(times()).toEqual([
      ['uptime', 2000],
      ['uptime', 3000],
    ]);
    expect(imports.takeBack(2)).toBe(1);
    expect(times()).toEqual([['uptime', 3000]]);
    database.close();
  });

  // Catches nodes that are lost, or that cannot be read, because their labels are not there.
  it('63: keeps nodes, without labels or site values', () => {
    const old = migrated(before(63));
    const id = insertTitan(old);
    old.statement("UPDATE nodes SET site = 'Barn'").run();
    old.close();
    const database = migrated(MIGRATIONS);
    const { nodes, sites } = createStores(database);
    expect(nodes.list()).toMatchObject([{ id, site: 'Barn', labels: [], siteTerms: null }]);
    expect(sites.list()).toMatchObject([{ name: 'Barn', nodeCount: 1, electricityPerKwh: null }]);
    database.close();
  });

  // Catches nodes that fall back to policy 1, lose what belongs to them, or still may only be on policy 1 or 2.
  it('42: allows any policy for a node, and keeps its current one', () => {
    const old = migrated(before(42));
    const stores = createStores(old);
    const id = insertTitan(old, 2);
    const bootId = stores.uptime.addBoot(id, 'boot', NOON_MS);
    old.close();
    const database = migrated(MIGRATIONS);
    const { nodes, uptime, policies } = createStores(database);
    const certified = { ...plannedTitan(), id, farmingPolicyId: 2 };
    expect(nodes.list()).toMatchObject([certified]);
    const [stored] = nodes.list();
    if (stored === undefined) throw new Error('The node is gone.');
    expect(uptime.findBoot(id, 'boot')?.id).toBe(bootId);
    expect(nodes.save({ ...stored, farmingPolicyId: 4_294_967_295 }, NOON_MS).policy.rates).toBeNull();
    expect(policies.list().map((policy) => [policy.id, policy.origin])).toEqual([
      [1, 'published'],
      [2, 'published'],
      [4_294_967_295, 'unknown'],
    ]);
    database.close();
  });
});

describe('migrating a database', () => {
  // Catches a migration that goes wrong in the field with no copy to go back to.
  it('keeps a readable backup, private to its owner', () => {
    const old = migrated(MIGRATIONS);
    createStores(old).nodes.add(plannedTitan('precious'), NOON_MS);
    const { backupPath } = migrate(old, {
      backupDirectory,
      nowMs: NOON_MS,
      migrations: [...MIGRATIONS, next('UPDATE nodes SET name = upper(name);')],
    });
    expect(createStores(old).nodes.list()[0]?.name).toBe('PRECIOUS');
    old.close();
    const copy = openConnection(backupPath ?? '', { mustExist: true, isSingleFile: true });
    expect(createStores(copy).nodes.list()[0]?.name).toBe('precious');
    copy.close();
  });

  // Catches a copy for every start, which would fill the disk.
  it('does nothing, and copies nothing, when it is up to date', () => {
    migrated(MIGRATIONS).close();
    const database = openConnection(path);
    expect(migrate(database, { backupDirectory, nowMs: NOON_MS })).toEqual({ applied: [], backupPath: null });
    expect(readdirSync(directory.path)).not.toContain('backups');
    database.close();
  });

  // Catches a first migration that stays when the second fails.
  it('keeps the old structure and rows when one of several migrations fails', () => {
    const database = migrated(MIGRATIONS);
    createStores(database).nodes.add(plannedTitan(), NOON_MS);
    const broken = [
      ...MIGRATIONS,
      next('CREATE TABLE first (id INTEGER) STRICT; DELETE FROM nodes;'),
      next('CREATE TABLE second (id NONSENSE) STRICT;', latestVersion() + 2),
    ];
    expect(() => migrate(database, { backupDirectory, nowMs: NOON_MS, migrations: broken })).toThrow(/NONSENSE/);
    expect(hasExpectedStructure(database)).toBe(true);
    expect(schemaVersion(database)).toBe(latestVersion());
    expect(createStores(database).nodes.list()).toHaveLength(1);
    expect(database.pragma('foreign_keys')).toBe(1);
    database.close();
  });

  // Catches a rebuilt table that leaves rows pointing nowhere.
  it('refuses a migration that breaks references', () => {
    const database = migrated(MIGRATIONS);
    const { id } = createStores(database).nodes.add(plannedTitan(), NOON_MS);
    database
      .statement(
        `INSERT INTO hardware_snapshots (node_id, taken_at_ms, last_seen_at_ms, content_hash, reading_json)
         VALUES (@id, 1, 1, @hash, '{}')`,
      )
      .run({ id, hash: 'a'.repeat(64) });
    const careless = [...MIGRATIONS, next('DELETE FROM nodes;')];
    expect(() => migrate(database, { backupDirectory, nowMs: NOON_MS, migrations: careless })).toThrow(/references/);
    expect(createStores(database).nodes.list()).toHaveLength(1);
    database.close();
  });

  // Catches a disk that fills up in the middle and leaves half a structure.
  it('keeps the old structure when the disk is full', () => {
    const database = migrated(MIGRATIONS);
    database.pragma(`max_page_count = ${Number(database.pragma('page_count')) + 2}`);
    const big = next(`
      CREATE TABLE big (filler TEXT) STRICT;
      WITH RECURSIVE counter (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counter WHERE n < 10000)
      INSERT INTO big SELECT 'more than there is room for' FROM counter;
    `);
    const fill = () => migrate(database, { backupDirectory, nowMs: NOON_MS, migrations: [...MIGRATIONS, big] });
    expect(plannedErrorOf(fill).code).toBe('DISK_FULL');
    expect(hasExpectedStructure(database)).toBe(true);
    database.close();
  });

  // Catches sharing that begins by itself, or that changes what is there.
  it('80: adds the tables of sharing, and shares nothing', () => {
    const old = migrated(before(80));
    const id = insertTitan(old);
    old.close();
    const database = migrated(MIGRATIONS);
    const { nodes, share } = createStores(database);
    expect(nodes.list()).toMatchObject([{ id, ...plannedTitan() }]);
    expect(share.state()).toBeUndefined();
    expect(share.behind().rowCount).toBe(0);
    expect(hasExpectedStructure(database)).toBe(true);
    database.close();
  });

  // Catches farms that go with their new column, and twins or tries that are made up.
  it('96 and 97: keep the farms of the grid, without twins and probes', () => {
    const old = migrated(before(96));
    const id = insertTitan(old);
    old.execute("INSERT INTO grid_farms VALUES (7, 'Freefarm', 8, NULL)");
    old.close();
    const database = migrated(MIGRATIONS);
    const { grid, gridTerms, probes } = createStores(database);
    expect(grid.farms()).toEqual([{ id: 7, name: 'Freefarm', twinId: 8, stellarAddress: null, pricingPolicyId: null }]);
    expect(gridTerms.dedicatedDiscountPercent(7)).toBeNull();
    expect(probes.latest(id)).toBeNull();
    database.close();
  });
});

describe('a database of a newer version', () => {
  // Catches an old program that writes into a structure it does not know.
  it('is refused with a hint and left unchanged', () => {
    migrated([...MIGRATIONS, next('CREATE TABLE future (id INTEGER) STRICT;')]).close();
    const error = plannedErrorOf(() => openStores({ dataDirectory: directory.path, nowMs: () => NOON_MS }));
    expect(error.code).toBe('DATABASE_FROM_NEWER_VERSION');
    expect(error.hint).toContain('Update');
    const database = openConnection(path);
    expect(schemaVersion(database)).toBe(latestVersion() + 1);
    database.close();
  });

  // Catches a step between known ones, from a branch, that only comparing the highest number misses.
  it('includes an unknown migration below the highest', () => {
    const unknown = Math.max(...MIGRATIONS.map((migration) => migration.version)) - 1;
    const isFree = MIGRATIONS.every((migration) => migration.version !== unknown);
    const version = isFree ? unknown : 9;
    migrated([
      ...MIGRATIONS,
      { version, name: 'elsewhere', sql: 'CREATE TABLE elsewhere (id INTEGER) STRICT;' },
    ]).close();
    const error = plannedErrorOf(() => openStores({ dataDirectory: directory.path, nowMs: () => NOON_MS }));
    expect(error.code).toBe('DATABASE_FROM_NEWER_VERSION');
  });
});

describe('concurrent migrations', () => {
  // Catches a table that is made twice, or a start that fails because another one is starting.
  it('can be started by several processes on a new directory', async () => {
    const children = ['a', 'b', 'c'].map((name) => startChild('open-stores.ts', [directory.path, name]));
    expect(await Promise.all(children.map(exitOf))).toEqual([0, 0, 0]);
    const { stores, database, close } = openStores({ dataDirectory: directory.path, nowMs: () => NOON_MS });
    expect(
      stores.nodes
        .list()
        .map((node) => node.name)
        .toSorted(),
    ).toEqual(['a', 'b', 'c']);
    expect(hasExpectedStructure(database)).toBe(true);
    close();
  });

  // Catches marks and tables read at two moments, between which another process makes the structure.
  it('can finish while another process is still checking', () => {
    const [slow, fast] = [openConnection(path), openConnection(path)];
    const overtaken = new Proxy(slow, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') {
          return member;
        }
        return (...values: readonly unknown[]) => {
          const answer: unknown = member.apply(target, values);
          if (name === 'pragma' && values[0] === 'application_id') {
            migrate(fast, { backupDirectory, nowMs: NOON_MS });
          }
          return answer;
        };
      },
    });
    expect(pendingMigrations(overtaken)).toHaveLength(MIGRATIONS.length);
    expect(migrate(slow, { backupDirectory, nowMs: NOON_MS })).toEqual({ applied: [], backupPath: null });
    slow.close();
    fast.close();
  });

  // Catches a migration that a power cut leaves half done.
  it('keep the old database when they are killed in the middle', async () => {
    const old = migrated(MIGRATIONS);
    createStores(old).nodes.add(plannedTitan('whole'), NOON_MS);
    old.close();
    const child = startChild('migrate-until-killed.ts', [path, backupDirectory]);
    await waitForLine(child, 'migrating');
    // Once the log ahead has grown, the migration is in the middle of its transaction.
    await expect.poll(() => statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0).toBeGreaterThan(2 ** 20);
    child.kill('SIGKILL');
    expect(await exitOf(child)).toBeNull();
    const { stores, database, close } = openStores({ dataDirectory: directory.path, nowMs: () => NOON_MS });
    expect(stores.nodes.list().map((node) => node.name)).toEqual(['whole']);
    expect(hasExpectedStructure(database)).toBe(true);
    close();
  });
});
