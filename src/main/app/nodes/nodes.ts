import { implement } from '@orpc/server';
import { type FarmNode, NODE_DEFAULTS, nodesContract } from '#shared/contract/nodes/nodes.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { Stores } from '#main/store/stores.ts';
import type { AppContext } from '#main/app/context.ts';
import { findNode } from './find-node.ts';
import { addPassportNode } from '#main/app/hardware/machine-node.ts';
import { importFarmerbot, maySleep } from './farmerbot-import.ts';
import { isFarmerbotText } from '#shared/domain/data/file-kinds.ts';
import { listedUse } from './listed-use.ts';
import { importGridNodes } from './node-import.ts';
import { matchNode } from './match-node.ts';
import { assertWatts, patchNode } from './node-patch.ts';
import { periodDays } from './period-days.ts';
import { isPassportText, readPassport } from '#main/app/hardware/passport.ts';
import { countReservedSlices } from '#main/app/slices/node-offer.ts';

/** Only one node can be this machine, and another one may have been added since this one was removed. */
function assertNoOtherThisMachine(stores: Stores, node: FarmNode): void {
  const isTaken = node.kind === 'this-machine' && !node.isDemo && stores.nodes.thisMachine() !== undefined;
  if (isTaken) {
    throw new FarmerError('CONFLICT', message('nodes:core.recordedSinceRemoval'), {
      hint: message('nodes:core.removeNewerFirst'),
      details: { node: node.id },
    });
  }
}

/** A node with accepted bids can be removed only after they end or are withdrawn. */
export function assertNothingPromised(stores: Stores, node: FarmNode, nowMs: number): void {
  const slices = countReservedSlices(stores, node.id, nowMs);
  if (slices > 0) {
    throw new FarmerError('CONFLICT', message('nodes:core.slicesPromised', { name: node.name, slices }), {
      hint: message('app:core.waitOrTakeAcceptsBack'),
      details: { node: node.id, slices },
    });
  }
}

const area = implement(nodesContract).$context<AppContext>();

type Change = (stores: Stores, node: FarmNode, nowMs: number) => void;

/**
 * Changes all of the nodes or none, and publishes the change.
 * @returns the ids without duplicates
 */
async function changeNodes(context: AppContext, ids: readonly number[], change: Change): Promise<number[]> {
  const stores = await context.stores();
  const each = [...new Set(ids)];
  stores.transaction(() => {
    for (const id of each) change(stores, findNode(stores, id), context.nowMs());
  });
  context.events.publish('nodes');
  return each;
}

async function changeNode(context: AppContext, id: number, change: Change): Promise<FarmNode> {
  await changeNodes(context, [id], change);
  return findNode(await context.stores(), id);
}

const removeNode: Change = (stores, node, nowMs) => {
  if (node.deletedAtMs === null) {
    assertNothingPromised(stores, node, nowMs);
    stores.nodes.markDeleted(node.id, nowMs);
  }
};

const restoreNode: Change = (stores, node, nowMs) => {
  if (node.deletedAtMs !== null) {
    assertNoOtherThisMachine(stores, node);
    stores.nodes.undoDelete(node.id, nowMs);
  }
};

/** Handlers of the calls about nodes themselves. */
export default {
  list: area.list.handler(async ({ input, context }) => {
    const { nodes } = await context.stores();
    return { nodes: [...nodes.list(input)] };
  }),
  get: area.get.handler(async ({ input, context }) => findNode(await context.stores(), input.id)),
  listPeriodDays: area.listPeriodDays.handler(async ({ input, context }) => {
    const stores = await context.stores();
    return { nodes: periodDays(stores, input.ids, context.nowMs()) };
  }),
  addPlanned: area.addPlanned.handler(async ({ input, context }) => {
    assertWatts(input.name, input.costs);
    const { nodes } = await context.stores();
    const added = nodes.add(
      { ...NODE_DEFAULTS, ...input, kind: 'planned', isVirtual: null, importSource: null, isDemo: false },
      context.nowMs(),
    );
    context.events.publish('nodes');
    return added;
  }),
  update: area.update.handler(({ input, context }) =>
    changeNode(
      context,
      input.id,
      (stores, node, nowMs) => void stores.nodes.save(patchNode(stores, node, input.patch), nowMs),
    ),
  ),
  updateAll: area.updateAll.handler(async ({ input: { ids, patch }, context }) => ({
    updated: await changeNodes(context, ids, (stores, node, nowMs) => {
      stores.nodes.save(patchNode(stores, node, patch), nowMs);
    }),
  })),
  match: area.match.handler(async ({ input: { id, gridNodeId }, context }) => {
    const stores = await context.stores();
    const matched = stores.transaction(() => matchNode(stores, findNode(stores, id), gridNodeId, context.nowMs()));
    for (const topic of ['nodes', 'slices', 'bids'] as const) context.events.publish(topic);
    return matched;
  }),
  remove: area.remove.handler(({ input, context }) => changeNode(context, input.id, removeNode)),
  undoRemove: area.undoRemove.handler(({ input, context }) => changeNode(context, input.id, restoreNode)),
  removeAll: area.removeAll.handler(async ({ input, context }) => ({
    removed: await changeNodes(context, input.ids, removeNode),
  })),
  undoRemoveAll: area.undoRemoveAll.handler(async ({ input, context }) => ({
    restored: await changeNodes(context, input.ids, restoreNode),
  })),
  getGridFacts: area.getGridFacts.handler(async ({ input, context }) => {
    const stores = await context.stores();
    const node = findNode(stores, input.id);
    const facts = stores.gridFacts.ofNode(node.id);
    return { facts, ...listedUse(stores, node, facts), maySleep: maySleep(stores.gridFacts.farmerbots(), node) };
  }),
  importNodes: area.importNodes.handler(async ({ input: { text, file }, context }) => {
    const nothing = { nodes: [], imported: 0, updated: 0, rejected: [], sleepers: [] };
    if (isPassportText(text)) {
      const node = addPassportNode(await context.stores(), readPassport(text), file, context.nowMs());
      context.events.publish('nodes');
      return { ...nothing, nodes: [node], imported: 1 };
    }
    const stores = await context.stores();
    const outcome = isFarmerbotText(text)
      ? { sleepers: importFarmerbot(stores, await import('yaml'), text, file, context.nowMs()) }
      : importGridNodes(stores, text, file, context.nowMs());
    context.events.publish('nodes');
    context.events.publish('data');
    return { ...nothing, ...outcome };
  }),
};
