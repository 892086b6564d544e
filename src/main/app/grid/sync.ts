import type { GridSync } from '#shared/contract/grid/grid.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { readGridNodes } from '#main/app/nodes/grid-nodes.ts';
import { addListedNodes } from '#main/app/nodes/node-import.ts';
import type { AppContext } from '#main/app/context.ts';
import type { GridIndexer } from '#main/grid/graphql.ts';
import type { StoredConnection } from '#main/store/grid/grid-store.ts';
import type { Stores } from '#main/store/stores.ts';
import { createServiceCalls, type GridProgress, INTERVALS_MS, isRequestDue, type SyncRun } from './sync-run.ts';
import { storedBackoff } from './host-backoff.ts';
import { type Listing, listTarget, storeListing } from './listing.ts';
import { type EventSync, syncEvents, type WantedPeriods } from './sync-events.ts';
import { syncPayouts, syncReceipts } from './sync-receipts.ts';

/** The scope of a synchronisation, and its observers. */
export interface SyncOptions extends WantedPeriods {
  /** Also repeats requests that are not due. */
  readonly isFresh: boolean;
  /** Sends only requests that are due, and skips hosts that are backing off. */
  readonly isBackground?: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly progress?: (progress: GridProgress) => void;
}

/** The number of nodes per query for facts. */
const NODES_PER_QUERY = 500;
const FACTS_REQUEST = 'facts of nodes';

/** @throws FarmerError CONFLICT where nothing is connected */
export function requireConnection(stores: Stores): StoredConnection {
  const connection = stores.grid.connection();
  if (connection === undefined || !connection.isOn) {
    throw new FarmerError('CONFLICT', message('grid:core.notConnected'), { hint: message('grid:core.connectFirst') });
  }
  return connection;
}

/** A node that the farmer removed stays removed, even when it is still listed. */
function withoutRemoved(stores: Stores, listing: Listing): Listing {
  const removed = new Set(
    stores.nodes
      .list({ withDeleted: true })
      .flatMap(({ deletedAtMs, grid }) => (deletedAtMs === null ? [] : grid.nodeId)),
  );
  const isKept = (nodeId: number) => !removed.has(nodeId) || stores.nodes.byGridNode(nodeId) !== undefined;
  return { ...listing, nodes: listing.nodes.filter(({ node }) => isKept(node.nodeId)) };
}

/**
 * Updates the list of nodes and their state.
 * @returns whether anything is new
 */
async function syncListing(run: SyncRun, { importId, targets }: StoredConnection): Promise<boolean> {
  const { stores, nowMs, note } = run;
  const { directory } = run.services;
  const known = isRequestDue(run, 'farms')
    ? null
    : stores.grid.farms().map(({ id, ...farm }) => ({ farmId: id, ...farm }));
  let rowCount = 0;
  for (const target of targets) {
    run.signal?.throwIfAborted();
    const listing = await listTarget(directory, target, known);
    stores.transaction(() => {
      const taken = storeListing(stores, importId, withoutRemoved(stores, listing), nowMs());
      stores.imports.addRows(importId, taken.imported);
      rowCount += taken.rowCount;
    });
    for (const { position, reason } of listing.rejected) {
      note({
        source: directory.name,
        code: 'BAD_ENTRY',
        message: message('grid:core.badEntryAt', { position, reason }),
      });
    }
  }
  stores.grid.noteAsked('nodes', nowMs(), null);
  if (known === null) stores.grid.noteAsked('farms', nowMs(), null);
  return rowCount > 0;
}

/**
 * Fetches what only the chain has: the connection price of a node and whether it is virtual, its twin, and the
 * policies.
 */
async function syncFacts(run: SyncRun, indexer: GridIndexer, importId: number): Promise<void> {
  const { stores, nowMs, isFresh } = run;
  const numbers = stores.grid.followed().map(({ gridNodeId }) => gridNodeId);
  const asked = stores.grid.lastAsked(FACTS_REQUEST);
  const isAsked =
    asked !== undefined && nowMs() - asked.askedAtMs < INTERVALS_MS.facts && asked.answer === String(numbers.length);
  if (isAsked && !isFresh) {
    return;
  }
  for (let from = 0; from < numbers.length; from += NODES_PER_QUERY) {
    const { nodes } = readGridNodes(await indexer.nodes(numbers.slice(from, from + NODES_PER_QUERY)));
    stores.transaction(() => addListedNodes(stores, importId, nodes, nowMs()));
  }
  const twinIds = [
    ...new Set(stores.grid.followed().flatMap(({ nodeId }) => stores.nodes.get(nodeId)?.grid.twinId ?? [])),
  ];
  for (let from = 0; from < twinIds.length; from += NODES_PER_QUERY) {
    const twins = await indexer.twins(twinIds.slice(from, from + NODES_PER_QUERY));
    const atS = Math.floor(nowMs() / 1000);
    stores.transaction(() => twins.forEach((twin) => stores.gridTerms.noteTwin(twin, atS)));
  }
  const { farming, pricing } = await indexer.policies();
  stores.transaction(() => {
    for (const policy of farming) stores.gridTerms.savePolicy(policy);
    for (const { id, dedicatedDiscountPercent } of pricing) stores.gridTerms.savePricing(id, dedicatedDiscountPercent);
  });
  stores.grid.noteAsked(FACTS_REQUEST, nowMs(), String(numbers.length));
}

async function syncChain(
  run: SyncRun,
  indexer: GridIndexer,
  connection: StoredConnection,
  wanted: WantedPeriods,
): Promise<EventSync> {
  await syncFacts(run, indexer, connection.importId);
  const found = await syncEvents(run, indexer, connection.importId, wanted);
  const { stores } = run;
  stores.transaction(() => {
    const current = stores.grid.connection();
    if (current !== undefined) {
      stores.grid.saveConnection({ ...current, height: found.height, asOfS: found.asOfS });
    }
    stores.grid.noteAsked('events', run.nowMs(), null);
  });
  return found;
}

/** The results of the services in order; null for one that failed or was not contacted. */
interface ServiceResults {
  listing: boolean | null;
  chain: EventSync | null;
  receipts: number | null;
  payouts: number | null;
  isStopped: boolean;
}

async function callServices(
  run: SyncRun,
  connection: StoredConnection,
  attempt: ReturnType<typeof createServiceCalls>['attempt'],
  wanted: WantedPeriods,
): Promise<ServiceResults> {
  const { directory, graphql, receipts, horizon } = run.services;
  const brought: ServiceResults = { listing: null, chain: null, receipts: null, payouts: null, isStopped: false };
  try {
    if (isRequestDue(run, 'nodes')) {
      run.progress({ part: 'nodes', share: null, events: 0 });
      brought.listing = await attempt(directory.name, () => syncListing(run, connection));
    }
    if (isRequestDue(run, 'events')) {
      if (graphql === null) run.stores.grid.noteAsked('events', run.nowMs(), null);
      else brought.chain = await attempt('graphql', () => syncChain(run, graphql, connection, wanted));
    }
    if (isRequestDue(run, 'receipts')) {
      run.stores.grid.noteAsked('receipts', run.nowMs(), null);
      if (receipts !== null) {
        brought.receipts = await attempt('receipts', () => syncReceipts(run, receipts, connection.importId));
      }
      if (horizon !== null) brought.payouts = await attempt('horizon', () => syncPayouts(run, horizon));
    }
  } catch (error) {
    // Everything stored before the stop remains, and the next synchronisation continues from there.
    if (run.signal?.aborted !== true) throw error;
    brought.isStopped = true;
  }
  return brought;
}

/**
 * Imports what the grid recorded since the last synchronisation, service by service. A problem of one service is
 * recorded and does not stop the others. The caller must hold the synchronisation lock.
 * @throws FarmerError CONFLICT when nothing is connected
 */
export async function syncOnce(context: AppContext, options: SyncOptions): Promise<GridSync> {
  const stores = await context.stores();
  const connection = requireConnection(stores);
  const { nowMs } = context;
  const { isFresh, isBackground = false, signal, progress = () => undefined } = options;
  const rests = storedBackoff(stores, nowMs, isBackground, Math.random);
  const services = (await context.grid()).services(connection.network, connection.addresses, { rests, signal });
  const { attempt, note, outcome } = createServiceCalls(stores, services, nowMs);
  const run: SyncRun = { stores, services, nowMs, isFresh, isBackground, signal, progress, note };
  const { listing, chain, receipts, payouts, isStopped } = await callServices(run, connection, attempt, options);
  const isNew = listing === true || chain !== null || (receipts ?? 0) + (payouts ?? 0) > 0;
  for (const topic of isNew ? (['nodes', 'uptime', 'data', 'grid'] as const) : (['grid'] as const)) {
    context.events.publish(topic);
  }
  return {
    nodes: stores.grid.followed().length,
    events: chain?.events ?? 0,
    receipts: receipts ?? 0,
    payments: payouts ?? 0,
    height: chain?.height ?? connection.height,
    asOfS: chain?.asOfS ?? connection.asOfS,
    isStopped,
    ...outcome(),
  };
}
