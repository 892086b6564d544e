import { DEFAULT_SLICE_DEFINITION, SLICE_DEFINITION_IDS } from '#shared/domain/slices/constants.ts';
import { sliceDefinition } from '#shared/domain/slices/definitions.ts';
import { customLayout, equalPartLayouts, layoutByDefinition, totalAmounts } from '#shared/domain/slices/layout.ts';
import { findNodeModel } from '#shared/domain/slices/node-models.ts';
import type { OwnBand } from '#shared/domain/slices/prices/band.ts';
import type { Resources } from '#shared/domain/hardware/resources.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import {
  DEFAULT_SLICE_PLAN,
  type Layout,
  type PackableNode,
  type PassmarkFact,
  type SlicePlan,
} from '#shared/contract/slices/slices.ts';
import { FarmerError, invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { passmarkOf } from '#main/app/hardware/node-passmark.ts';
import type { Stores } from '#main/store/stores.ts';

/** A node with its slices: the input of everything about slices, prices and bids. */
export interface NodeOffer {
  readonly node: FarmNode;
  readonly plan: SlicePlan;
  readonly passmark: PassmarkFact | null;
  readonly packable: PackableNode;
  readonly layout: Layout;
  readonly ownBand: OwnBand | null;
}

function resourcesUnknown(node: FarmNode): FarmerError {
  return new FarmerError('HARDWARE_UNAVAILABLE', message('slices:core.hardwareUnknown', { name: node.name }), {
    hint: message('slices:core.readOrTypeMachine'),
    details: { node: node.id },
  });
}

/** The resources of a node that are divided into slices. */
function toPackableNode(resources: Resources, plan: SlicePlan, passmark: PassmarkFact | null): PackableNode {
  return {
    cores: resources.cru,
    memoryBytes: resources.mruBytes,
    ssdBytes: resources.sruBytes,
    passmark: passmark?.value ?? null,
    gpus: plan.gpus,
    bandwidthMbit: plan.bandwidthMbit,
  };
}

/** The maximum number of slices of the plan, or of the published machine that it names. */
function findMaxSlices(plan: SlicePlan): number | null {
  return plan.maxSlices ?? (plan.model === null ? null : (findNodeModel(plan.model)?.maxSlices ?? null));
}

/**
 * The layout by a public slice definition.
 * @throws FarmerError INVALID_INPUT without the PassMark score that it requires
 */
export function definitionLayout(id: string, packable: PackableNode, plan: SlicePlan): Layout {
  return layoutByDefinition(sliceDefinition(id), packable, findMaxSlices(plan));
}

/** The slice definition that needs no PassMark score. */
const WITHOUT_PASSMARK = 'mycelium';

/** The amount of memory that a layout sells, which determines its price and income. */
const memorySold = ({ groups }: Layout) => totalAmounts(groups).memoryGib;

/**
 * The default definition if it yields any slice; otherwise the one that sells more memory of two: the definition
 * without PassMark, and the smallest equal parts worth selling.
 */
function automaticLayout(packable: PackableNode, plan: SlicePlan): Layout {
  const usual = packable.passmark === null ? null : definitionLayout(DEFAULT_SLICE_DEFINITION, packable, plan);
  if (usual !== null && usual.sliceCount > 0) {
    return usual;
  }
  const other = definitionLayout(WITHOUT_PASSMARK, packable, plan);
  const parts = equalPartLayouts(packable, plan.limits).at(-1);
  if (parts === undefined) {
    throw new Error('Every node has at least the layout of one part.');
  }
  return other.sliceCount > 0 && memorySold(other).gte(memorySold(parts)) ? other : parts;
}

/**
 * The layout of a plan.
 * @throws FarmerError INVALID_INPUT when the node cannot be divided that way
 */
function chooseLayout(packable: PackableNode, plan: SlicePlan): Layout {
  if (plan.layout === 'auto') {
    return automaticLayout(packable, plan);
  }
  if (plan.layout === 'custom') {
    return customLayout(packable, plan.customGroups, plan.limits);
  }
  if (SLICE_DEFINITION_IDS.some((id) => id === plan.layout)) {
    return definitionLayout(plan.layout, packable, plan);
  }
  const parts = equalPartLayouts(packable, plan.limits).find((layout) => layout.id === plan.layout);
  if (parts === undefined) {
    throw invalidInput(message('slices:core.tooManyParts'), message('slices:core.takeFewerParts'), {
      field: 'layout',
    });
  }
  return parts;
}

/**
 * A node with its slices.
 * @throws FarmerError HARDWARE_UNAVAILABLE while its resources are unknown, INVALID_INPUT when its plan does not fit it
 */
export function buildOffer(
  stores: Stores,
  node: FarmNode,
  plan = stores.slices.plan(node.id) ?? DEFAULT_SLICE_PLAN,
): NodeOffer {
  if (node.resources === null) {
    throw resourcesUnknown(node);
  }
  const passmark = passmarkOf(plan, stores.hardware.latest(node.id)?.reading);
  const packable = toPackableNode(node.resources, plan, passmark);
  const ownBand = plan.model === null ? null : (findNodeModel(plan.model)?.ownBand ?? null);
  return { node, plan, passmark, packable, ownBand, layout: chooseLayout(packable, plan) };
}

/** The number of slices of a node that are reserved now or later. */
export function countReservedSlices(stores: Stores, nodeId: number, nowMs: number): number {
  return stores.bids
    .reservations()
    .filter((entry) => entry.nodeId === nodeId && entry.endS * 1000 > nowMs)
    .reduce((sum, entry) => sum + entry.slices, 0);
}
