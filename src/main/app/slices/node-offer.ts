import { DEFAULT_SLICE_DEFINITION, SLICE_DEFINITION_IDS, sliceDefinition } from '#shared/domain/slices/definitions.ts';
import {
  equalPartLayouts,
  type Layout,
  layoutByDefinition,
  type LayoutLimits,
  layoutOfGroups,
  type SliceGroup,
} from '#shared/domain/slices/layout.ts';
import { findNodeModel } from '#shared/domain/slices/node-models.ts';
import type { PackableNode } from '#shared/domain/slices/packable-node.ts';
import type { OwnBand } from '#shared/domain/slices/prices/band.ts';
import type { Resources } from '#shared/domain/hardware/resources.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { DEFAULT_SLICE_PLAN, type PassmarkFact, type SlicePlan } from '#shared/contract/slices/slices.ts';
import { Decimal } from '#shared/decimal.ts';
import { FarmerError, invalidInput } from '#shared/errors.ts';
import { phrase } from '#shared/phrase.ts';
import { passmarkOf } from '#main/app/hardware/node-passmark.ts';
import type { Stores } from '#main/store/stores.ts';

/** A node as it is cut and sold: everything that slices, prices and bids begin with. */
export interface NodeOffer {
  readonly node: FarmNode;
  readonly plan: SlicePlan;
  readonly passmark: PassmarkFact | null;
  readonly packable: PackableNode;
  readonly layout: Layout;
  readonly ownBand: OwnBand | null;
}

function resourcesUnknown(node: FarmNode): FarmerError {
  return new FarmerError(
    'HARDWARE_UNAVAILABLE',
    phrase('The hardware of "{{name}}" is not known, so it cannot be cut.', { name: node.name }),
    {
      hint: 'Read this machine ("farmer check --record"), or type in what the node brings.',
      details: { node: node.id },
    },
  );
}

/** What a node brings, as far as slices are cut from it. */
export function packableOf(resources: Resources, plan: SlicePlan, passmark: PassmarkFact | null): PackableNode {
  return {
    cores: resources.cru,
    memoryBytes: resources.mruBytes,
    ssdBytes: resources.sruBytes,
    passmark: passmark?.value ?? null,
    gpus: plan.gpus,
    bandwidthMbit: plan.bandwidthMbit,
  };
}

/** The plan's own limits, for layouts that no definition governs. */
export function limitsOf({ limits }: SlicePlan): LayoutLimits {
  return {
    reserveMemoryGib: new Decimal(limits.reserveMemoryGib),
    reserveSsdShare: new Decimal(limits.reserveSsdShare),
    coreOversubscription: new Decimal(limits.coreOversubscription),
  };
}

/** The groups that the farmer or the solver put together. */
export function customGroups({ customGroups: groups }: SlicePlan): readonly SliceGroup[] {
  return groups.map((group) => ({
    count: group.count,
    kind: {
      id: group.id,
      gpus: group.gpus,
      amounts: {
        cores: new Decimal(group.cores),
        memoryGib: new Decimal(group.memoryGib),
        ssdGib: new Decimal(group.ssdGib),
        passmark: new Decimal(group.passmark),
      },
    },
  }));
}

/** The most slices of the plan, or of the published machine that it names. */
function mostSlices(plan: SlicePlan): number | null {
  return plan.maxSlices ?? (plan.model === null ? null : (findNodeModel(plan.model)?.maxSlices ?? null));
}

/** The layout by one of the public definitions. @throws FarmerError INVALID_INPUT without the PassMark it needs */
export function definitionLayout(id: string, packable: PackableNode, plan: SlicePlan): Layout {
  return layoutByDefinition(sliceDefinition(id), packable, mostSlices(plan));
}

function finestParts(packable: PackableNode, plan: SlicePlan): Layout {
  const finest = equalPartLayouts(packable, limitsOf(plan)).at(-1);
  if (finest === undefined) {
    throw new Error('A node has no whole.');
  }
  return finest;
}

/** Definitions to cut by when the farmer chose none; the second asks for no PassMark. */
const AUTOMATIC_DEFINITIONS = [DEFAULT_SLICE_DEFINITION, 'mycelium'] as const;

/** Without a choice: the first definition that gives any slice, or else the smallest equal parts worth selling. */
function automaticLayout(packable: PackableNode, plan: SlicePlan): Layout {
  const known = AUTOMATIC_DEFINITIONS.filter(
    (id) => packable.passmark !== null || sliceDefinition(id).least.passmark === '0',
  );
  const layouts = known.map((id) => definitionLayout(id, packable, plan));
  return layouts.find((layout) => layout.sliceCount > 0) ?? finestParts(packable, plan);
}

/**
 * The layout that a plan names.
 * @throws FarmerError INVALID_INPUT when the node cannot be cut that way
 */
export function chosenLayout(packable: PackableNode, plan: SlicePlan): Layout {
  if (plan.layout === 'auto') {
    return automaticLayout(packable, plan);
  }
  if (plan.layout === 'custom') {
    return layoutOfGroups('custom', packable, customGroups(plan), limitsOf(plan));
  }
  if (SLICE_DEFINITION_IDS.some((id) => id === plan.layout)) {
    return definitionLayout(plan.layout, packable, plan);
  }
  const parts = equalPartLayouts(packable, limitsOf(plan)).find((layout) => layout.id === plan.layout);
  if (parts === undefined) {
    throw invalidInput(
      'The node cannot be cut into so many parts.',
      'A part has at least 4 GiB and one core; take fewer.',
      { field: 'layout' },
    );
  }
  return parts;
}

/**
 * Everything that slices, prices and bids of a node begin with.
 * @throws FarmerError HARDWARE_UNAVAILABLE while its resources are not known, INVALID_INPUT when its plan does not fit it
 */
export function offerOf(
  stores: Stores,
  node: FarmNode,
  plan = stores.slices.plan(node.id) ?? DEFAULT_SLICE_PLAN,
): NodeOffer {
  if (node.resources === null) {
    throw resourcesUnknown(node);
  }
  const passmark = passmarkOf(stores, node.id, plan);
  const packable = packableOf(node.resources, plan, passmark);
  const ownBand = plan.model === null ? null : (findNodeModel(plan.model)?.ownBand ?? null);
  return { node, plan, passmark, packable, ownBand, layout: chosenLayout(packable, plan) };
}
