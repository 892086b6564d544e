import type { IntegerProgram, IntegerRow, IntegerSolution } from '#shared/domain/slices/integer-program.ts';
import { invalidInput } from '#shared/errors.ts';
import { phrase } from '#shared/phrase.ts';
import type { Bid } from './bid.ts';
import type { Lot } from './lots.ts';
import { MICRO_PER_USD } from './micro-usd.ts';
import { bidMoney, type RankTerms } from './money.ts';
import { endAfterMonths } from './reservations.ts';
import { needOf, slicesNeeded } from './supply.ts';
import { uptimeRisk } from './uptime-risk.ts';
import { isExpired } from './worth.ts';

/** One way to take one bid: on which lot, from which of the coming months. */
export interface BidOption {
  readonly bid: Bid;
  readonly lot: Lot;
  readonly slices: number;
  /** 0: now. */
  readonly startMonth: number;
  /** The first month that no longer belongs to it; it may lie past the horizon. */
  readonly endMonth: number;
  /** Net within the horizon, in millionths of a USD. */
  readonly netMicroUsd: number;
}

/** A question for the solver: which bids to take, where and when. */
export interface BestSetQuestion {
  readonly horizonMonths: number;
  readonly options: readonly BidOption[];
  readonly program: IntegerProgram;
}

/** The best set of bids, checked exactly against what is free. */
export interface BestSet {
  readonly chosen: readonly BidOption[];
  /** Net within the horizon, in millionths of a USD. */
  readonly incomeMicroUsd: number;
  /** No set brings more than this, as far as the solver has proven. */
  readonly boundMicroUsd: number;
  readonly isOptimal: boolean;
}

/** How far the question looks, and whether a bid may begin later than now. */
export interface BestSetPlan {
  /** 1 to {@link LONGEST_HORIZON_MONTHS}. */
  readonly horizonMonths: number;
  /** Lets a bid begin in any month until it expires, one without a date in any; otherwise all begin now. */
  readonly mayBeginLater: boolean;
}

/** The longest horizon in months. */
export const LONGEST_HORIZON_MONTHS = 60;

function freeIn(lot: Lot, month: number): number {
  return lot.freeInMonth[month] ?? lot.group.count;
}

function fitsFrom(lot: Lot, slices: number, startMonth: number, months: number): boolean {
  for (let month = startMonth; month < startMonth + months; month += 1) {
    if (freeIn(lot, month) < slices) {
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

function optionsOn(bid: Bid, lot: Lot, plan: BestSetPlan, terms: RankTerms): readonly BidOption[] {
  const slices = slicesNeeded(needOf(bid), lot.group);
  const isBarred =
    (bid.certifiedOnly && !lot.node.isCertified) ||
    uptimeRisk(lot.node.uptime, bid.minUptimePercent)?.isLikely === true;
  if (slices === null || isBarred) {
    return [];
  }
  const { netMicroUsd } = bidMoney(bid, lot, slices, terms);
  if (netMicroUsd <= 0) {
    return [];
  }
  return startMonths(bid, terms.nowS, plan)
    .filter((startMonth) => fitsFrom(lot, slices, startMonth, bid.months))
    .map((startMonth) => {
      const endMonth = startMonth + bid.months;
      const counted = Math.min(plan.horizonMonths, endMonth) - startMonth;
      return { bid, lot, slices, startMonth, endMonth, netMicroUsd: netMicroUsd * counted };
    });
}

function rowsOncePerBid(options: readonly BidOption[]): readonly IntegerRow[] {
  const columnsOf = new Map<string, number[]>();
  for (const [column, option] of options.entries()) {
    columnsOf.set(option.bid.id, [...(columnsOf.get(option.bid.id) ?? []), column]);
  }
  return [...columnsOf.values()]
    .filter((columns) => columns.length > 1)
    .map((columns) => ({ limit: 1, columns, coefficients: columns.map(() => 1) }));
}

interface Load {
  readonly columns: number[];
  readonly coefficients: number[];
}

/**
 * Whether a month needs a row of its own. Past the horizon nothing begins, so that what is in use only shrinks: there a
 * month binds only where a later reservation leaves less free than the horizon's last month.
 */
function isBinding(lot: Lot, month: number, horizonMonths: number): boolean {
  return month < horizonMonths || freeIn(lot, month) < freeIn(lot, horizonMonths - 1);
}

function rowsOfCapacity(options: readonly BidOption[], horizonMonths: number): readonly IntegerRow[] {
  const loads = new Map<Lot, Map<number, Load>>();
  for (const [column, option] of options.entries()) {
    const months = loads.get(option.lot) ?? new Map<number, Load>();
    loads.set(option.lot, months);
    for (let month = option.startMonth; month < option.endMonth; month += 1) {
      const load = months.get(month) ?? { columns: [], coefficients: [] };
      months.set(month, load);
      load.columns.push(column);
      load.coefficients.push(option.slices);
    }
  }
  return [...loads].flatMap(([lot, months]) =>
    [...months]
      .filter(([month]) => isBinding(lot, month, horizonMonths))
      .map(([month, load]) => ({ limit: freeIn(lot, month), ...load })),
  );
}

/**
 * Asks for the set of bids that brings the most net income within a horizon, without ever promising a slice twice.
 * Bids that bring nothing, have expired or cannot be taken are left out.
 * @throws FarmerError INVALID_INPUT for another horizon
 * Source: docs/rules.md#best-set
 */
export function askBestSet(
  bids: readonly Bid[],
  lots: readonly Lot[],
  plan: BestSetPlan,
  terms: RankTerms,
): BestSetQuestion {
  const { horizonMonths } = plan;
  if (!Number.isInteger(horizonMonths) || horizonMonths < 1 || horizonMonths > LONGEST_HORIZON_MONTHS) {
    throw invalidInput(
      phrase('The horizon is from 1 to {{longestHorizonMonths}} months.', {
        longestHorizonMonths: LONGEST_HORIZON_MONTHS,
      }),
      'Take 12 for a year.',
      {
        field: 'months',
      },
    );
  }
  const options = bids
    .filter((bid) => !isExpired(bid, terms.nowS))
    .flatMap((bid) => lots.flatMap((lot) => optionsOn(bid, lot, plan, terms)));
  return {
    horizonMonths,
    options,
    program: {
      columns: options.map((option) => ({ value: option.netMicroUsd / MICRO_PER_USD, upper: 1 })),
      rows: [...rowsOncePerBid(options), ...rowsOfCapacity(options, horizonMonths)],
    },
  };
}

function monthsOf({ startMonth, endMonth }: BidOption): readonly number[] {
  return Array.from({ length: endMonth - startMonth }, (_, index) => startMonth + index);
}

/** Takes options in turn as long as they fit, exactly; the solver's own answer always does, within its tolerance. */
function keepWhatFits(options: readonly BidOption[]): readonly BidOption[] {
  const inUse = new Map<Lot, Map<number, number>>();
  const taken = new Set<string>();
  return options.filter((option) => {
    const used = inUse.get(option.lot) ?? new Map<number, number>();
    const months = monthsOf(option);
    const isFree = months.every((month) => (used.get(month) ?? 0) + option.slices <= freeIn(option.lot, month));
    if (!isFree || taken.has(option.bid.id)) {
      return false;
    }
    for (const month of months) {
      used.set(month, (used.get(month) ?? 0) + option.slices);
    }
    inUse.set(option.lot, used);
    taken.add(option.bid.id);
    return true;
  });
}

/** Reads the solver's answer and checks it in whole numbers. */
export function readBestSet(question: BestSetQuestion, solution: IntegerSolution): BestSet {
  const picked = question.options.filter((_, column) => (solution.values[column] ?? 0) > 0);
  const chosen = keepWhatFits(picked);
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
