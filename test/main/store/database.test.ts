import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openConnection, openMemoryDatabase } from '#main/store/database.ts';
import { createStores, openStores } from '#main/store/stores.ts';
import { exitOf, NOON_MS, plannedErrorOf, plannedTitan, startChild, waitForLine } from '#test/support/stores.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

let directory: TemporaryDirectory;
let path: string;

beforeEach(() => {
  directory = makeTemporaryDirectory();
  path = join(directory.path, 'farmer.sqlite');
});

afterEach(() => directory.remove());

const open = () => openStores({ dataDirectory: directory.path, nowMs: () => NOON_MS });

function fillWithNodes(count: number): void {
  const handle = open();
  handle.stores.transaction(() => {
    for (let index = 0; index < count; index += 1) {
      handle.stores.nodes.add(plannedTitan(`node ${index}`), NOON_MS);
    }
  });
  handle.close();
}

describe('an open database', () => {
  // Catches a beat lost on power loss (synchronous NORMAL), rows that outlive their node, and lost concurrency.
  it('uses a write-ahead log, full synchronisation and foreign keys', () => {
    const { database, close } = open();
    expect(database.pragma('journal_mode')).toBe('wal');
    expect(database.pragma('synchronous')).toBe(2);
    expect(database.pragma('foreign_keys')).toBe(1);
    expect(database.pragma('trusted_schema')).toBe(0);
    expect(database.pragma('busy_timeout')).toBe(5000);
    close();
  });

  // Catches a table that keeps '1.10' as 1.1 or takes a text for a count.
  it('has only strict tables', () => {
    const { database, close } = open();
    const loose = database
      .statement<{ name: string }>(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite%'",
      )
      .all();
    expect(loose).toEqual([]);
    close();
  });

  // Catches money or capacity in floating point.
  it('has no floating-point column', () => {
    const { database, close } = open();
    const reals = database
      .statement(
        "SELECT m.name, c.name FROM sqlite_schema AS m, pragma_table_info(m.name) AS c WHERE c.type IN ('REAL', 'ANY')",
      )
      .all();
    expect(reals).toEqual([]);
    close();
  });

  // Catches integers past 2^53 that come back as their neighbour.
  it('returns wide integers exactly as bigints on request', () => {
    const database = openMemoryDatabase();
    database.execute('CREATE TABLE amounts (tft_units INTEGER NOT NULL) STRICT');
    database.statement('INSERT INTO amounts VALUES (@units)').run({ units: 9_007_199_254_740_993n });
    const row = database.rawStatement<{ tft_units: bigint }>('SELECT tft_units FROM amounts').get();
    expect(row).toEqual({ tft_units: 9_007_199_254_740_993n });
    database.close();
  });

  // Catches half of a change that is written when the other half throws.
  it('writes all of a transaction or nothing, including nested ones', () => {
    const { stores, close } = open();
    expect(() =>
      stores.transaction(() => {
        stores.nodes.add(plannedTitan('outer'), NOON_MS);
        stores.transaction(() => stores.nodes.add(plannedTitan('inner'), NOON_MS));
        throw new Error('changed my mind');
      }),
    ).toThrow('changed my mind');
    expect(stores.nodes.list()).toEqual([]);
    close();
  });

  // Catches statements that die with the connection they were prepared on.
  it('keeps its statements through a reconnection', () => {
    const { database, stores, close } = open();
    stores.nodes.add(plannedTitan(), NOON_MS);
    database.reconnect(() => undefined);
    expect(stores.nodes.list()).toHaveLength(1);
    close();
    expect(() => close()).not.toThrow();
  });
});

describe('two processes on one database', () => {
  // Catches "database is locked" thrown at once instead of waiting for the other writer.
  it('wait for a short write of each other', async () => {
    open().close();
    const child = startChild('hold-write-lock.ts', [path, '300']);
    await waitForLine(child, 'held');
    const database = openConnection(path, { busyTimeoutMs: 120_000 });
    const { nodes } = createStores(database);
    const node = nodes.add(plannedTitan(), NOON_MS);
    expect(nodes.get(node.id)?.name).toBe('Titan');
    expect(await exitOf(child)).toBe(0);
    database.close();
  });

  // Catches a hang or an SQL message where another program never lets go.
  it('report a writer that does not release its lock', async () => {
    open().close();
    const child = startChild('hold-write-lock.ts', [path, '600000']);
    await waitForLine(child, 'held');
    const database = openConnection(path, { busyTimeoutMs: 100 });
    const error = plannedErrorOf(() => createStores(database).nodes.add(plannedTitan(), NOON_MS));
    expect(error.code).toBe('DATA_DIR_HELD');
    expect(error.message).not.toMatch(/sql/i);
    database.close();
    child.kill('SIGKILL');
    await exitOf(child);
  });

  // Catches a transaction of which a kill -9 leaves one half.
  it('keep only complete transactions when a writer is killed', async () => {
    open().close();
    const child = startChild('write-forever.ts', [path]);
    await waitForLine(child, 'writing');
    child.kill('SIGKILL');
    await exitOf(child);
    const { stores, close } = open();
    const names = stores.nodes.list().map((node) => node.name);
    expect(names.length).toBeGreaterThanOrEqual(40);
    expect(names.filter((name) => name.startsWith('left'))).toHaveLength(names.length / 2);
    close();
  });
});

describe('a disk without space', () => {
  // Catches a full disk that loses what was there, or that is told as an internal fault.
  it('refuses the write, keeps existing data, and works again when there is space', () => {
    const { database, stores, close } = open();
    stores.nodes.add(plannedTitan('before'), NOON_MS);
    database.pragma(`max_page_count = ${String(database.pragma('page_count'))}`);
    const fill = () =>
      stores.transaction(() => {
        for (let index = 0; index < 200; index += 1) {
          stores.nodes.add(plannedTitan(`too much ${index}`), NOON_MS);
        }
      });
    expect(plannedErrorOf(fill)).toMatchObject({ code: 'DISK_FULL', message: 'There is no room left on the disk.' });
    expect(stores.nodes.list().map((node) => node.name)).toEqual(['before']);
    database.pragma('max_page_count = 1000000');
    fill();
    expect(stores.nodes.list()).toHaveLength(201);
    close();
  });
});

describe('an unreadable database', () => {
  // Catches a damaged file that is emptied, replaced or "repaired" by opening it.
  it.each([
    ['rubbish', (bytes: Buffer) => bytes.fill('x')],
    ['another program', (bytes: Buffer) => bytes.fill(7, 68, 72)],
    ['a broken first page', (bytes: Buffer) => bytes.fill(255, 100, 4000)],
  ])('is refused and left unchanged: %s', (_, damage) => {
    fillWithNodes(10);
    writeFileSync(path, damage(readFileSync(path)));
    const before = readFileSync(path);
    const error = plannedErrorOf(open);
    expect(error.code).toBe('DATABASE_CORRUPT');
    expect(error.hint).toContain('farmer doctor --mend');
    expect(error.message).not.toContain(directory.path);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  // Catches a file cut short by a full disk that is taken for a smaller database.
  it('is detected when truncated at the first read of a missing part', () => {
    fillWithNodes(500);
    truncateSync(path, statSync(path).size - 3 * 4096);
    expect(plannedErrorOf(() => open().stores.nodes.list()).code).toBe('DATABASE_CORRUPT');
  });

  // Catches a fault in the log of a killed writer that is only found when money is computed from it.
  it('is checked at opening when it was not closed properly', async () => {
    fillWithNodes(500);
    const child = startChild('write-forever.ts', [path]);
    await waitForLine(child, 'writing');
    child.kill('SIGKILL');
    await exitOf(child);
    const bytes = readFileSync(path);
    bytes.fill(255, bytes.length - 6 * 4096, bytes.length - 4096);
    writeFileSync(path, bytes);
    expect(plannedErrorOf(open).code).toBe('DATABASE_CORRUPT');
  });
});
