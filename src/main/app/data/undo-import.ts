import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { assertNothingPromised } from '#main/app/nodes/nodes.ts';
import { undoGridFacts, undoGridNumber } from '#main/app/nodes/node-import.ts';
import { applyReceiptTerms } from '#main/app/uptime/node-receipts.ts';
import type { Stores } from '#main/store/stores.ts';

/**
 * Undoes an import: its rows, the nodes that only it added, and its changes to other nodes.
 * @returns the number of deleted rows
 */
export function undoImport(stores: Stores, id: number, nowMs: number): number {
  const { imports, nodes } = stores;
  const undone = imports.get(id);
  if (undone === undefined) {
    throw new FarmerError('NOT_FOUND', message('data:core.importUnknown', { id }), {
      hint: message('data:core.seeImports'),
    });
  }
  if (undone.kind === 'grid') stores.grid.forget();
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
    } else if (undone.kind === 'nodes' || undone.kind === 'grid') {
      undoGridFacts(stores, node, before, nowMs);
      applyReceiptTerms(stores, nodeId, nowMs);
    } else if (undone.kind === 'uptime' && before !== null && !imports.isNamedByOthers(id, nodeId)) {
      undoGridNumber(stores, node, before, nowMs);
    }
  }
  return rowCount === 0 ? changed : rowCount;
}
