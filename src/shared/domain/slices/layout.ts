import { Decimal } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { phrase } from '#shared/phrase.ts';
import type { SliceDefinition } from './definitions.ts';
import { amountsOf, assertPackable, combineAmounts, mapAmounts, NO_AMOUNTS } from './packable-node.ts';
import type { PackableNode, SliceAmounts } from './packable-node.ts';
import { packNode } from './packing.ts';

/** A kind of slice in a layout: what one of it holds. */
export interface SliceKind {
  /** Stable within the layout: `economics-2025`, `part-4`, `S`. */
  readonly id: string;
  readonly amounts: SliceAmounts;
  readonly gpus: number;
}

/** So many slices of one kind. */
export interface SliceGroup {
  readonly kind: SliceKind;
  readonly count: number;
}

/** What can stop a layout from holding one more slice. */
export type LayoutBound = 'cores' | 'memory' | 'ssd' | 'passmark' | 'bandwidth' | 'gpus' | 'model' | 'parts';

/** Share of each resource, 0 to 1, that is in no slice and not kept by the host. */
export interface UnusedShares {
  readonly cores: Decimal;
  readonly memory: Decimal;
  readonly ssd: Decimal;
}

/** A node cut up: its slices, and what is left over. */
export interface Layout {
  readonly id: string;
  readonly groups: readonly SliceGroup[];
  readonly sliceCount: number;
  /** The node less the host's reserve; cores times oversubscription. */
  readonly sellable: SliceAmounts;
  readonly reserve: SliceAmounts;
  readonly unused: SliceAmounts;
  readonly unusedShares: UnusedShares;
  /** Mean of the unused shares of the resources that the node has, 0 to 1. */
  readonly wasteShare: Decimal;
  /** As {@link wasteShare}, less what further slices of the layout's smallest kind could still use: stranded for good. */
  readonly fragmentation: Decimal;
  readonly binding: LayoutBound;
}

/** What the host keeps, and how far cores are oversold, for layouts that no definition governs. */
export interface LayoutLimits {
  readonly reserveMemoryGib: Decimal;
  /** 0 to 1. */
  readonly reserveSsdShare: Decimal;
  /** 1 or more. */
  readonly coreOversubscription: Decimal;
}

/** Everything is for sale, no core twice. */
export const NO_LIMITS: LayoutLimits = {
  reserveMemoryGib: new Decimal(0),
  reserveSsdShare: new Decimal(0),
  coreOversubscription: new Decimal(1),
};

const ZERO = new Decimal(0);

function shareOf(part: Decimal, whole: Decimal): Decimal {
  return whole.isZero() ? ZERO : part.div(whole);
}

function sharesOf(unused: SliceAmounts, sellable: SliceAmounts): UnusedShares {
  return {
    cores: shareOf(unused.cores, sellable.cores),
    memory: shareOf(unused.memoryGib, sellable.memoryGib),
    ssd: shareOf(unused.ssdGib, sellable.ssdGib),
  };
}

function meanShare(unused: SliceAmounts, sellable: SliceAmounts): Decimal {
  const shares = sharesOf(unused, sellable);
  const present = [
    { has: !sellable.cores.isZero(), share: shares.cores },
    { has: !sellable.memoryGib.isZero(), share: shares.memory },
    { has: !sellable.ssdGib.isZero(), share: shares.ssd },
  ].filter((entry) => entry.has);
  const total = present.reduce((sum, entry) => sum.plus(entry.share), ZERO);
  return present.length === 0 ? ZERO : total.div(present.length);
}

/** How many of a kind fit into an amount. */
function fitsHowOften(kind: SliceAmounts, amounts: SliceAmounts): number {
  const ratio = combineAmounts(amounts, kind, (have, need) => (need.isZero() ? new Decimal(1e9) : have.div(need)));
  return Decimal.min(ratio.cores, ratio.memoryGib, ratio.ssdGib, ratio.passmark).floor().toNumber();
}

/** The kind with the least memory, then the least cores. */
function smallestKind(groups: readonly SliceGroup[]): SliceKind | null {
  const kinds = groups.map((group) => group.kind);
  return kinds.reduce<SliceKind | null>((least, kind) => {
    const isSmaller =
      least === null ||
      kind.amounts.memoryGib.lt(least.amounts.memoryGib) ||
      (kind.amounts.memoryGib.eq(least.amounts.memoryGib) && kind.amounts.cores.lt(least.amounts.cores));
    return isSmaller ? kind : least;
  }, null);
}

function strandedShare(groups: readonly SliceGroup[], unused: SliceAmounts, sellable: SliceAmounts): Decimal {
  const kind = smallestKind(groups);
  if (kind === null) {
    return meanShare(unused, sellable);
  }
  // A PassMark that nobody knows keeps no slice from fitting.
  const amounts = sellable.passmark.isZero() ? { ...kind.amounts, passmark: ZERO } : kind.amounts;
  const more = fitsHowOften(amounts, unused);
  const rest = combineAmounts(unused, amounts, (left, each) => left.minus(each.times(more)));
  return meanShare(rest, sellable);
}

/** What all slices of some groups hold together. */
export function totalOf(groups: readonly SliceGroup[]): SliceAmounts {
  return groups.reduce(
    (sum, group) => combineAmounts(sum, group.kind.amounts, (total, each) => total.plus(each.times(group.count))),
    NO_AMOUNTS,
  );
}

interface LayoutParts {
  readonly id: string;
  readonly groups: readonly SliceGroup[];
  readonly sellable: SliceAmounts;
  readonly reserve: SliceAmounts;
  readonly unused: SliceAmounts;
  readonly binding: LayoutBound;
}

function finishLayout(parts: LayoutParts): Layout {
  const groups = parts.groups.filter((group) => group.count > 0);
  return {
    ...parts,
    groups,
    sliceCount: groups.reduce((sum, group) => sum + group.count, 0),
    unusedShares: sharesOf(parts.unused, parts.sellable),
    wasteShare: meanShare(parts.unused, parts.sellable),
    fragmentation: strandedShare(groups, parts.unused, parts.sellable),
  };
}

/**
 * The layout that a definition gives.
 * @throws FarmerError INVALID_INPUT as `packNode`
 */
export function layoutByDefinition(
  definition: SliceDefinition,
  node: PackableNode,
  maxSlices: number | null = null,
): Layout {
  const packing = packNode(definition, node, maxSlices);
  const gpus = packing.count === 0 ? 0 : Math.floor(node.gpus / packing.count);
  const kind: SliceKind = { id: definition.id, amounts: packing.perSlice, gpus };
  return finishLayout({
    id: definition.id,
    groups: [{ kind, count: packing.count }],
    sellable: packing.sellable,
    reserve: packing.reserve,
    unused: { ...packing.unused, cores: packing.unused.cores.times(definition.coreOversubscription) },
    binding: packing.binding,
  });
}

/** What a node has for sale under given limits. */
export function sellableUnder(node: PackableNode, limits: LayoutLimits): SliceAmounts {
  assertPackable(node);
  const all = amountsOf(node);
  return {
    cores: all.cores.times(limits.coreOversubscription),
    memoryGib: Decimal.max(0, all.memoryGib.minus(limits.reserveMemoryGib)),
    ssdGib: all.ssdGib.times(new Decimal(1).minus(limits.reserveSsdShare)),
    passmark: all.passmark,
  };
}

/** The smallest part that is still worth selling. Source: docs/rules.md#slices */
const LEAST_PART = { memoryGib: 4, cores: 1 } as const;

/**
 * The node in 1, 2, 4, 8 … equal parts, as long as each has at least 4 GiB and one core.
 * Source: docs/rules.md#slices
 */
export function equalPartLayouts(node: PackableNode, limits: LayoutLimits = NO_LIMITS): readonly Layout[] {
  const sellable = sellableUnder(node, limits);
  const most = Decimal.min(sellable.memoryGib.div(LEAST_PART.memoryGib), sellable.cores.div(LEAST_PART.cores));
  const layouts: Layout[] = [];
  for (let parts = 1; parts === 1 || most.gte(parts); parts *= 2) {
    const kind = {
      id: `part-${parts}`,
      amounts: mapAmounts(sellable, (all) => all.div(parts)),
      gpus: Math.floor(node.gpus / parts),
    };
    const unused = NO_AMOUNTS;
    layouts.push(
      finishLayout({
        id: `parts-${parts}`,
        groups: [{ kind, count: parts }],
        sellable,
        reserve: reserveUnder(node, sellable, limits),
        unused,
        binding: 'parts',
      }),
    );
  }
  return layouts;
}

function reserveUnder(node: PackableNode, sellable: SliceAmounts, limits: LayoutLimits): SliceAmounts {
  const all = amountsOf(node);
  return {
    cores: ZERO,
    memoryGib: all.memoryGib.minus(sellable.memoryGib),
    ssdGib: all.ssdGib.times(limits.reserveSsdShare),
    passmark: ZERO,
  };
}

const BOUND_NAMES = [
  ['memory', 'memoryGib'],
  ['cores', 'cores'],
  ['ssd', 'ssdGib'],
  ['passmark', 'passmark'],
] as const satisfies readonly (readonly [LayoutBound, keyof SliceAmounts])[];

/** The resource that stops one more of the smallest kind: the one with the least room for it. */
function bindingOf(groups: readonly SliceGroup[], unused: SliceAmounts, hasPassmark: boolean): LayoutBound {
  const kind = smallestKind(groups);
  if (kind === null) {
    return 'memory';
  }
  const bounds = BOUND_NAMES.filter(([bound]) => bound !== 'passmark' || hasPassmark);
  const room = bounds.map(([bound, key]) => ({
    bound,
    times: kind.amounts[key].isZero() ? null : unused[key].div(kind.amounts[key]),
  }));
  return room.reduce<{ bound: LayoutBound; times: Decimal | null }>(
    (least, entry) => (entry.times !== null && (least.times === null || entry.times.lt(least.times)) ? entry : least),
    { bound: 'memory', times: null },
  ).bound;
}

/**
 * A layout put together by hand or by the solver.
 * @throws FarmerError INVALID_INPUT when the slices together need more than the node has for sale, naming the resource
 */
export function layoutOfGroups(
  id: string,
  node: PackableNode,
  groups: readonly SliceGroup[],
  limits: LayoutLimits = NO_LIMITS,
): Layout {
  const sellable = sellableUnder(node, limits);
  const unused = combineAmounts(sellable, totalOf(groups), (have, need) => have.minus(need));
  const over = BOUND_NAMES.find(
    ([bound, key]) => unused[key].isNegative() && (bound !== 'passmark' || node.passmark !== null),
  );
  const gpusNeeded = groups.reduce((sum, group) => sum + group.kind.gpus * group.count, 0);
  if (over !== undefined || gpusNeeded > node.gpus) {
    const resource = over?.[0] ?? 'gpus';
    throw invalidInput(
      phrase('These slices need more {{resource}} than the node has for sale.', { resource }),
      'Take fewer or smaller slices, or lower the reserve.',
      { resource },
    );
  }
  return finishLayout({
    id,
    groups,
    sellable,
    reserve: reserveUnder(node, sellable, limits),
    unused: node.passmark === null ? { ...unused, passmark: ZERO } : unused,
    binding: bindingOf(groups, unused, node.passmark !== null),
  });
}

/**
 * What the waste of a layout costs each month: the node's own cost, times the mean unused share.
 * @param nodeCostMonth own cost of the node per month
 */
export function wasteCostMonth(layout: Layout, nodeCostMonth: Decimal): Decimal {
  return nodeCostMonth.times(layout.wasteShare);
}
