import { createEventHub } from '#main/app/events.ts';
import type { AppContext } from '#main/app/context.ts';
import { type AppCalls, createCalls } from '#main/app/router.ts';
import { createGrid } from '#main/grid/grid.ts';
import { shareService } from '#main/share/share.ts';
import { createSecretStore } from '#main/store/secrets/secret-file.ts';
import { openStores, type StoreHandle } from '#main/store/stores.ts';
import { FACT_TABLES } from '#shared/domain/share/fact-tables.ts';
import { makeTemporaryDirectory } from './temporary.ts';

/** One computer with its own data, that can share it. */
export interface Installation {
  readonly context: AppContext;
  readonly calls: AppCalls;
  readonly handle: StoreHandle;
  readonly directory: string;
  /** Moves its clock, in milliseconds from the real one. */
  setClock(offsetMs: number): void;
  close(): void;
}

const unused = (): never => {
  throw new Error('This test has no such part.');
};

/** Makes a computer. @param directory data that is there already */
export function makeInstallation(directory?: string): Installation {
  const own = directory === undefined ? makeTemporaryDirectory('farmer-share-') : undefined;
  const dataDirectory = own?.path ?? directory ?? '';
  let offsetMs = 0;
  const nowMs = () => Date.now() + offsetMs;
  const handle = openStores({ dataDirectory, nowMs });
  const context: AppContext = {
    nowMs,
    stores: async () => handle.stores,
    incomingFiles: unused,
    dataKeeper: unused,
    hardware: { read: unused } as unknown as AppContext['hardware'],
    grid: async () => createGrid(nowMs),
    share: async () => shareService,
    compute: unused,
    channels: unused,
    secrets: createSecretStore(dataDirectory, null),
    events: createEventHub(),
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    host: 'cli',
    version: '1.2.3',
    dataDirectory,
  };
  return {
    context,
    calls: createCalls(context),
    handle,
    directory: dataDirectory,
    setClock: (ms) => (offsetMs = ms),
    close: () => {
      handle.close();
      own?.remove();
    },
  };
}

const node = (column: string): string =>
  `(SELECT coalesce('grid ' || grid_node_id, name) FROM nodes WHERE nodes.id = ${column})`;

/** All shared rows of an installation, without the numbers that differ from one to the next. */
export function sharedRows({ handle: { database } }: Installation): Readonly<Record<string, readonly string[]>> {
  const list = (sql: string) =>
    database
      .statement<{ row: string }>(`SELECT row FROM (${sql}) ORDER BY row`)
      .all()
      .map(({ row }) => row);
  const facts = FACT_TABLES.map(({ name, columns }) => {
    const values = Object.entries(columns).map(([column, holds]) =>
      holds === 'node'
        ? node(`${name}.node_id`)
        : holds === 'boot'
          ? `(SELECT boot_key || ' of ' || ${node('boots.node_id')} FROM boots WHERE boots.id = ${name}.boot_id)`
          : column,
    );
    return [name, list(`SELECT json_array(${values.join(', ')}) AS row FROM ${name}`)] as const;
  });
  return {
    nodes: list(`
      SELECT json_array(name, iif(kind = 'this-machine', 'imported', kind), certification, farming_policy_id,
        connection_price_musd, cru, mru_bytes, site, country, watts_idle, watts_loaded, electricity_usd_per_kwh,
        hardware_cost_usd, grid_node_id, deleted_at_ms IS NULL) AS row FROM nodes WHERE is_demo = 0`),
    settings: list(
      `SELECT json_array(key, value_json) AS row FROM settings WHERE key IN ('farm', 'rates', 'currency')`,
    ),
    plans: list(`SELECT json_array(${node('node_id')}, plan_json) AS row FROM slice_plans`),
    bids: list(`SELECT json_array(bid_id, buyer, state, note, price_month) AS row FROM bids`),
    terms: list(`SELECT json_array(${node('node_id')}, terms_json) AS row FROM receipt_terms`),
    reservations: list(`
      SELECT json_array((SELECT bid_id FROM bids WHERE bids.id = bid_row_id), ${node('node_id')}, slices) AS row
      FROM reservations`),
    ...Object.fromEntries(facts),
  };
}
