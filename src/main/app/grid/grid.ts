import { implement } from '@orpc/server';
import { GRID_SOURCES, type GridSource, gridContract } from '#shared/contract/grid/grid.ts';
import { undoImport } from '#main/app/data/undo-import.ts';
import type { AppContext } from '#main/app/context.ts';
import { connectGrid } from './connect.ts';
import { syncGrid } from './sync.ts';

const area = implement(gridContract).$context<AppContext>();

export default area.router({
  connect: area.connect.handler(({ input, context }) => connectGrid(context, input)),
  sync: area.sync.handler(({ input, context, signal }) => syncGrid(context, { ...input, signal })),
  getStatus: area.getStatus.handler(async ({ context }) => {
    const { grid } = await context.stores();
    const connection = grid.connection();
    const known = new Map(grid.sources().map((source) => [source.name, source]));
    const services =
      connection === undefined ? null : (await context.grid()).services(connection.network, connection.addresses);
    return {
      isConnected: connection?.isOn ?? false,
      network: connection?.network ?? null,
      targets: connection?.targets ?? [],
      nodes: grid.followed().length,
      height: connection?.height ?? null,
      asOfS: connection?.asOfS ?? null,
      sources: GRID_SOURCES.flatMap((name): GridSource[] => {
        const url = services?.[name]?.source.url();
        const unasked = { name, url: url ?? '', lastSuccessS: null, lastProblem: null };
        return url === undefined ? [] : [known.get(name) ?? unasked];
      }),
    };
  }),
  disconnect: area.disconnect.handler(async ({ input, context }) => {
    const stores = await context.stores();
    const rowCount = stores.transaction(() => {
      const connection = stores.grid.connection();
      if (connection === undefined) {
        return 0;
      }
      stores.grid.unfollowAll();
      stores.grid.saveConnection({ ...connection, targets: [], isOn: false });
      return input.forget ? undoImport(stores, connection.importId, context.nowMs()) : 0;
    });
    for (const topic of ['nodes', 'uptime', 'grid', 'data'] as const) context.events.publish(topic);
    return { isDisconnected: true, isForgotten: input.forget, rowCount };
  }),
});
