import { implement, lazy } from '@orpc/server';
import { gridContract } from '#shared/contract/grid/grid.ts';
import { undoImport } from '#main/app/data/undo-import.ts';
import type { AppContext } from '#main/app/context.ts';
import { connectGrid } from './connect.ts';
import { stopSync, syncGrid } from './running-sync.ts';
import { gridStatus } from './status.ts';
import { requireConnection } from './sync.ts';

const area = implement(gridContract).$context<AppContext>();

const grid = area.router({
  connect: area.connect.handler(({ input, context }) => connectGrid(context, input)),
  sync: area.sync.handler(({ input, context, signal }) => syncGrid(context, { ...input, signal })),
  getStatus: area.getStatus.handler(({ context }) => gridStatus(context)),
  stop: area.stop.handler(async ({ context }) => ({ isStopped: await stopSync(context) })),
  setAddresses: area.setAddresses.handler(async ({ input, context }) => {
    const stores = await context.stores();
    const connection = requireConnection(stores);
    // Throws for an address that is not safe to contact.
    (await context.grid()).services(connection.network, input);
    stores.grid.saveConnection({ ...connection, addresses: input });
    context.events.publish('grid');
    return input;
  }),
  disconnect: area.disconnect.handler(async ({ input, context }) => {
    await stopSync(context);
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

export default { ...grid, probes: lazy(() => import('./probes.ts')) };
