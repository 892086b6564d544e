import { implement } from '@orpc/server';
import { costsContract } from '#shared/contract/nodes/costs.ts';
import type { AppContext } from '#main/app/context.ts';
import { takeCostTable, writeCostTable } from './cost-table.ts';

const area = implement(costsContract).$context<AppContext>();

export default area.router({
  export: area.export.handler(async ({ input: { ids }, context }) => {
    const wanted = ids === null ? null : new Set(ids);
    const all = (await context.stores()).nodes.list();
    const nodes = wanted === null ? all : all.filter(({ id }) => wanted.has(id));
    return { csv: writeCostTable(nodes), rows: nodes.length };
  }),
  import: area.import.handler(async ({ input: { csv }, context }) => {
    const stores = await context.stores();
    const taken = stores.transaction(() => takeCostTable(stores, csv, context.nowMs()));
    if (taken.updated.length > 0) context.events.publish('nodes');
    return taken;
  }),
});
