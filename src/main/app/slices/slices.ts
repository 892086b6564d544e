import { implement } from '@orpc/server';
import { SLICE_DEFINITION_IDS } from '#shared/domain/slices/constants.ts';
import { sliceDefinition } from '#shared/domain/slices/definitions.ts';
import { equalPartLayouts, priceLayout } from '#shared/domain/slices/layout.ts';
import {
  createMixedLayoutQuestion,
  LAYOUT_GOALS,
  readMixedLayout,
  standardKinds,
} from '#shared/domain/slices/mixed-layout.ts';
import { findNodeModel, NODE_MODELS, type NodeModel } from '#shared/domain/slices/node-models.ts';
import { packNode, slicedMemoryGib } from '#shared/domain/slices/packing.ts';
import { bandedPrices } from '#shared/domain/slices/prices/band.ts';
import { DEFAULT_SLICE_PLAN, type SlicePlan, slicePlanSchema, slicesContract } from '#shared/contract/slices/slices.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { AppContext } from '#main/app/context.ts';
import { findSoldNode } from '#main/app/nodes/find-node.ts';
import { computeNodeCosts } from './node-costs.ts';
import { buildOffer, countReservedSlices, definitionLayout, type NodeOffer } from './node-offer.ts';

/** Time limit of the solver for one mixed layout. */
const LAYOUT_LIMIT_MS = 1000;

function requireModel(name: string | null): NodeModel | null {
  const model = name === null ? null : findNodeModel(name);
  if (name !== null && model === null) {
    throw new FarmerError('NOT_FOUND', message('slices:core.machineUnknown', { name }), {
      hint: message('slices:core.useKnownModelOrNone', {
        known: NODE_MODELS.map((entry) => entry.name).join(', '),
      }),
    });
  }
  return model;
}

async function describePlan(context: AppContext, offer: NodeOffer) {
  const stores = await context.stores();
  const costs = await computeNodeCosts(context, offer);
  const { node, plan, passmark, packable, layout, ownBand } = offer;
  return {
    node: { id: node.id, name: node.name, resources: packable },
    plan,
    passmark,
    layout: priceLayout(layout, { costMonthUsd: costs.totalUsd, ownBand, isOptimal: null }),
    costs,
    reservedSlices: countReservedSlices(stores, node.id, context.nowMs()),
  };
}

function layoutInUse(slices: number): FarmerError {
  return new FarmerError('CONFLICT', message('slices:core.layoutPromised', { slices }), {
    hint: message('app:core.waitOrTakeAcceptsBack'),
    details: { slices },
  });
}

/** Stores a changed plan, unless it would change the slices of a node with accepted bids. */
async function updatePlan(context: AppContext, nodeId: number, patch: Partial<SlicePlan>): Promise<NodeOffer> {
  const stores = await context.stores();
  const nowMs = context.nowMs();
  const offer = stores.transaction(() => {
    const node = findSoldNode(stores, nodeId);
    const before = stores.slices.plan(nodeId) ?? DEFAULT_SLICE_PLAN;
    const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
    const after = buildOffer(stores, node, slicePlanSchema.parse({ ...before, ...given }));
    const reserved = countReservedSlices(stores, nodeId, nowMs);
    if (
      reserved > 0 &&
      JSON.stringify(after.layout.groups) !== JSON.stringify(buildOffer(stores, node, before).layout.groups)
    ) {
      throw layoutInUse(reserved);
    }
    stores.slices.savePlan(nodeId, after.plan, nowMs);
    return after;
  });
  for (const topic of ['slices', 'bids'] as const) {
    context.events.publish(topic);
  }
  return offer;
}

async function mixedLayouts(context: AppContext, { packable, plan }: NodeOffer) {
  const compute = await context.compute();
  return Promise.all(
    LAYOUT_GOALS.map(async (goal) => {
      const question = createMixedLayoutQuestion(goal, packable, standardKinds(), plan.limits);
      return readMixedLayout(question, await compute.solve(question.program, LAYOUT_LIMIT_MS));
    }),
  );
}

async function listLayouts(context: AppContext, nodeId: number) {
  const stores = await context.stores();
  const offer = buildOffer(stores, findSoldNode(stores, nodeId));
  const { packable, plan, ownBand, layout } = offer;
  const { totalUsd: costMonthUsd } = await computeNodeCosts(context, offer);
  const needsPassmark = packable.passmark === null;
  const definitions = SLICE_DEFINITION_IDS.filter((id) => !needsPassmark || sliceDefinition(id).least.passmark === '0');
  const unsolved = [
    ...definitions.map((id) => definitionLayout(id, packable, plan)),
    ...equalPartLayouts(packable, plan.limits),
    ...(layout.id === 'custom' ? [layout] : []),
  ];
  const mixed = await mixedLayouts(context, offer);
  return {
    layouts: [
      ...unsolved.map((entry) => priceLayout(entry, { costMonthUsd, ownBand, isOptimal: null })),
      ...mixed.map((entry) => priceLayout(entry.layout, { costMonthUsd, ownBand, isOptimal: entry.isOptimal })),
    ],
    chosen: layout.id,
    needsPassmark,
  };
}

const area = implement(slicesContract).$context<AppContext>();

export default area.router({
  compute: area.compute.handler(({ input }) => {
    const model = requireModel(input.model);
    const maxSlices = input.maxSlices ?? model?.maxSlices ?? null;
    const packing = packNode(sliceDefinition(input.definition), input.node, maxSlices);
    return { ...packing, ...bandedPrices(slicedMemoryGib(packing), packing.count, model?.ownBand ?? null) };
  }),
  getPlan: area.getPlan.handler(async ({ input, context }) => {
    const stores = await context.stores();
    return describePlan(context, buildOffer(stores, findSoldNode(stores, input.nodeId)));
  }),
  updatePlan: area.updatePlan.handler(async ({ input, context }) => {
    requireModel(input.patch.model ?? null);
    return describePlan(context, await updatePlan(context, input.nodeId, input.patch as Partial<SlicePlan>));
  }),
  listLayouts: area.listLayouts.handler(({ input, context }) => listLayouts(context, input.nodeId)),
  measurePassmark: area.measurePassmark.handler(async ({ input, context }) =>
    (await context.compute()).measurePassmark(input.seconds),
  ),
});
