import { type OpenOptions, openConnection } from './database.ts';
import { type DataPaths, dataPaths, ensurePrivateDirectory, isWritable } from './data-directory.ts';
import { type StoreWatch, watchStore } from './data/file-rescue.ts';
import { createFarm, farmFileState, markFarm, missingFarm } from './data/farm-file.ts';
import { openForReading } from './data/open-for-reading.ts';
import { finishReplacement, setForeignLogAside } from './data/replace-database.ts';
import { removeUnfinishedFiles } from './data/unfinished-files.ts';
import { createDemoStore } from './data/demo-store.ts';
import { removeUnfinishedImports } from './data/event-stage.ts';
import { createImportStore } from './data/import-store.ts';
import { createGridStore } from './grid/grid-store.ts';
import { createGridTermsStore } from './grid/grid-terms-store.ts';
import { createGridHostStore } from './grid/grid-host-store.ts';
import { createProbeStore } from './grid/probe-store.ts';
import { createPayoutStore } from './grid/payout-store.ts';
import { createFarmRowStore } from './nodes/farm-row-store.ts';
import { createGridFactsStore } from './nodes/grid-facts-store.ts';
import { createAssumptionStore } from './earnings/assumption-store.ts';
import { createBidStore } from './bids/bid-store.ts';
import { createHardwareStore } from './hardware/hardware-store.ts';
import { createLineageStore } from './data/lineage-store.ts';
import { migrate } from './migrate.ts';
import { createNodeStore } from './nodes/node-store.ts';
import { createSiteStore } from './nodes/site-store.ts';
import { createSettingsStore } from './settings/settings-store.ts';
import type { FarmerDatabase } from './sql.ts';
import { createAlertMemoryStore } from './notifications/alert-memory-store.ts';
import { createDeliveryStore } from './notifications/delivery-store.ts';
import { createNotificationStore } from './notifications/notification-store.ts';
import { createPolicyStore } from './rules/policy-store.ts';
import { createPriceStore } from './slices/price-store.ts';
import { createRateStore } from './settings/rate-store.ts';
import { createReachabilityStore } from './uptime/reachability-store.ts';
import { createReceiptStore } from './uptime/receipt-store.ts';
import { createScenarioStore } from './earnings/scenario-store.ts';
import { createSliceStore } from './slices/slice-store.ts';
import { ensureCapture } from './share/capture.ts';
import { ShareStore } from './share/share-store.ts';
import { createUptimeRecordStore } from './uptime/uptime-record-store.ts';
import { createUptimeStore } from './uptime/uptime-store.ts';
import { createWakeUpStore } from './uptime/wake-up-store.ts';

/** Every store, one line each. A store is created at its first use. */
const STORE_FACTORIES = {
  nodes: createNodeStore,
  sites: createSiteStore,
  hardware: createHardwareStore,
  settings: createSettingsStore,
  demo: createDemoStore,
  lineage: createLineageStore,
  imports: createImportStore,
  gridFacts: createGridFactsStore,
  uptime: createUptimeStore,
  uptimeRecords: createUptimeRecordStore,
  reachability: createReachabilityStore,
  wakeUps: createWakeUpStore,
  receipts: createReceiptStore,
  notifications: createNotificationStore,
  alertMemory: createAlertMemoryStore,
  deliveries: createDeliveryStore,
  scenarios: createScenarioStore,
  assumptions: createAssumptionStore,
  rates: createRateStore,
  slices: createSliceStore,
  prices: createPriceStore,
  bids: createBidStore,
  policies: createPolicyStore,
  grid: createGridStore,
  probes: createProbeStore,
  gridTerms: createGridTermsStore,
  farmRows: createFarmRowStore,
  gridHosts: createGridHostStore,
  payouts: createPayoutStore,
  share: (database) => new ShareStore(database),
} as const satisfies Readonly<Record<string, (database: FarmerDatabase) => object>>;

type Factories = typeof STORE_FACTORIES;

/** The area stores over one open database. */
export type Stores = { readonly [N in keyof Factories]: ReturnType<Factories[N]> } & {
  /** Runs work over several stores in one transaction: all of it is written, or nothing. */
  readonly transaction: <T>(work: () => T) => T;
  /** Reads from several stores as of one moment; what others write meanwhile is not seen. */
  readonly snapshot: <T>(work: () => T) => T;
};

/** The area stores of an open database. */
export function createStores(database: FarmerDatabase): Stores {
  const stores: object = {
    transaction: <T>(work: () => T): T => database.transaction(work),
    snapshot: <T>(work: () => T): T => database.snapshot(work),
  };
  for (const [name, create] of Object.entries(STORE_FACTORIES)) {
    let store: object | undefined;
    Object.defineProperty(stores, name, { enumerable: true, get: () => (store ??= create(database)) });
  }
  // Every name of the registry was defined above; the loop's types cannot say which store belongs to which name.
  return stores as Stores;
}

/** An opened data directory. */
export interface StoreHandle {
  readonly stores: Stores;
  readonly database: FarmerDatabase;
  /** Closes the database. Safe to call twice. */
  readonly close: () => void;
}

/** What {@link openStores} needs. */
export interface OpenStoresOptions {
  /** Absolute. It is made when it does not exist. */
  readonly dataDirectory: string;
  readonly nowMs: () => number;
  /** For a host that runs long: called for changes of other processes and the loss of the file. */
  readonly watch?: StoreWatch;
  readonly onUnreadable?: OpenOptions['onUnreadable'];
}

/**
 * Opens the database of a data directory, migrates it to this program's structure, and creates its stores. On a disk
 * that is mounted read-only the data can still be read.
 * @throws FarmerError DATA_DIR_UNUSABLE, DATA_DIR_HELD, DATABASE_CORRUPT, DATABASE_FROM_NEWER_VERSION, DISK_FULL
 */
export function openStores({ dataDirectory, nowMs, watch, ...reading }: OpenStoresOptions): StoreHandle {
  const paths = dataPaths(dataDirectory);
  ensurePrivateDirectory(paths.directory);
  if (!isWritable(paths) && farmFileState(paths) === 'there') {
    const database = openForReading(paths, nowMs(), reading);
    // A database in memory would accept writes and then lose them.
    database.pragma('query_only = ON');
    return { stores: createStores(database), database, close: () => database.close() };
  }
  finishReplacement(paths);
  removeUnfinishedFiles(paths);
  const database = openWritable(paths, nowMs(), reading);
  const stopWatching = watch === undefined ? () => undefined : watchStore(database, paths.directory, nowMs, watch);
  const close = () => {
    stopWatching();
    database.close();
  };
  return { stores: createStores(database), database, close };
}

function openWritable(paths: DataPaths, nowMs: number, reading: Pick<OpenOptions, 'onUnreadable'>): FarmerDatabase {
  const state = farmFileState(paths);
  if (state === 'new') {
    createFarm(paths, nowMs);
  } else if (state !== 'there') {
    throw missingFarm(paths, state);
  }
  setForeignLogAside(paths, nowMs);
  const database = openConnection(paths.database, { mustExist: true, ...reading });
  try {
    migrate(database, { backupDirectory: paths.backups, nowMs });
    removeUnfinishedImports(database);
    ensureCapture(database);
  } catch (error) {
    database.close();
    throw error;
  }
  markFarm(paths);
  return database;
}
