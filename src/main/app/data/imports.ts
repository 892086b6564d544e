import { implement } from '@orpc/server';
import { importsContract } from '#shared/contract/data/imports.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { assertNothingPromised } from '#main/app/nodes/nodes.ts';
import { takeBackGridFacts } from '#main/app/nodes/node-import.ts';
import { applyReceiptTerms } from '#main/app/uptime/node-receipts.ts';
import type { Stores } from '#main/store/stores.ts';
import type { AppContext } from '#main/app/context.ts';

/** Takes an import back: its rows, the nodes that it alone brought, and what it changed of others. */
function undoImport(stores: Stores, id: number, nowMs: number): number {
  const { imports, nodes } = stores;
  const undone = imports.get(id);
  if (undone === undefined) {
    throw new FarmerError('NOT_FOUND', message('data:core.importUnknown', { id }), {
      hint: message('data:core.seeImports'),
    });
  }
  const brought = imports.nodesOf(id);
  const receiptNodeIds = imports.receiptNodesOf(id);
  const rowCount = imports.takeBack(id);
  for (const change of brought) imports.passOnBefore(id, change);
  imports.finish(id, 0);
  for (const nodeId of receiptNodeIds) applyReceiptTerms(stores, nodeId, nowMs);
  let changed = 0;
  for (const { nodeId, before } of brought) {
    const node = nodes.get(nodeId);
    if (node === undefined || node.deletedAtMs !== null) {
      continue;
    }
    changed += 1;
    if (before === null && !imports.isBroughtByOthers(id, nodeId)) {
      assertNothingPromised(stores, node, nowMs);
      nodes.markDeleted(nodeId, nowMs);
    } else if (undone.kind === 'nodes') {
      takeBackGridFacts(stores, node, before, nowMs);
      applyReceiptTerms(stores, nodeId, nowMs);
    }
  }
  return rowCount === 0 ? changed : rowCount;
}

const area = implement(importsContract).$context<AppContext>();

export default area.router({
  list: area.list.handler(async ({ context }) => ({ imports: (await context.stores()).imports.list() })),
  undo: area.undo.handler(async ({ context, input }) => {
    const stores = await context.stores();
    const rowCount = stores.transaction(() => undoImport(stores, input.id, context.nowMs()));
    for (const topic of ['data', 'nodes', 'uptime'] as const) context.events.publish(topic);
    return { rowCount };
  }),
});
