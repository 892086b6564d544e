import type { GridSync } from '#shared/contract/grid/grid.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { readGridNodes } from '#main/app/nodes/grid-nodes.ts';
import { takeListed } from '#main/app/nodes/node-import.ts';
import type { AppContext } from '#main/app/context.ts';
import type { StoredConnection } from '#main/store/grid/grid-store.ts';
import type { Stores } from '#main/store/stores.ts';
import { createAttempts, type GridProgress, type SyncRun } from './asking.ts';
import { type Listing, listTarget, takeListing } from './listing.ts';
import { type EventSync, syncEvents, type WantedPeriods } from './sync-events.ts';
import { syncPayouts, syncReceipts } from './sync-receipts.ts';

/** What a synchronisation is for, and who follows it. */
export interface SyncOptions extends WantedPeriods {
  /** Asks also what was asked lately. */
  readonly isFresh: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly progress?: (progress: GridProgress) => void;
}

/** Nodes whose facts one query asks for. */
const NODES_A_QUERY = 500;
const FACTS_QUESTION = 'facts of nodes';
const DAY_MS = 86_400_000;

/** @throws FarmerError CONFLICT where nothing is connected */
function requireConnection(stores: Stores): StoredConnection {
  const connection = stores.grid.connection();
  if (connection === undefined || !connection.isOn) {
    throw new FarmerError('CONFLICT', message('grid:core.notConnected'), { hint: message('grid:core.connectFirst') });
  }
  return connection;
}

/** A node that the farmer removed stays removed, however often it is listed. */
function withoutRemoved(stores: Stores, listing: Listing): Listing {
  const removed = new Set(
    stores.nodes
      .list({ withDeleted: true })
      .flatMap(({ deletedAtMs, grid }) => (deletedAtMs === null ? [] : grid.nodeId)),
  );
  const isKept = (nodeId: number) => !removed.has(nodeId) || stores.nodes.byGridNode(nodeId) !== undefined;
  return { ...listing, nodes: listing.nodes.filter(({ node }) => isKept(node.nodeId)) };
}

/** Which nodes there are, and how they are. */
async function syncListing(run: SyncRun, { importId, targets }: StoredConnection): Promise<void> {
  for (const target of targets) {
    const listing = await listTarget(run.services.proxy, target);
    run.stores.transaction(() => {
      const taken = takeListing(run.stores, importId, withoutRemoved(run.stores, listing), run.nowMs());
      run.stores.imports.addRows(importId, taken.imported);
    });
    for (const { position, reason } of listing.rejected) {
      run.note({ source: 'proxy', code: 'BAD_ENTRY', message: message('grid:core.badEntryAt', { position, reason }) });
    }
  }
}

/** What only the chain has of a node: its connection price, and whether it is virtual. */
async function syncFacts(run: SyncRun, importId: number): Promise<void> {
  const { stores, services, nowMs, isFresh } = run;
  const numbers = stores.grid.followed().map(({ gridNodeId }) => gridNodeId);
  const asked = stores.grid.lastAsked(FACTS_QUESTION);
  const isAsked = asked !== undefined && nowMs() - asked.askedAtMs < DAY_MS && asked.answer === String(numbers.length);
  if (isAsked && !isFresh) {
    return;
  }
  for (let from = 0; from < numbers.length; from += NODES_A_QUERY) {
    const { nodes } = readGridNodes(await services.graphql.nodes(numbers.slice(from, from + NODES_A_QUERY)));
    stores.transaction(() => takeListed(stores, importId, nodes, nowMs()));
  }
  stores.grid.noteAsked(FACTS_QUESTION, nowMs(), String(numbers.length));
}

async function syncChain(run: SyncRun, connection: StoredConnection, wanted: WantedPeriods): Promise<EventSync> {
  await syncFacts(run, connection.importId);
  const found = await syncEvents(run, connection.importId, wanted);
  const { stores } = run;
  stores.transaction(() => {
    const current = stores.grid.connection();
    if (current !== undefined) {
      stores.grid.saveConnection({ ...current, height: found.height, asOfS: found.asOfS });
    }
  });
  return found;
}

/**
 * Brings in what the grid recorded since the last time, service by service: a problem of one is noted, and the others
 * go on.
 * @throws FarmerError CONFLICT where nothing is connected
 */
export async function syncGrid(context: AppContext, options: SyncOptions): Promise<GridSync> {
  const stores = await context.stores();
  const connection = requireConnection(stores);
  const { nowMs } = context;
  const services = (await context.grid()).services(connection.network, connection.addresses);
  const { attempt, note, outcome } = createAttempts(stores, services, nowMs);
  const progress = options.progress ?? (() => undefined);
  const run: SyncRun = { stores, services, nowMs, isFresh: options.isFresh, signal: options.signal, progress, note };
  const { importId } = connection;
  progress({ part: 'nodes', share: null, events: 0 });
  await attempt('proxy', () => syncListing(run, connection));
  const chain = await attempt('graphql', () => syncChain(run, connection, options));
  const { receipts, horizon } = services;
  const newReceipts = receipts === null ? 0 : await attempt('receipts', () => syncReceipts(run, receipts, importId));
  const newPayouts = horizon === null ? 0 : await attempt('horizon', () => syncPayouts(run, horizon));
  for (const topic of ['nodes', 'uptime', 'grid', 'data'] as const) context.events.publish(topic);
  return {
    nodes: stores.grid.followed().length,
    events: chain?.events ?? 0,
    receipts: newReceipts ?? 0,
    payments: newPayouts ?? 0,
    height: chain?.height ?? connection.height,
    asOfS: chain?.asOfS ?? connection.asOfS,
    ...outcome(),
  };
}
