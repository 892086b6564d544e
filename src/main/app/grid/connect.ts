import type {
  ConnectInput,
  GridAddresses,
  GridConnection,
  GridNetwork,
  GridTarget,
} from '#shared/contract/grid/grid.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { AppContext } from '#main/app/context.ts';
import type { StoredConnection } from '#main/store/grid/grid-store.ts';
import type { Stores } from '#main/store/stores.ts';
import { type Listing, listTarget, storeListing } from './listing.ts';

/** Node numbers are unique only within a network, so networks must not be mixed. */
function assertSameNetwork(stores: Stores, network: GridNetwork): void {
  const known = stores.grid.connection();
  if (known !== undefined && known.network !== network) {
    throw new FarmerError('CONFLICT', message('grid:core.otherNetwork', { network: known.network }), {
      hint: message('grid:core.forgetFirst'),
    });
  }
}

function assertFound({ farms, nodes, rejected }: Listing, network: GridNetwork): void {
  const [bad] = rejected;
  if (farms.length + nodes.length > 0) {
    return;
  }
  throw new FarmerError(
    'NOT_FOUND',
    bad === undefined
      ? message('grid:core.nothingThere', { network })
      : message('grid:core.badEntry', { reason: bad.reason }),
    { hint: message('grid:core.checkNumber') },
  );
}

function isSameTarget(a: GridTarget, b: GridTarget): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** New addresses replace those given before. */
function withAddresses(known: GridAddresses | undefined, given: GridAddresses): GridAddresses {
  const of = (name: keyof GridAddresses) => given[name] ?? known?.[name] ?? null;
  return {
    proxy: of('proxy'),
    graphql: of('graphql'),
    receipts: of('receipts'),
    horizon: of('horizon'),
    registrar: of('registrar'),
  };
}

function connectionFor(stores: Stores, { target, network, addresses }: ConnectInput, nowMs: number): StoredConnection {
  const known = stores.grid.connection();
  const others = (known?.targets ?? []).filter((other) => known?.isOn === true && !isSameTarget(other, target));
  return {
    height: null,
    asOfS: null,
    importId: stores.imports.begin('grid', network, nowMs),
    ...known,
    network,
    addresses,
    targets: [...others, target],
    isOn: true,
  };
}

/**
 * Starts following the nodes of a target.
 * @throws FarmerError GRID_SOURCE_FAILED when the service that lists nodes does not answer, NOT_FOUND when it lists
 * none, CONFLICT when another network is already connected
 */
export async function connectGrid(context: AppContext, input: ConnectInput): Promise<GridConnection> {
  const stores = await context.stores();
  assertSameNetwork(stores, input.network);
  const current = stores.grid.connection();
  const addresses = withAddresses(current?.isOn === true ? current.addresses : undefined, input.addresses);
  const { directory } = (await context.grid()).services(input.network, addresses);
  const listing = await listTarget(directory, input.target);
  assertFound(listing, input.network);
  const nowMs = context.nowMs();
  const nodes = stores.transaction(() => {
    assertSameNetwork(stores, input.network);
    const known = stores.grid.connection();
    if (known?.isOn === false) {
      stores.grid.unfollowAll();
    }
    const connection = connectionFor(stores, { ...input, addresses }, nowMs);
    const taken = storeListing(stores, connection.importId, listing, nowMs);
    stores.imports.addRows(connection.importId, taken.rowCount);
    stores.grid.saveConnection(connection);
    stores.grid.noteSuccess(directory.name, directory.source.url(), Math.floor(nowMs / 1000));
    return taken.nodes;
  });
  for (const topic of ['nodes', 'grid', 'data'] as const) context.events.publish(topic);
  return {
    network: input.network,
    farms: listing.farms.map(({ farmId, name }) => ({ id: farmId, name })),
    nodes: nodes.flatMap(({ id, name, grid }) => (grid.nodeId === null ? [] : [{ id, nodeId: grid.nodeId, name }])),
  };
}
