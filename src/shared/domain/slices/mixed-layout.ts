import type { Layout, PackableNode, SliceAmounts } from '#shared/contract/slices/slices.ts';
import { Decimal } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import type { IntegerProgram, IntegerRow, IntegerSolution } from './integer-program.ts';
import { type LayoutLimits, layoutOfGroups, type SliceKind, sellableAmounts } from './layout.ts';
import { assertPackable } from './packable-node.ts';
import { PLATFORM_BAND } from './prices/band.ts';

/** What a mixed layout maximises: income, the number of slices, or the resources used. */
export const LAYOUT_GOALS = ['income', 'count', 'waste'] as const;
/** One of {@link LAYOUT_GOALS}. */
export type LayoutGoal = (typeof LAYOUT_GOALS)[number];

/** A kind of slice for a mixed layout, with its price per month, zero or more. */
export interface PricedKind extends SliceKind {
  readonly priceMonth: Decimal;
}

/**
 * Kinds of slices for mixed layouts where the farmer names none **[assumed]**: multiples of the smallest published slice
 * (4 GiB, 1000 PassMark), and one with the disk of the `mycelium` slice. Source: docs/rules.md#slices
 */
const STANDARD_KINDS = [
  { kindId: 'S', cores: 1, memoryGib: 4, ssdGib: 50, gpus: 0 },
  { kindId: 'M', cores: 2, memoryGib: 8, ssdGib: 100, gpus: 0 },
  { kindId: 'L', cores: 4, memoryGib: 16, ssdGib: 200, gpus: 0 },
  { kindId: 'XL', cores: 8, memoryGib: 32, ssdGib: 400, gpus: 0 },
  { kindId: 'storage', cores: 1, memoryGib: 4, ssdGib: 200, gpus: 0 },
  { kindId: 'gpu', cores: 4, memoryGib: 16, ssdGib: 200, gpus: 1 },
] as const;
const PASSMARK_PER_CORE = 1000;

/** The standard kinds, each at the lowest price of the platform's band. */
export function standardKinds(): readonly PricedKind[] {
  return STANDARD_KINDS.map(({ kindId, cores, memoryGib, ssdGib, gpus }) => ({
    kindId,
    amounts: {
      cores: new Decimal(cores),
      memoryGib: new Decimal(memoryGib),
      ssdGib: new Decimal(ssdGib),
      passmark: new Decimal(cores * PASSMARK_PER_CORE),
    },
    gpus,
    priceMonth: new Decimal(PLATFORM_BAND.minPerGibMonth).times(memoryGib),
  }));
}

/** An integer program for the solver, with what it was made from. */
export interface MixedLayoutQuestion {
  readonly goal: LayoutGoal;
  readonly node: PackableNode;
  readonly limits: LayoutLimits;
  readonly kinds: readonly PricedKind[];
  readonly program: IntegerProgram;
}

/** The solver's layout, checked in exact decimals. */
export interface MixedLayout {
  readonly layout: Layout;
  /** Whether the solver proved that nothing better exists. */
  readonly isOptimal: boolean;
}

const RESOURCES = ['cores', 'memoryGib', 'ssdGib', 'passmark'] as const satisfies readonly (keyof SliceAmounts)[];
const MAX_OF_A_KIND = 1_000_000;
/** Weight that prefers the solution with less waste among equal ones: too small to outweigh one cent or one slice. */
const TIE_BREAK = 1e-4;

function usedShare({ amounts }: SliceKind, sellable: SliceAmounts): number {
  const counted = RESOURCES.filter((key) => key !== 'passmark' && !sellable[key].isZero());
  const sum = counted.reduce((total, key) => total.plus(amounts[key].div(sellable[key])), new Decimal(0));
  return counted.length === 0 ? 0 : sum.div(counted.length).toNumber();
}

function computeValue(goal: LayoutGoal, entry: PricedKind, sellable: SliceAmounts): number {
  const share = usedShare(entry, sellable);
  switch (goal) {
    case 'income':
      return entry.priceMonth.toNumber() + TIE_BREAK * share;
    case 'count':
      return 1 + TIE_BREAK * share;
    default:
      return share;
  }
}

function limitRows(node: PackableNode, kinds: readonly PricedKind[], sellable: SliceAmounts): readonly IntegerRow[] {
  const columns = kinds.map((_, index) => index);
  const limited = RESOURCES.filter((key) => key !== 'passmark' || node.passmark !== null);
  const rows = limited.map((key) => ({
    limit: sellable[key].toNumber(),
    columns,
    coefficients: kinds.map((entry) => entry.amounts[key].toNumber()),
  }));
  return [...rows, { limit: node.gpus, columns, coefficients: kinds.map((entry) => entry.gpus) }];
}

function assertKinds(kinds: readonly PricedKind[]): void {
  const bad = kinds.find(({ amounts, priceMonth }) => amounts.memoryGib.lte(0) || priceMonth.isNegative());
  if (kinds.length === 0 || bad !== undefined) {
    throw invalidInput(
      bad === undefined ? message('slices:core.noSliceKind') : message('slices:core.sliceInvalid', { id: bad.kindId }),
      message('slices:core.giveOneSliceKind'),
      { field: 'kinds' },
    );
  }
}

/**
 * The integer program of the best mix of slice kinds on a node.
 * @throws FarmerError INVALID_INPUT for impossible nodes and kinds
 */
export function createMixedLayoutQuestion(
  goal: LayoutGoal,
  node: PackableNode,
  kinds: readonly PricedKind[],
  limits: LayoutLimits,
): MixedLayoutQuestion {
  assertPackable(node);
  assertKinds(kinds);
  const sellable = sellableAmounts(node, limits);
  const program: IntegerProgram = {
    columns: kinds.map((entry) => ({ value: computeValue(goal, entry, sellable), upper: MAX_OF_A_KIND })),
    rows: limitRows(node, kinds, sellable),
  };
  return { goal, node, limits, kinds, program };
}

/** Whether the given number of each kind fits, in exact decimals. */
function fitsExactly({ node, kinds, limits }: MixedLayoutQuestion, counts: readonly number[]): boolean {
  const sellable = sellableAmounts(node, limits);
  const computeNeed = (key: keyof SliceAmounts) =>
    kinds.reduce((sum, { amounts }, index) => sum.plus(amounts[key].times(counts[index] ?? 0)), new Decimal(0));
  const limited = RESOURCES.filter((key) => key !== 'passmark' || node.passmark !== null);
  const gpus = kinds.reduce((sum, kind, index) => sum + kind.gpus * (counts[index] ?? 0), 0);
  return gpus <= node.gpus && limited.every((key) => computeNeed(key).lte(sellable[key]));
}

/** The solver works within a tolerance of 1e-6: where its solution exceeds a limit by that much, slices are removed. */
function withinLimits(question: MixedLayoutQuestion, values: readonly number[]): readonly number[] {
  const counts = question.kinds.map((_, index) => values[index] ?? 0);
  while (!fitsExactly(question, counts) && counts.some((count) => count > 0)) {
    const index = counts.findIndex((count) => count > 0);
    counts[index] = (counts[index] ?? 0) - 1;
  }
  return counts;
}

/** Turns the solver's solution into a layout, checked in exact decimals. */
export function readMixedLayout(question: MixedLayoutQuestion, solution: IntegerSolution): MixedLayout {
  const counts = withinLimits(question, solution.values);
  const groups = question.kinds.map((kind, index) => ({ ...kind, count: counts[index] ?? 0 }));
  const layout = layoutOfGroups(`mixed-${question.goal}`, question.node, groups, question.limits);
  const isUntouched = counts.every((count, index) => count === (solution.values[index] ?? 0));
  return { layout, isOptimal: solution.status === 'optimal' && isUntouched };
}
