import { Decimal, roundHalfUp, sumOf } from '#shared/decimal.ts';
import type { Payback, ProjectedMonth, Projection } from '#shared/contract/earnings/projections.ts';
import { periodByIndex } from '#shared/domain/uptime/periods.ts';
import { type Assumptions, assertAssumptions } from './assumptions.ts';
import { monthIncome, type MonthIncome } from './income.ts';
import { hasRevenue, RULE_PAY } from './rule-pay.ts';
import { usdPerWatt } from './tariff.ts';
import { breakEvenPrices, costOfPower, money, worthOfTft } from './value.ts';

/** A later payback counts as never. */
const LATEST_PAYBACK_MONTHS = 600;
const ROI_PLACES = 6;

/** What is written off in one month, so that the months add up to the cost exactly. Source: docs/rules.md#projection */
export function hardwareOfMonth(assumptions: Assumptions, month: number): Decimal {
  const { hardwareUsd, amortisationMonths } = assumptions.costs;
  const until = (count: number) =>
    money(hardwareUsd.times(Math.min(count, amortisationMonths)).div(amortisationMonths));
  return until(month).minus(until(month - 1));
}

/** What one watt costs in each month, in USD. A flat tariff has one figure for all. */
export function wattPrices(assumptions: Assumptions): readonly Decimal[] {
  const { tariff } = assumptions.costs;
  const priceOf = (month: number) => {
    const period = periodByIndex(assumptions.firstPeriod + month - 1);
    return usdPerWatt(tariff, period.startS, period.endS);
  };
  const first = priceOf(1);
  return Array.from({ length: assumptions.months }, (_, index) =>
    tariff.kind === 'flat' || index === 0 ? first : priceOf(index + 1),
  );
}

/** Average watts at a utilisation: idle, and the span to loaded in proportion. */
export function wattsAt({ idle, loaded }: { readonly idle: Decimal; readonly loaded: Decimal }, utilisation: Decimal) {
  return idle.plus(loaded.minus(idle).times(utilisation));
}

/** The average watts of a projection. */
function averageWatts({ costs: { wattsIdle: idle, wattsLoaded: loaded }, usage }: Assumptions): Decimal {
  return wattsAt({ idle, loaded }, usage.utilisation);
}

/** Whether the income is the same in every month after the first: it differs through the supply of TFT and through accepted bids. */
function isSteady(assumptions: Assumptions): boolean {
  if (hasRevenue(assumptions.rules) && assumptions.usage.bookedUsd.some((booked) => booked.gt(0))) {
    return false;
  }
  return assumptions.token.mintedTft === null || RULE_PAY[assumptions.rules].capTft === null;
}

function incomeOfMonths(assumptions: Assumptions): readonly MonthIncome[] {
  const steady = isSteady(assumptions) ? monthIncome(assumptions, 2) : null;
  return Array.from({ length: assumptions.months }, (_, index) =>
    steady !== null && index > 0 ? steady : monthIncome(assumptions, index + 1),
  );
}

function projectMonths(assumptions: Assumptions): readonly ProjectedMonth[] {
  const prices = wattPrices(assumptions);
  const watts = averageWatts(assumptions);
  const other = money(assumptions.costs.otherPerMonthUsd);
  const months: ProjectedMonth[] = [];
  let cumulative = new Decimal(0);
  let cash = assumptions.costs.hardwareUsd.negated();
  for (const [index, income] of incomeOfMonths(assumptions).entries()) {
    const share = money(income.share);
    const electricity = costOfPower(watts, prices[index] ?? new Decimal(0));
    const hardware = hardwareOfMonth(assumptions, index + 1);
    const taken = share.minus(electricity).minus(other);
    const net = taken.minus(hardware);
    cumulative = cumulative.plus(net);
    cash = cash.plus(taken);
    const period = periodByIndex(assumptions.firstPeriod + index).name;
    const { rewardTft } = income;
    const gross = money(income.gross);
    months.push({
      month: index + 1,
      period,
      rewardTft,
      gross,
      share,
      electricity,
      hardware,
      other,
      net,
      cumulative,
      cash,
    });
  }
  return months;
}

/** A machine that cost nothing has paid for itself once it has earned anything at all. */
function hasPaid(cash: Decimal, hardwareUsd: Decimal): boolean {
  return hardwareUsd.isZero() ? cash.gt(0) : cash.gte(0);
}

function findPayback(months: readonly ProjectedMonth[], hardwareUsd: Decimal): Payback {
  const within = months.find((month) => hasPaid(month.cash, hardwareUsd));
  if (within !== undefined) {
    return { kind: 'within', month: within.month };
  }
  const last = months.at(-1);
  const monthly = last === undefined ? new Decimal(0) : last.share.minus(last.electricity).minus(last.other);
  if (last === undefined || monthly.lte(0)) {
    return { kind: 'never', why: months.every((month) => month.share.isZero()) ? 'earns-nothing' : 'costs-more' };
  }
  const month = last.cash.negated().div(monthly).ceil().plus(last.month);
  return month.lte(LATEST_PAYBACK_MONTHS)
    ? { kind: 'later', month: month.toNumber() }
    : { kind: 'never', why: 'too-late' };
}

/** The prices at which the first month covers its running costs. */
function breakEvensOf(assumptions: Assumptions, month: ProjectedMonth | undefined) {
  if (month === undefined) return { breakEvenTftPriceUsd: null, breakEvenKwhPriceUsd: null };
  const { rewardTft, share, electricity, other } = month;
  return breakEvenPrices({
    tft: rewardTft,
    revenueUsd: share.minus(money(worthOfTft(rewardTft, assumptions.token.tftPriceUsd))),
    grossUsd: share,
    powerUsd: electricity,
    otherUsd: other,
    watts: averageWatts(assumptions),
  });
}

/** The TFT price at which what comes in over all months has paid the machine, and neither more nor less. */
function paidTftPrice({ token, costs }: Assumptions, months: readonly ProjectedMonth[], cash: Decimal): Decimal | null {
  const tft = sumOf(months.map(({ rewardTft }) => rewardTft));
  return tft.isZero() || costs.hardwareUsd.isZero() ? null : Decimal.max(0, token.tftPriceUsd.minus(cash.div(tft)));
}

/**
 * What a node earns month by month: gross → the farmer's share → electricity → hardware → net → cumulative, exact in
 * decimals.
 * @throws FarmerError INVALID_INPUT naming the assumption that is invalid
 * Source: docs/rules.md#projection
 */
export function project(assumptions: Assumptions): Projection {
  assertAssumptions(assumptions);
  const { hardwareUsd } = assumptions.costs;
  const months = projectMonths(assumptions);
  const payback = findPayback(months, hardwareUsd);
  const last = months.at(-1);
  const cash = last?.cash ?? new Decimal(0);
  const totalNet = last?.cumulative ?? new Decimal(0);
  const count = Math.max(1, months.length);
  return {
    months,
    ...breakEvensOf(assumptions, months[0]),
    paidTftPriceUsd: paidTftPrice(assumptions, months, cash),
    netPerMonth: totalNet.div(count),
    afterPowerPerMonth: cash.plus(hardwareUsd).div(count),
    payback,
    breakEvenMonth: payback.kind === 'within' ? payback.month : null,
    roi: hardwareUsd.isZero() ? null : roundHalfUp(cash.div(hardwareUsd), ROI_PLACES),
    totalNet,
  };
}
