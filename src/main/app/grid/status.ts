import { GRID_SOURCES, type GridSource, type GridSourceName, PUBLISHED_ADDRESSES } from '#shared/contract/grid/grid.ts';
import type { AppContext } from '#main/app/context.ts';
import type { GridServices } from '#main/grid/grid.ts';
import type { StoredConnection } from '#main/store/grid/grid-store.ts';
import type { Stores } from '#main/store/stores.ts';
import { INTERVALS_MS } from './sync-run.ts';
import { runningSync } from './running-sync.ts';

/** The request that determines when each service is contacted next. */
const REQUESTS = {
  proxy: 'nodes',
  registrar: 'nodes',
  graphql: 'events',
  receipts: 'receipts',
  horizon: 'receipts',
} as const satisfies Record<GridSourceName, keyof typeof INTERVALS_MS>;

/**
 * When a service is contacted next in the background: when its request is due and one of its hosts is not backing off.
 */
function nextTryS(stores: Stores, name: GridSourceName, urls: readonly string[], nowMs: number): number {
  const question = REQUESTS[name];
  const askedMs = stores.grid.lastAsked(question)?.askedAtMs;
  const resting = new Map(stores.gridHosts.list().map(({ host, restUntilMs }) => [host, restUntilMs]));
  const restUntilMs = Math.min(...urls.map((url) => resting.get(new URL(url).host) ?? 0));
  const dueMs = askedMs === undefined ? nowMs : askedMs + INTERVALS_MS[question];
  return Math.ceil(Math.max(dueMs, restUntilMs, stores.grid.restUntilMs(name), nowMs) / 1000);
}

function sourcesOf(
  stores: Stores,
  { isOn }: StoredConnection,
  services: GridServices,
  nowMs: number,
): readonly GridSource[] {
  const isAutomatic = isOn && stores.settings.get('grid').isAutomatic;
  const known = new Map(stores.grid.sources().map((source) => [source.name, source]));
  return GRID_SOURCES.flatMap((name): GridSource[] => {
    const source = services.sourceOf(name);
    if (source === undefined) return [];
    const { urls, url } = source;
    const unasked = { name, url: url(), lastSuccessS: null, lastProblem: null };
    return [{ ...(known.get(name) ?? unasked), nextTryS: isAutomatic ? nextTryS(stores, name, urls, nowMs) : null }];
  });
}

/** The state of the connection, and the last result of each service. */
export async function gridStatus(context: AppContext) {
  const stores = await context.stores();
  const connection = stores.grid.connection();
  const services =
    connection === undefined ? null : (await context.grid()).services(connection.network, connection.addresses);
  return {
    isConnected: connection?.isOn ?? false,
    network: connection?.network ?? null,
    targets: connection?.targets ?? [],
    nodes: stores.grid.followed().length,
    height: connection?.height ?? null,
    asOfS: connection?.asOfS ?? null,
    addresses: connection?.addresses ?? PUBLISHED_ADDRESSES,
    run: runningSync(context),
    sources:
      connection === undefined || services === null ? [] : sourcesOf(stores, connection, services, context.nowMs()),
  };
}
