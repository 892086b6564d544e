import { Decimal } from '#shared/decimal.ts';
import type { SliceDefinition, SliceShare } from './definitions.ts';
import { amountsOf, assertPackable, passmarkMissing } from './packable-node.ts';
import type { PackableNode, SliceAmounts, SliceResource } from './packable-node.ts';

/** How many slices one bound alone would allow. */
export interface SliceBound {
  readonly resource: SliceResource | 'model';
  readonly count: number;
}

/** A node cut into equal slices by a definition. */
export interface Packing {
  readonly definition: SliceDefinition;
  readonly count: number;
  readonly perSlice: SliceAmounts;
  /** What is left for nobody: not in a slice and not kept by the host. Cores are logical ones. */
  readonly unused: SliceAmounts;
  /** What the host keeps for itself. */
  readonly reserve: SliceAmounts;
  /** All that may be handed out: the node less the reserve, cores times oversubscription. */
  readonly sellable: SliceAmounts;
  readonly bounds: readonly SliceBound[];
  /** The bound that stops the count; the first of equals. */
  readonly binding: SliceBound['resource'];
}

const ZERO = new Decimal(0);
const MOST_SLICES = 1_000_000;

function atLeastZero(value: Decimal): Decimal {
  return value.isNegative() ? ZERO : value;
}

function reserveOf(definition: SliceDefinition, all: SliceAmounts): SliceAmounts {
  return {
    cores: ZERO,
    memoryGib: Decimal.min(all.memoryGib, definition.reserve.memoryGib),
    ssdGib: all.ssdGib.times(definition.reserve.ssdShare),
    passmark: ZERO,
  };
}

function sellableOf(definition: SliceDefinition, all: SliceAmounts, reserve: SliceAmounts): SliceAmounts {
  return {
    cores: all.cores.times(definition.coreOversubscription),
    memoryGib: atLeastZero(all.memoryGib.minus(reserve.memoryGib)),
    ssdGib: atLeastZero(all.ssdGib.minus(reserve.ssdGib)),
    passmark: all.passmark,
  };
}

function countWithin(available: Decimal, least: string): number | null {
  const step = new Decimal(least);
  return step.isZero() ? null : Decimal.min(available.div(step).floor(), MOST_SLICES).toNumber();
}

function boundsOf(
  definition: SliceDefinition,
  node: PackableNode,
  sellable: SliceAmounts,
  maxSlices: number | null,
): readonly SliceBound[] {
  const { least } = definition;
  const candidates: readonly { readonly resource: SliceBound['resource']; readonly count: number | null }[] = [
    { resource: 'memory', count: countWithin(sellable.memoryGib, least.memoryGib) },
    { resource: 'passmark', count: countWithin(sellable.passmark, least.passmark) },
    { resource: 'cores', count: countWithin(sellable.cores, least.cores) },
    { resource: 'ssd', count: countWithin(sellable.ssdGib, least.ssdGib) },
    {
      resource: 'bandwidth',
      count: node.bandwidthMbit === null ? null : countWithin(new Decimal(node.bandwidthMbit), least.bandwidthMbit),
    },
    { resource: 'model', count: maxSlices },
  ];
  return candidates.flatMap(({ resource, count }) => (count === null ? [] : [{ resource, count }]));
}

interface Handed {
  readonly each: Decimal;
  readonly left: Decimal;
}

/** Equal shares leave exactly nothing, so that no rounding of a division shows up as waste. */
function handOut(share: SliceShare, available: Decimal, least: string, count: number): Handed {
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
 * @throws FarmerError INVALID_INPUT for absurd nodes, and when the definition needs a PassMark that is not known
 * Source: docs/rules.md#slices
 */
export function packNode(definition: SliceDefinition, node: PackableNode, maxSlices: number | null = null): Packing {
  assertPackable(node);
  if (node.passmark === null && definition.least.passmark !== '0') {
    throw passmarkMissing(definition.name);
  }
  const all = amountsOf(node);
  const reserve = reserveOf(definition, all);
  const sellable = sellableOf(definition, all, reserve);
  const bounds = boundsOf(definition, node, sellable, maxSlices);
  const least = bounds.reduce((a, b) => (b.count < a.count ? b : a), bounds[0] ?? { resource: 'memory', count: 0 });
  const { count } = least;
  const cores = handOut(definition.share.cores, sellable.cores, definition.least.cores, count);
  const memory = handOut(definition.share.memory, sellable.memoryGib, definition.least.memoryGib, count);
  const ssd = handOut(definition.share.ssd, sellable.ssdGib, definition.least.ssdGib, count);
  const passmark = handOut('equal', sellable.passmark, '0', count);
  return {
    definition,
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

/** The memory that all slices of a packing hold together, in GiB; exact, without the rounding of a division. */
export function slicedMemoryGib(packing: Packing): Decimal {
  return packing.count === 0 ? ZERO : packing.sellable.memoryGib.minus(packing.unused.memoryGib);
}
