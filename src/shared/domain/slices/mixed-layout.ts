import { Decimal } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { phrase } from '#shared/phrase.ts';
import type { IntegerProgram, IntegerRow, IntegerSolution } from './integer-program.ts';
import { type Layout, type LayoutLimits, layoutOfGroups, NO_LIMITS, sellableUnder, type SliceKind } from './layout.ts';
import { assertPackable, type PackableNode, type SliceAmounts } from './packable-node.ts';

/** What a mixed layout is after. */
export const LAYOUT_GOALS = ['income', 'count', 'waste'] as const;
/** One of {@link LAYOUT_GOALS}. */
export type LayoutGoal = (typeof LAYOUT_GOALS)[number];

/** A kind of slice that may be mixed in, with what one brings. */
export interface PricedKind {
  readonly kind: SliceKind;
  /** Per month; zero or more. */
  readonly priceMonth: Decimal;
}

/** A question for the solver, and what its answer stands for. */
export interface MixedLayoutQuestion {
  readonly goal: LayoutGoal;
  readonly node: PackableNode;
  readonly limits: LayoutLimits;
  readonly kinds: readonly PricedKind[];
  readonly program: IntegerProgram;
}

/** The answer, checked exactly. */
export interface MixedLayout {
  readonly goal: LayoutGoal;
  readonly layout: Layout;
  readonly incomeMonth: Decimal;
  /** Whether the solver proved that nothing better exists. */
  readonly isOptimal: boolean;
}

const RESOURCES = ['cores', 'memoryGib', 'ssdGib', 'passmark'] as const satisfies readonly (keyof SliceAmounts)[];
const MOST_OF_A_KIND = 1_000_000;
/** Among equally good answers, the one that leaves less over: small enough never to outweigh one cent or one slice. */
const TIE_BREAK = 1e-4;

function usedShare(kind: SliceKind, sellable: SliceAmounts): number {
  const counted = RESOURCES.filter((key) => key !== 'passmark' && !sellable[key].isZero());
  const sum = counted.reduce((total, key) => total.plus(kind.amounts[key].div(sellable[key])), new Decimal(0));
  return counted.length === 0 ? 0 : sum.div(counted.length).toNumber();
}

function valueOf(goal: LayoutGoal, entry: PricedKind, sellable: SliceAmounts): number {
  const share = usedShare(entry.kind, sellable);
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
    coefficients: kinds.map((entry) => entry.kind.amounts[key].toNumber()),
  }));
  return [...rows, { limit: node.gpus, columns, coefficients: kinds.map((entry) => entry.kind.gpus) }];
}

function assertKinds(kinds: readonly PricedKind[]): void {
  const bad = kinds.find(({ kind, priceMonth }) => kind.amounts.memoryGib.lte(0) || priceMonth.isNegative());
  if (kinds.length === 0 || bad !== undefined) {
    throw invalidInput(
      bad === undefined
        ? 'There is no kind of slice to mix.'
        : phrase('The slice "{{id}}" has no memory or a price below zero.', { id: bad.kind.id }),
      'Give at least one kind of slice, each with memory above zero and a price of zero or more.',
      { field: 'kinds' },
    );
  }
}

/**
 * Asks for the best mix of slice kinds on a node: most income, most slices, or least left over.
 * @throws FarmerError INVALID_INPUT for absurd nodes and kinds
 */
export function askMixedLayout(
  goal: LayoutGoal,
  node: PackableNode,
  kinds: readonly PricedKind[],
  limits: LayoutLimits = NO_LIMITS,
): MixedLayoutQuestion {
  assertPackable(node);
  assertKinds(kinds);
  const sellable = sellableUnder(node, limits);
  const program: IntegerProgram = {
    columns: kinds.map((entry) => ({ value: valueOf(goal, entry, sellable), upper: MOST_OF_A_KIND })),
    rows: limitRows(node, kinds, sellable),
  };
  return { goal, node, limits, kinds, program };
}

/** Whether so many of each kind fit, in exact decimals. */
function fitsExactly({ node, kinds, limits }: MixedLayoutQuestion, counts: readonly number[]): boolean {
  const sellable = sellableUnder(node, limits);
  const needOf = (key: keyof SliceAmounts) =>
    kinds.reduce((sum, { kind }, index) => sum.plus(kind.amounts[key].times(counts[index] ?? 0)), new Decimal(0));
  const limited = RESOURCES.filter((key) => key !== 'passmark' || node.passmark !== null);
  const gpus = kinds.reduce((sum, { kind }, index) => sum + kind.gpus * (counts[index] ?? 0), 0);
  return gpus <= node.gpus && limited.every((key) => needOf(key).lte(sellable[key]));
}

/** The solver works within a tolerance of 1e-6: where its answer passes a limit by that much, one slice gives way. */
function withinLimits(question: MixedLayoutQuestion, values: readonly number[]): readonly number[] {
  const counts = question.kinds.map((_, index) => values[index] ?? 0);
  while (!fitsExactly(question, counts) && counts.some((count) => count > 0)) {
    const index = counts.findIndex((count) => count > 0);
    counts[index] = (counts[index] ?? 0) - 1;
  }
  return counts;
}

/** Reads the solver's answer and checks it in exact decimals. */
export function readMixedLayout(question: MixedLayoutQuestion, solution: IntegerSolution): MixedLayout {
  const counts = withinLimits(question, solution.values);
  const groups = question.kinds.map(({ kind }, index) => ({ kind, count: counts[index] ?? 0 }));
  const layout = layoutOfGroups(`mixed-${question.goal}`, question.node, groups, question.limits);
  const incomeMonth = question.kinds.reduce(
    (sum, entry, index) => sum.plus(entry.priceMonth.times(counts[index] ?? 0)),
    new Decimal(0),
  );
  const isUntouched = counts.every((count, index) => count === (solution.values[index] ?? 0));
  return { goal: question.goal, layout, incomeMonth, isOptimal: solution.status === 'optimal' && isUntouched };
}
