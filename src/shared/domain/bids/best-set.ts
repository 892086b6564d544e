import type { Bid } from '#shared/contract/bids/bids.ts';
import type { IntegerProgram, IntegerRow, IntegerSolution } from '#shared/domain/slices/integer-program.ts';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { type BestSetPlan, type BidOption, type BidOptions, freeIn, gatherOptions, Usage } from './best-set-options.ts';
import { isExpired, MICRO_PER_USD, type RankingTerms } from './bid-value.ts';
import type { Capacity } from './capacity.ts';
import { LONGEST_HORIZON_MONTHS } from './constants.ts';

/** A problem for the solver: which bids to accept, where and when. */
export interface BestSetProblem {
  readonly horizonMonths: number;
  readonly given: BidOptions;
  readonly program: IntegerProgram;
}

/** The best set of bids, checked exactly against what is free. */
export interface BestSet {
  readonly chosen: readonly BidOption[];
  /** Net within the horizon, in millionths of a USD. */
  readonly incomeMicroUsd: number;
  /** No set has a higher income, as far as the solver has proven. */
  readonly boundMicroUsd: number;
  readonly isOptimal: boolean;
}

function limitBidsToOnce(options: readonly BidOption[]): readonly IntegerRow[] {
  const columnsByBid = new Map<string, number[]>();
  for (const [column, option] of options.entries()) {
    columnsByBid.set(option.bid.id, [...(columnsByBid.get(option.bid.id) ?? []), column]);
  }
  return [...columnsByBid.values()]
    .filter((columns) => columns.length > 1)
    .map((columns) => ({ limit: 1, columns, coefficients: columns.map(() => 1) }));
}

interface Load {
  readonly columns: number[];
  readonly coefficients: number[];
}

/**
 * Whether a month needs a constraint of its own. After the horizon nothing begins, so the slices in use only decrease:
 * there a month binds only where a later reservation leaves fewer free than the horizon's last month.
 */
function isBinding(capacity: Capacity, month: number, horizonMonths: number): boolean {
  return month < horizonMonths || freeIn(capacity, month) < freeIn(capacity, horizonMonths - 1);
}

function limitSlicesToFree(options: readonly BidOption[], horizonMonths: number): readonly IntegerRow[] {
  const loads = new Map<Capacity, Map<number, Load>>();
  for (const [column, option] of options.entries()) {
    const months = loads.get(option.capacity) ?? new Map<number, Load>();
    loads.set(option.capacity, months);
    for (let month = option.startMonth; month < option.endMonth; month += 1) {
      const load = months.get(month) ?? { columns: [], coefficients: [] };
      months.set(month, load);
      load.columns.push(column);
      load.coefficients.push(option.slices);
    }
  }
  return [...loads].flatMap(([capacity, months]) =>
    [...months]
      .filter(([month]) => isBinding(capacity, month, horizonMonths))
      .map(([month, load]) => ({ limit: freeIn(capacity, month), ...load })),
  );
}

/**
 * Builds the problem of the bids with the highest net income within a horizon that never reserve a slice twice. Bids
 * without income, expired ones and those that fit nowhere are left out.
 * @throws FarmerError INVALID_INPUT for another horizon
 * Source: docs/rules.md#best-set
 */
export function createBestSetProblem(
  bids: readonly Bid[],
  capacities: readonly Capacity[],
  plan: BestSetPlan,
  terms: RankingTerms,
): BestSetProblem {
  const { horizonMonths } = plan;
  if (!Number.isInteger(horizonMonths) || horizonMonths < 1 || horizonMonths > LONGEST_HORIZON_MONTHS) {
    throw invalidInput(
      message('bids:core.horizonOutOfRange', {
        longestHorizonMonths: LONGEST_HORIZON_MONTHS,
      }),
      message('bids:core.twelveIsOneYear'),
      {
        field: 'months',
      },
    );
  }
  const valid = bids.filter((bid) => !isExpired(bid, terms.nowS));
  const given = gatherOptions(valid, capacities, plan, terms);
  const { options, firstFit } = given;
  const placeOf = new Map(firstFit.map((option) => [option.bid.id, option]));
  const isFirstFit = ({ bid, capacity, startMonth }: BidOption) => {
    const place = placeOf.get(bid.id);
    return place?.capacity === capacity && place.startMonth === startMonth;
  };
  return {
    horizonMonths,
    given,
    program: {
      columns: options.map((option) => ({ value: option.netMicroUsd / MICRO_PER_USD, upper: 1 })),
      rows: [...limitBidsToOnce(options), ...limitSlicesToFree(options, horizonMonths)],
      start: options.map((option) => (isFirstFit(option) ? 1 : 0)),
    },
  };
}

/** Keeps the options that fit, counted exactly: the solver's answer fits only within its tolerance. */
function keepFitting(options: readonly BidOption[]): readonly BidOption[] {
  const usage = new Usage();
  const taken = new Set<string>();
  return options.filter((option) => {
    if (taken.has(option.bid.id) || !usage.fits(option)) {
      return false;
    }
    usage.add(option);
    taken.add(option.bid.id);
    return true;
  });
}

function sumIncome(options: readonly BidOption[]): number {
  return options.reduce((sum, option) => sum + option.netMicroUsd, 0);
}

/** Reads the solver's answer and checks it in whole numbers; the first set that fits is kept where it earns more. */
export function readBestSet({ given }: BestSetProblem, solution: IntegerSolution): BestSet {
  const picked = given.options.filter((_, column) => (solution.values[column] ?? 0) > 0);
  const solved = keepFitting(picked);
  const chosen = sumIncome(solved) >= sumIncome(given.firstFit) ? solved : given.firstFit;
  const incomeMicroUsd = sumIncome(chosen);
  const isProven = given.isWhole && solution.status === 'optimal' && solved.length === picked.length;
  const solverBound = given.isWhole ? Math.round(solution.upperBound * MICRO_PER_USD) : Number.POSITIVE_INFINITY;
  const boundMicroUsd = isProven
    ? incomeMicroUsd
    : Math.max(incomeMicroUsd, Math.min(solverBound, given.boundMicroUsd));
  return { chosen, incomeMicroUsd, boundMicroUsd, isOptimal: boundMicroUsd === incomeMicroUsd };
}
