import { implement } from '@orpc/server';
import { type BandedPrices, bandedPrices } from '#shared/domain/slices/prices/band.ts';
import { totalCostMonth } from '#shared/domain/slices/prices/floor.ts';
import { SLICE_DEFINITION_IDS, SLICE_DEFINITIONS, sliceDefinition } from '#shared/domain/slices/definitions.ts';
import { equalPartLayouts } from '#shared/domain/slices/layout.ts';
import { askMixedLayout, LAYOUT_GOALS, readMixedLayout } from '#shared/domain/slices/mixed-layout.ts';
import { findNodeModel, modelAsNode, NODE_MODELS, type NodeModel } from '#shared/domain/slices/node-models.ts';
import { packNode, type Packing, slicedMemoryGib } from '#shared/domain/slices/packing.ts';
import { standardKinds } from '#shared/domain/slices/standard-kinds.ts';
import { DEFAULT_SLICE_PLAN, type SlicePlan, slicePlanSchema, slicesContract } from '#shared/contract/slices/slices.ts';
import { FarmerError } from '#shared/errors.ts';
import { phrase } from '#shared/phrase.ts';
import type { AppContext } from '#main/app/context.ts';
import { amountsToWire, bandToWire, layoutToWire } from './layout-wire.ts';
import { costsOf, costsToWire } from './node-costs.ts';
import { definitionLayout, limitsOf, type NodeOffer, offerOf } from './node-offer.ts';
import { reservedSlices } from './reserved-slices.ts';
import { findSoldNode } from '#main/app/nodes/find-node.ts';

/** How long the solver may look for one mixed layout. */
const LAYOUT_LIMIT_MS = 1000;

function packingToWire(packing: Packing, prices: BandedPrices) {
  return {
    definition: packing.definition.id,
    count: packing.count,
    perSlice: amountsToWire(packing.perSlice),
    unused: amountsToWire(packing.unused),
    reserve: amountsToWire(packing.reserve),
    bounds: [...packing.bounds],
    binding: packing.binding,
    priceMonth: bandToWire(prices.month),
    priceHour: bandToWire(prices.hour),
    incomeMonth: bandToWire(prices.incomeMonth),
  };
}

function modelNamed(name: string | null): NodeModel | null {
  const model = name === null ? null : findNodeModel(name);
  if (name !== null && model === null) {
    throw new FarmerError('NOT_FOUND', phrase('There is no published machine "{{name}}".', { name }), {
      hint: phrase('Use one of {{known}}, or leave the model out.', {
        known: NODE_MODELS.map((entry) => entry.name).join(', '),
      }),
    });
  }
  return model;
}

async function planToWire(context: AppContext, offer: NodeOffer) {
  const stores = await context.stores();
  const costs = await costsOf(context, offer);
  const { node, plan, passmark, packable, layout, ownBand } = offer;
  return {
    node: { id: node.id, name: node.name, resources: packable },
    plan,
    passmark,
    layout: layoutToWire(layout, { costMonthUsd: totalCostMonth(costs), ownBand, isOptimal: null }),
    costs: costsToWire(costs),
    reservedSlices: reservedSlices(stores, node.id, context.nowMs()),
  };
}

/** What decides which slices a node has: none of it may change under an accepted bid. */
function cutOf(offer: NodeOffer): string {
  return JSON.stringify(
    offer.layout.groups.map(({ kind, count }) => [kind.id, count, amountsToWire(kind.amounts), kind.gpus]),
  );
}

function layoutInUse(slices: number): FarmerError {
  return new FarmerError(
    'CONFLICT',
    phrase('The layout stays as it is: {{slices}} of its slices are promised to accepted bids.', { slices }),
    {
      hint: 'Wait until they end, or take the accepts back first.',
      details: { slices },
    },
  );
}

/** Stores a changed plan, unless it would take slices from under accepted bids. */
async function updatePlan(context: AppContext, nodeId: number, patch: Partial<SlicePlan>): Promise<NodeOffer> {
  const stores = await context.stores();
  const nowMs = context.nowMs();
  const offer = stores.transaction(() => {
    const node = findSoldNode(stores, nodeId);
    const before = stores.slices.plan(nodeId) ?? DEFAULT_SLICE_PLAN;
    const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
    const after = offerOf(stores, node, slicePlanSchema.parse({ ...before, ...given }));
    const reserved = reservedSlices(stores, nodeId, nowMs);
    if (reserved > 0 && cutOf(after) !== cutOf(offerOf(stores, node, before))) {
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
      const question = askMixedLayout(goal, packable, standardKinds(), limitsOf(plan));
      return readMixedLayout(question, await compute.solve(question.program, LAYOUT_LIMIT_MS));
    }),
  );
}

async function listLayouts(context: AppContext, nodeId: number) {
  const stores = await context.stores();
  const offer = offerOf(stores, findSoldNode(stores, nodeId));
  const { packable, plan, ownBand, layout } = offer;
  const costMonthUsd = totalCostMonth(await costsOf(context, offer));
  const needsPassmark = packable.passmark === null;
  const definitions = SLICE_DEFINITION_IDS.filter((id) => !needsPassmark || sliceDefinition(id).least.passmark === '0');
  const plain = [
    ...definitions.map((id) => definitionLayout(id, packable, plan)),
    ...equalPartLayouts(packable, limitsOf(plan)),
    ...(layout.id === 'custom' ? [layout] : []),
  ];
  const mixed = await mixedLayouts(context, offer);
  return {
    layouts: [
      ...plain.map((entry) => layoutToWire(entry, { costMonthUsd, ownBand, isOptimal: null })),
      ...mixed.map((entry) => layoutToWire(entry.layout, { costMonthUsd, ownBand, isOptimal: entry.isOptimal })),
    ],
    chosen: layout.id,
    needsPassmark,
  };
}

const area = implement(slicesContract).$context<AppContext>();

export default area.router({
  definitions: area.definitions.handler(() => ({
    definitions: SLICE_DEFINITIONS.map((definition) => ({ ...definition })),
    models: NODE_MODELS.map((model) => ({
      name: model.name,
      costUsd: model.costUsd,
      node: modelAsNode(model),
      maxSlices: model.maxSlices,
    })),
  })),
  compute: area.compute.handler(({ input }) => {
    const model = modelNamed(input.model);
    const maxSlices = input.maxSlices ?? model?.maxSlices ?? null;
    const packing = packNode(sliceDefinition(input.definition), input.node, maxSlices);
    const prices = bandedPrices(slicedMemoryGib(packing), packing.count, model?.ownBand ?? null);
    return packingToWire(packing, prices);
  }),
  getPlan: area.getPlan.handler(async ({ input, context }) => {
    const stores = await context.stores();
    return planToWire(context, offerOf(stores, findSoldNode(stores, input.nodeId)));
  }),
  updatePlan: area.updatePlan.handler(async ({ input, context }) => {
    modelNamed(input.patch.model ?? null);
    return planToWire(context, await updatePlan(context, input.nodeId, input.patch as Partial<SlicePlan>));
  }),
  listLayouts: area.listLayouts.handler(({ input, context }) => listLayouts(context, input.nodeId)),
  measurePassmark: area.measurePassmark.handler(async ({ input, context }) =>
    (await context.compute()).measurePassmark(input.seconds),
  ),
});
