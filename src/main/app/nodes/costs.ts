import { implement } from '@orpc/server';
import { costsContract } from '#shared/contract/nodes/costs.ts';
import type { AppContext } from '#main/app/context.ts';
import { applyCostTable, writeCostTable } from './cost-table.ts';

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
    const { taken, unchanged, rejected } = stores.transaction(() => applyCostTable(stores, csv, context.nowMs()));
    if (taken.length > 0) context.events.publish('nodes');
    const idsOf = (isNew: boolean) =>
      taken.flatMap(({ node, before }) => ((before === null) === isNew ? [node.id] : []));
    return { added: idsOf(true), updated: idsOf(false), unchanged, rejected };
  }),
});
