import type { PackableNode, Packing, SliceAmounts } from '#shared/contract/slices/slices.ts';
import { Decimal } from '#shared/decimal.ts';
import type { SliceDefinition, SliceShare } from './definitions.ts';
import { totalResources, assertPackable, passmarkMissing } from './packable-node.ts';

/** A packing, with what may be divided among its slices: the node less the reserve, cores times oversubscription. */
export interface PackedNode extends Packing {
  readonly sellable: SliceAmounts;
}

const ZERO = new Decimal(0);
const MAX_SLICES = 1_000_000;

function atLeastZero(value: Decimal): Decimal {
  return value.isNegative() ? ZERO : value;
}

function computeReserve(definition: SliceDefinition, all: SliceAmounts): SliceAmounts {
  return {
    cores: ZERO,
    memoryGib: Decimal.min(all.memoryGib, definition.reserve.memoryGib),
    ssdGib: all.ssdGib.times(definition.reserve.ssdShare),
    passmark: ZERO,
  };
}

function computeSellable(definition: SliceDefinition, all: SliceAmounts, reserve: SliceAmounts): SliceAmounts {
  return {
    cores: all.cores.times(definition.coreOversubscription),
    memoryGib: atLeastZero(all.memoryGib.minus(reserve.memoryGib)),
    ssdGib: atLeastZero(all.ssdGib.minus(reserve.ssdGib)),
    passmark: all.passmark,
  };
}

function countFitting(available: Decimal, least: string): number | null {
  const step = new Decimal(least);
  return step.isZero() ? null : Decimal.min(available.div(step).floor(), MAX_SLICES).toNumber();
}

function computeBounds(
  definition: SliceDefinition,
  node: PackableNode,
  sellable: SliceAmounts,
  maxSlices: number | null,
): Packing['bounds'] {
  const { least } = definition;
  const candidates: readonly { readonly resource: Packing['binding']; readonly count: number | null }[] = [
    { resource: 'memory', count: countFitting(sellable.memoryGib, least.memoryGib) },
    { resource: 'passmark', count: countFitting(sellable.passmark, least.passmark) },
    { resource: 'cores', count: countFitting(sellable.cores, least.cores) },
    { resource: 'ssd', count: countFitting(sellable.ssdGib, least.ssdGib) },
    {
      resource: 'bandwidth',
      count: node.bandwidthMbit === null ? null : countFitting(new Decimal(node.bandwidthMbit), least.bandwidthMbit),
    },
    { resource: 'model', count: maxSlices },
  ];
  return candidates.flatMap(({ resource, count }) => (count === null ? [] : [{ resource, count }]));
}

interface Division {
  readonly each: Decimal;
  readonly left: Decimal;
}

/** Equal shares leave exactly zero, so that the rounding of a division is not reported as waste. */
function divide(share: SliceShare, available: Decimal, least: string, count: number): Division {
  if (count === 0) {
    return { each: ZERO, left: available };
  }
  if (share === 'equal') {
    return { each: available.div(count), left: ZERO };
  }
  const each = new Decimal(least);
  return { each, left: available.minus(each.times(count)) };
}

/**
 * Cuts a node into as many slices as a definition allows.
 * @param maxSlices the most slices that the model of the machine is sold with, or null for no such limit
 * @throws FarmerError INVALID_INPUT for impossible nodes, and when the definition needs a PassMark that is not known
 * Source: docs/rules.md#slices
 */
export function packNode(definition: SliceDefinition, node: PackableNode, maxSlices: number | null = null): PackedNode {
  assertPackable(node);
  if (node.passmark === null && definition.least.passmark !== '0') {
    throw passmarkMissing(definition.name);
  }
  const all = totalResources(node);
  const reserve = computeReserve(definition, all);
  const sellable = computeSellable(definition, all, reserve);
  const bounds = computeBounds(definition, node, sellable, maxSlices);
  const least = bounds.reduce((a, b) => (b.count < a.count ? b : a), bounds[0] ?? { resource: 'memory', count: 0 });
  const { count } = least;
  const cores = divide(definition.share.cores, sellable.cores, definition.least.cores, count);
  const memory = divide(definition.share.memory, sellable.memoryGib, definition.least.memoryGib, count);
  const ssd = divide(definition.share.ssd, sellable.ssdGib, definition.least.ssdGib, count);
  const passmark = divide('equal', sellable.passmark, '0', count);
  return {
    definition: definition.id,
    count,
    perSlice: { cores: cores.each, memoryGib: memory.each, ssdGib: ssd.each, passmark: passmark.each },
    unused: {
      cores: cores.left.div(definition.coreOversubscription),
      memoryGib: memory.left,
      ssdGib: ssd.left,
      passmark: passmark.left,
    },
    reserve,
    sellable,
    bounds,
    binding: least.resource,
  };
}

/** The memory of all slices of a packing together, in GiB; exact, without the rounding of a division. */
export function slicedMemoryGib(packing: PackedNode): Decimal {
  return packing.count === 0 ? ZERO : packing.sellable.memoryGib.minus(packing.unused.memoryGib);
}
