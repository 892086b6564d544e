import type { Bid } from '#shared/contract/bids/bids.ts';
import type { IntegerProgram, IntegerRow, IntegerSolution } from '#shared/domain/slices/integer-program.ts';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { computeBidIncome, isExpired, MICRO_PER_USD, type RankingTerms } from './bid-value.ts';
import { type Capacity, isExcluded } from './capacity.ts';
import { LONGEST_HORIZON_MONTHS } from './constants.ts';
import { endAfterMonths } from './reservations.ts';
import { computeNeed, slicesNeeded } from './supply.ts';

/** One way to accept one bid: on which capacity, from which of the coming months. */
export interface BidOption {
  readonly bid: Bid;
  readonly capacity: Capacity;
  readonly slices: number;
  /** 0: now. */
  readonly startMonth: number;
  /** The first month after it; it may lie past the horizon. */
  readonly endMonth: number;
  /** Net within the horizon, in millionths of a USD. */
  readonly netMicroUsd: number;
}

/** A problem for the solver: which bids to accept, where and when. */
export interface BestSetProblem {
  readonly horizonMonths: number;
  readonly options: readonly BidOption[];
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

/** How many months are considered, and whether a bid may begin later than now. */
export interface BestSetPlan {
  /** 1 to {@link LONGEST_HORIZON_MONTHS}. */
  readonly horizonMonths: number;
  /** A bid may begin in any month until it expires; otherwise all begin now. */
  readonly mayBeginLater: boolean;
}

function freeIn(capacity: Capacity, month: number): number {
  return capacity.freeInMonth[month] ?? capacity.group.count;
}

function fitsFrom(capacity: Capacity, slices: number, startMonth: number, months: number): boolean {
  for (let month = startMonth; month < startMonth + months; month += 1) {
    if (freeIn(capacity, month) < slices) {
      return false;
    }
  }
  return true;
}

/** The months in which a bid may begin. */
function startMonths(bid: Bid, nowS: number, { horizonMonths, mayBeginLater }: BestSetPlan): readonly number[] {
  return Array.from({ length: mayBeginLater ? horizonMonths : 1 }, (_, month) => month).filter(
    (month) => month === 0 || bid.expiresAtS === null || endAfterMonths(nowS, month) <= bid.expiresAtS,
  );
}

function listOptions(bid: Bid, capacity: Capacity, plan: BestSetPlan, terms: RankingTerms): readonly BidOption[] {
  const slices = slicesNeeded(computeNeed(bid), capacity.group);
  if (slices === null || isExcluded(bid, capacity.node)) {
    return [];
  }
  const { netMicroUsd } = computeBidIncome(bid, capacity, slices, terms);
  if (netMicroUsd <= 0) {
    return [];
  }
  return startMonths(bid, terms.nowS, plan)
    .filter((startMonth) => fitsFrom(capacity, slices, startMonth, bid.months))
    .map((startMonth) => {
      const endMonth = startMonth + bid.months;
      const counted = Math.min(plan.horizonMonths, endMonth) - startMonth;
      return { bid, capacity, slices, startMonth, endMonth, netMicroUsd: netMicroUsd * counted };
    });
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
  const options = bids
    .filter((bid) => !isExpired(bid, terms.nowS))
    .flatMap((bid) => capacities.flatMap((capacity) => listOptions(bid, capacity, plan, terms)));
  return {
    horizonMonths,
    options,
    program: {
      columns: options.map((option) => ({ value: option.netMicroUsd / MICRO_PER_USD, upper: 1 })),
      rows: [...limitBidsToOnce(options), ...limitSlicesToFree(options, horizonMonths)],
    },
  };
}

function listMonths({ startMonth, endMonth }: BidOption): readonly number[] {
  return Array.from({ length: endMonth - startMonth }, (_, index) => startMonth + index);
}

/** Keeps the options that fit, counted exactly: the solver's answer fits only within its tolerance. */
function keepFitting(options: readonly BidOption[]): readonly BidOption[] {
  const inUse = new Map<Capacity, Map<number, number>>();
  const taken = new Set<string>();
  return options.filter((option) => {
    const used = inUse.get(option.capacity) ?? new Map<number, number>();
    const months = listMonths(option);
    const isFree = months.every((month) => (used.get(month) ?? 0) + option.slices <= freeIn(option.capacity, month));
    if (!isFree || taken.has(option.bid.id)) {
      return false;
    }
    for (const month of months) {
      used.set(month, (used.get(month) ?? 0) + option.slices);
    }
    inUse.set(option.capacity, used);
    taken.add(option.bid.id);
    return true;
  });
}

/** Reads the solver's answer and checks it in whole numbers. */
export function readBestSet(problem: BestSetProblem, solution: IntegerSolution): BestSet {
  const picked = problem.options.filter((_, column) => (solution.values[column] ?? 0) > 0);
  const chosen = keepFitting(picked);
  const incomeMicroUsd = chosen.reduce((sum, option) => sum + option.netMicroUsd, 0);
  const isOptimal = solution.status === 'optimal' && chosen.length === picked.length;
  const bound = Math.round(solution.upperBound * MICRO_PER_USD);
  return {
    chosen,
    incomeMicroUsd,
    boundMicroUsd: isOptimal ? incomeMicroUsd : Math.max(bound, incomeMicroUsd),
    isOptimal,
  };
}
