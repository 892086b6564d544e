import type {
  CustomGroup,
  Layout,
  PackableNode,
  PricedLayout,
  SliceAmounts,
  SliceGroup,
  SlicePlan,
} from '#shared/contract/slices/slices.ts';
import { Decimal, roundHalfUp } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { message, type Message } from '#shared/message.ts';
import type { LayoutBound } from './constants.ts';
import type { SliceDefinition } from './definitions.ts';
import { totalResources, assertPackable, combineAmounts, NO_AMOUNTS } from './packable-node.ts';
import { packNode } from './packing.ts';
import { bandedPrices, type OwnBand } from './prices/band.ts';

/** One slice of a kind. */
export type SliceKind = Omit<SliceGroup, 'count'>;

/** What is reserved for the host, and how far cores are oversold, in layouts that no definition governs. */
export type LayoutLimits = SlicePlan['limits'];

const ZERO = new Decimal(0);

function divideOrZero(part: Decimal, whole: Decimal): Decimal {
  return whole.isZero() ? ZERO : part.div(whole);
}

function computeUnusedShares(unused: SliceAmounts, sellable: SliceAmounts): Layout['unusedShares'] {
  return {
    cores: divideOrZero(unused.cores, sellable.cores),
    memory: divideOrZero(unused.memoryGib, sellable.memoryGib),
    ssd: divideOrZero(unused.ssdGib, sellable.ssdGib),
  };
}

/** The mean over the resources that the node has. */
function meanShare(unused: SliceAmounts, sellable: SliceAmounts): Decimal {
  const shares = computeUnusedShares(unused, sellable);
  const present = [
    { has: !sellable.cores.isZero(), share: shares.cores },
    { has: !sellable.memoryGib.isZero(), share: shares.memory },
    { has: !sellable.ssdGib.isZero(), share: shares.ssd },
  ].filter((entry) => entry.has);
  const total = present.reduce((sum, entry) => sum.plus(entry.share), ZERO);
  return divideOrZero(total, new Decimal(present.length));
}

/** How many slices of some amounts fit. */
function countFitting(slice: SliceAmounts, available: SliceAmounts): number {
  const ratio = combineAmounts(available, slice, (have, need) => (need.isZero() ? new Decimal(1e9) : have.div(need)));
  return Decimal.min(ratio.cores, ratio.memoryGib, ratio.ssdGib, ratio.passmark).floor().toNumber();
}

/** The amounts of the kind with the least memory, then the fewest cores. */
function smallestSlice(groups: readonly SliceGroup[]): SliceAmounts | null {
  return groups.reduce<SliceAmounts | null>((least, { amounts }) => {
    const isSmaller =
      least === null ||
      amounts.memoryGib.lt(least.memoryGib) ||
      (amounts.memoryGib.eq(least.memoryGib) && amounts.cores.lt(least.cores));
    return isSmaller ? amounts : least;
  }, null);
}

/** The share that remains unused even after adding as many slices of the smallest kind as fit. */
function computeFragmentation(groups: readonly SliceGroup[], unused: SliceAmounts, sellable: SliceAmounts): Decimal {
  const smallest = smallestSlice(groups);
  if (smallest === null) {
    return meanShare(unused, sellable);
  }
  // An unknown PassMark does not prevent a slice from fitting.
  const slice = sellable.passmark.isZero() ? { ...smallest, passmark: ZERO } : smallest;
  const count = countFitting(slice, unused);
  const rest = combineAmounts(unused, slice, (left, each) => left.minus(each.times(count)));
  return meanShare(rest, sellable);
}

/** The amounts of all slices of some groups together. */
export function totalAmounts(groups: readonly SliceGroup[]): SliceAmounts {
  return groups.reduce(
    (sum, group) => combineAmounts(sum, group.amounts, (total, each) => total.plus(each.times(group.count))),
    NO_AMOUNTS,
  );
}

function completeLayout(parts: Pick<Layout, 'id' | 'groups' | 'sellable' | 'reserve' | 'unused' | 'binding'>): Layout {
  const groups = parts.groups.filter((group) => group.count > 0);
  return {
    ...parts,
    groups,
    sliceCount: groups.reduce((sum, group) => sum + group.count, 0),
    unusedShares: computeUnusedShares(parts.unused, parts.sellable),
    wasteShare: meanShare(parts.unused, parts.sellable),
    fragmentation: computeFragmentation(groups, parts.unused, parts.sellable),
  };
}

/**
 * The layout by a definition.
 * @throws FarmerError INVALID_INPUT as `packNode`
 */
export function layoutByDefinition(
  definition: SliceDefinition,
  node: PackableNode,
  maxSlices: number | null = null,
): Layout {
  const { count, perSlice, sellable, reserve, unused, binding } = packNode(definition, node, maxSlices);
  const gpus = count === 0 ? 0 : Math.floor(node.gpus / count);
  return completeLayout({
    id: definition.id,
    groups: [{ kindId: definition.id, count, amounts: perSlice, gpus }],
    sellable,
    reserve,
    unused: { ...unused, cores: unused.cores.times(definition.coreOversubscription) },
    binding,
  });
}

/** What a node has for sale under the given limits. */
export function sellableAmounts(node: PackableNode, limits: LayoutLimits): SliceAmounts {
  assertPackable(node);
  const all = totalResources(node);
  return {
    cores: all.cores.times(limits.coreOversubscription),
    memoryGib: Decimal.max(0, all.memoryGib.minus(limits.reserveMemoryGib)),
    ssdGib: all.ssdGib.times(new Decimal(1).minus(limits.reserveSsdShare)),
    passmark: all.passmark,
  };
}

function reservedAmounts(node: PackableNode, sellable: SliceAmounts, limits: LayoutLimits): SliceAmounts {
  const all = totalResources(node);
  return {
    cores: ZERO,
    memoryGib: all.memoryGib.minus(sellable.memoryGib),
    ssdGib: all.ssdGib.times(limits.reserveSsdShare),
    passmark: ZERO,
  };
}

/** The smallest part that is still worth selling. Source: docs/rules.md#slices */
const SMALLEST_PART = { memoryGib: 4, cores: 1 } as const;

/**
 * The node in 1, 2, 4, 8 … equal parts, as long as each has at least 4 GiB and one core.
 * Source: docs/rules.md#slices
 */
export function equalPartLayouts(node: PackableNode, limits: LayoutLimits): readonly Layout[] {
  const sellable = sellableAmounts(node, limits);
  const most = Decimal.min(sellable.memoryGib.div(SMALLEST_PART.memoryGib), sellable.cores.div(SMALLEST_PART.cores));
  const layouts: Layout[] = [];
  for (let parts = 1; parts === 1 || most.gte(parts); parts *= 2) {
    const amounts = combineAmounts(sellable, NO_AMOUNTS, (all) => all.div(parts));
    layouts.push(
      completeLayout({
        id: `parts-${parts}`,
        groups: [{ kindId: `part-${parts}`, count: parts, amounts, gpus: Math.floor(node.gpus / parts) }],
        sellable,
        reserve: reservedAmounts(node, sellable, limits),
        unused: NO_AMOUNTS,
        binding: 'parts',
      }),
    );
  }
  return layouts;
}

const RESOURCES = [
  ['memory', 'memoryGib'],
  ['cores', 'cores'],
  ['ssd', 'ssdGib'],
  ['passmark', 'passmark'],
] as const satisfies readonly (readonly [LayoutBound, keyof SliceAmounts])[];

/** The resource that stops one more slice of the smallest kind: the one with the least room for it. */
function bindingResource(groups: readonly SliceGroup[], unused: SliceAmounts, hasPassmark: boolean): LayoutBound {
  const slice = smallestSlice(groups);
  if (slice === null) {
    return 'memory';
  }
  const room = RESOURCES.filter(([bound]) => bound !== 'passmark' || hasPassmark).map(([bound, key]) => ({
    bound,
    count: slice[key].isZero() ? null : unused[key].div(slice[key]),
  }));
  return room.reduce<{ bound: LayoutBound; count: Decimal | null }>(
    (least, entry) => (entry.count !== null && (least.count === null || entry.count.lt(least.count)) ? entry : least),
    { bound: 'memory', count: null },
  ).bound;
}

/** The refusal of slices that need more of a resource than the node has. */
const EXCEEDED = {
  cores: message('slices:core.coresExceedNode'),
  memory: message('slices:core.memoryExceedsNode'),
  ssd: message('slices:core.ssdExceedsNode'),
  passmark: message('slices:core.passMarkExceedsNode'),
  gpus: message('slices:core.gpusExceedNode'),
} as const satisfies Record<string, Message>;

/**
 * A layout of groups that the solver composed.
 * @throws FarmerError INVALID_INPUT when the slices together need more than the node has for sale, naming the resource
 */
export function layoutOfGroups(
  id: string,
  node: PackableNode,
  groups: readonly SliceGroup[],
  limits: LayoutLimits,
): Layout {
  const sellable = sellableAmounts(node, limits);
  const unused = combineAmounts(sellable, totalAmounts(groups), (have, need) => have.minus(need));
  const exceeded = RESOURCES.find(
    ([bound, key]) => unused[key].isNegative() && (bound !== 'passmark' || node.passmark !== null),
  );
  const gpusNeeded = groups.reduce((sum, group) => sum + group.gpus * group.count, 0);
  if (exceeded !== undefined || gpusNeeded > node.gpus) {
    const resource = exceeded?.[0] ?? 'gpus';
    throw invalidInput(EXCEEDED[resource], message('slices:core.takeFewerSlices'), {
      resource,
    });
  }
  return completeLayout({
    id,
    groups: [...groups],
    sellable,
    reserve: reservedAmounts(node, sellable, limits),
    unused: node.passmark === null ? { ...unused, passmark: ZERO } : unused,
    binding: bindingResource(groups, unused, node.passmark !== null),
  });
}

/** The layout of the groups in a plan. @throws FarmerError INVALID_INPUT as {@link layoutOfGroups} */
export function customLayout(node: PackableNode, groups: readonly CustomGroup[], limits: LayoutLimits): Layout {
  const parsed = groups.map(({ id, count, gpus, ...amounts }) => ({
    kindId: id,
    count,
    gpus,
    amounts: {
      cores: new Decimal(amounts.cores),
      memoryGib: new Decimal(amounts.memoryGib),
      ssdGib: new Decimal(amounts.ssdGib),
      passmark: new Decimal(amounts.passmark),
    },
  }));
  return layoutOfGroups('custom', node, parsed, limits);
}

/** Where the rounding of a division at 40 digits is removed. */
const EXACT_PLACES = 12;

/** Memory of several equal slices in GiB, without the rounding error of the division that gave one of them. */
export function roundMemory(memoryGib: Decimal): Decimal {
  return roundHalfUp(memoryGib, EXACT_PLACES);
}

/**
 * A layout with what it costs and earns each month.
 * @param terms the own cost of the node in USD, the price band of its model, and whether the solver proved the layout
 */
export function priceLayout(
  layout: Layout,
  terms: {
    readonly costMonthUsd: Decimal;
    readonly ownBand: OwnBand | null;
    readonly isOptimal: PricedLayout['isOptimal'];
  },
) {
  const memoryGib = roundMemory(totalAmounts(layout.groups).memoryGib);
  return {
    ...layout,
    wasteMonthUsd: terms.costMonthUsd.times(layout.wasteShare),
    incomeMonth: bandedPrices(memoryGib, layout.sliceCount, terms.ownBand).incomeMonth,
    isOptimal: terms.isOptimal,
  };
}
