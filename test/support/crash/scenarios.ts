import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDataKeeper, type DataKeeper } from '#main/store/data/data-keeper.ts';
import { openConnection } from '#main/store/database.ts';
import { migrate } from '#main/store/migrate.ts';
import { MIGRATIONS } from '#main/store/migrations/index.ts';
import { openStores } from '#main/store/stores.ts';
import { importReports } from '#test/support/import-reports.ts';
import { NOON_MS, plannedTitan } from '#test/support/stores.ts';

/** Something that writes, cut off at every point: what was before, the work, and what may be there afterwards. */
export interface Scenario {
  readonly name: string;
  readonly prepare: (root: string) => Promise<void> | void;
  readonly work: (root: string) => unknown;
  /** What an opening may find: the names of nodes and how many reports there are, or the code of a planned error. */
  readonly allowed: readonly string[];
  /** Whether a text of the farmer's may be beside the data directory: in a backup that is not encrypted. */
  readonly plainBesideData?: boolean;
}

/** Nodes that every farm of the scenarios has, and that are found again in plain text. */
const OLD = Array.from({ length: 40 }, (_, index) => `secret-old-${index}`);
const NEW = Array.from({ length: 40 }, (_, index) => `secret-new-${index}`);
/** What {@link Scenario.allowed} lists, as one text. */
export const found = (names: readonly string[]) => names.toSorted().join(' ');

export const dataOf = (root: string) => join(root, 'data');
const backupOf = (root: string) => join(root, 'backup.sqlite');

function keeperOf(directory: string): DataKeeper {
  return createDataKeeper({ dataDirectory: directory, nowMs: () => NOON_MS, programVersion: '1', workFactor: 10 });
}

function addNodes(root: string, names: readonly string[]): void {
  const handle = openStores({ dataDirectory: dataOf(root), nowMs: () => NOON_MS });
  try {
    handle.stores.transaction(() => names.forEach((name) => handle.stores.nodes.add(plannedTitan(name), NOON_MS)));
  } finally {
    handle.close();
  }
}

const oldFarm = (root: string) => addNodes(root, OLD);

async function oldFarmAndNewBackup(root: string): Promise<void> {
  addNodes(root, NEW);
  await keeperOf(dataOf(root)).exportBackup(backupOf(root));
  const handle = openStores({ dataDirectory: dataOf(root), nowMs: () => NOON_MS });
  handle.database.execute('DELETE FROM nodes');
  handle.close();
  oldFarm(root);
}

function damage(root: string): void {
  const path = join(dataOf(root), 'farmer.sqlite');
  const bytes = readFileSync(path);
  // A version of the format that SQLite refuses: nothing of the rows is lost, and nothing opens.
  bytes[47] = 0x77;
  writeFileSync(path, bytes);
}

function makeNewer(root: string): void {
  const database = openConnection(join(dataOf(root), 'farmer.sqlite'));
  database.execute("INSERT INTO schema_migrations VALUES (999, 'later', '', 0); PRAGMA user_version = 999;");
  database.close();
}

const restore = (root: string) => keeperOf(dataOf(root)).restoreBackup({ path: backupOf(root) }, false);

export const SCENARIOS: readonly Scenario[] = [
  { name: 'first start', prepare: () => undefined, work: (root) => addNodes(root, []), allowed: [''] },
  {
    name: 'import',
    prepare: oldFarm,
    work: (root) => addNodes(root, NEW),
    allowed: [found(OLD), found([...OLD, ...NEW])],
  },
  {
    name: 'import of events',
    prepare: oldFarm,
    work: async (root) => {
      const handle = openStores({ dataDirectory: dataOf(root), nowMs: () => NOON_MS });
      try {
        const lines = Array.from({ length: 5000 }, (_, k) => `${7 + (k % 2)},${NOON_MS / 1000 - k * 2400},1000`);
        const text = ['nodeID,timestamp,uptime', ...lines].join('\n');
        await importReports(handle.stores, { text, nowMs: NOON_MS });
      } finally {
        handle.close();
      }
    },
    allowed: [found(OLD), found([...OLD, 'Node 7', 'Node 8', '5000 reports'])],
  },
  {
    name: 'price set',
    prepare: oldFarm,
    work: (root) => {
      const handle = openStores({ dataDirectory: dataOf(root), nowMs: () => NOON_MS });
      try {
        const [node] = handle.stores.nodes.list();
        handle.stores.prices.add(node?.id ?? 0, 'slice', {
          kind: 'set',
          atMs: NOON_MS,
          by: 'farmer',
          reason: null,
          from: null,
          to: { priceMonth: '10', currency: 'USD' },
        });
      } finally {
        handle.close();
      }
    },
    allowed: [found(OLD)],
  },
  {
    name: 'restore',
    prepare: oldFarmAndNewBackup,
    work: restore,
    allowed: [found(OLD), found(NEW)],
    plainBesideData: true,
  },
  {
    name: 'restore over a damaged database',
    prepare: async (root) => {
      await oldFarmAndNewBackup(root);
      damage(root);
    },
    work: restore,
    allowed: ['DATABASE_CORRUPT', found(NEW)],
    plainBesideData: true,
  },
  {
    name: 'restore over a newer database',
    prepare: async (root) => {
      await oldFarmAndNewBackup(root);
      makeNewer(root);
    },
    work: restore,
    allowed: ['DATABASE_FROM_NEWER_VERSION', found(NEW)],
    plainBesideData: true,
  },
  {
    name: 'restore of an encrypted backup',
    prepare: async (root) => {
      addNodes(root, NEW);
      await keeperOf(dataOf(root)).exportBackup(backupOf(root), 'a passphrase');
      const handle = openStores({ dataDirectory: dataOf(root), nowMs: () => NOON_MS });
      handle.database.execute('DELETE FROM nodes');
      handle.close();
    },
    work: (root) => keeperOf(dataOf(root)).restoreBackup({ path: backupOf(root), passphrase: 'a passphrase' }, false),
    allowed: ['', found(NEW)],
  },
  {
    name: 'repair',
    prepare: (root) => {
      oldFarm(root);
      damage(root);
    },
    work: (root) => keeperOf(dataOf(root)).examine(true),
    allowed: ['DATABASE_CORRUPT', found(OLD)],
  },
  {
    name: 'migration',
    prepare: (root) => {
      mkdirSync(dataOf(root), { recursive: true });
      const database = openConnection(join(dataOf(root), 'farmer.sqlite'));
      const migrations = MIGRATIONS.slice(0, 2);
      migrate(database, { backupDirectory: null, nowMs: 0, migrations });
      database.close();
    },
    work: (root) => addNodes(root, []),
    allowed: [''],
  },
  {
    name: 'backup',
    prepare: oldFarm,
    work: (root) => keeperOf(dataOf(root)).exportBackup(backupOf(root)),
    allowed: [found(OLD)],
    plainBesideData: true,
  },
  {
    name: 'encrypted backup',
    prepare: oldFarm,
    work: (root) => keeperOf(dataOf(root)).exportBackup(backupOf(root), 'a passphrase'),
    allowed: [found(OLD)],
  },
];
