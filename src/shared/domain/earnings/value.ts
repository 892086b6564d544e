import type { Missing, PeriodMoney, TftPrice } from '#shared/contract/earnings/value.ts';
import { Decimal, type DecimalString, roundHalfUp, sumOfAll, sumOf } from '#shared/decimal.ts';
import { PERIOD_LENGTH_S } from '#shared/domain/uptime/periods.ts';
import { NEEDED_NUMBERS, type NeededNumber } from './needed-numbers.ts';

/** Places of every amount in USD: each line is rounded once, half up, and all sums are exact. */
const MONEY_PLACES = 8;

const WATT_SECONDS_PER_KWH = 3_600_000;

/** An amount in USD as every line of money holds it. */
export function money(usd: Decimal): Decimal {
  return roundHalfUp(usd, MONEY_PLACES);
}

/** The value of an amount of TFT at a price, unrounded. Source: docs/rules.md#money */
export function worthOfTft(tft: Decimal, usdPerTft: Decimal): Decimal {
  return tft.times(usdPerTft);
}

/** What a steady load costs. @param usdPerWatt what one watt costs, drawn through the whole time */
export function costOfPower(watts: Decimal, usdPerWatt: Decimal): Decimal {
  return money(watts.times(usdPerWatt));
}

/** No figure for want of some numbers, named in their usual order. */
export function missingNumbers(names: Iterable<NeededNumber>): Missing {
  const wanted = new Set(names);
  return { state: 'missing', missing: NEEDED_NUMBERS.filter((name) => wanted.has(name)) };
}

/** The inputs of the money of a whole period; null means not entered. */
export interface PeriodFacts {
  /** Null where the hardware or what its policy pays is not known. */
  readonly rewardTft: Decimal | null;
  readonly price: TftPrice;
  /** On average. */
  readonly watts: Decimal | null;
  /** What one watt costs, drawn through the period. */
  readonly usdPerWatt: Decimal | null;
  readonly otherUsd: Decimal;
}

/** What decides where the net of a period is 0. */
export interface BreakEvenFacts {
  readonly tft: Decimal;
  /** Income other than TFT. */
  readonly revenueUsd: Decimal;
  readonly grossUsd: Decimal;
  readonly powerUsd: Decimal;
  readonly otherUsd: Decimal;
  readonly watts: Decimal;
}

/** The prices at which the net of a period is 0; null where no price of a TFT, or of a kilowatt-hour, would do. */
export function breakEvenPrices({ tft, revenueUsd, grossUsd, powerUsd, otherUsd, watts }: BreakEvenFacts) {
  const kwh = watts.times(PERIOD_LENGTH_S).div(WATT_SECONDS_PER_KWH);
  const left = grossUsd.minus(otherUsd);
  return {
    breakEvenTftPriceUsd: tft.isZero() ? null : Decimal.max(0, powerUsd.plus(otherUsd).minus(revenueUsd)).div(tft),
    breakEvenKwhPriceUsd: kwh.isZero() || left.isNegative() ? null : left.div(kwh),
  };
}

function knownMoney(amounts: Omit<BreakEvenFacts, 'revenueUsd'>): PeriodMoney {
  const { grossUsd, powerUsd, otherUsd } = amounts;
  return {
    state: 'known',
    grossUsd,
    powerUsd,
    otherUsd,
    netUsd: grossUsd.minus(powerUsd).minus(otherUsd),
    ...breakEvenPrices({ ...amounts, revenueUsd: new Decimal(0) }),
  };
}

/**
 * The money of one whole minting period of a node: gross = TFT of its reward × the farmer's TFT price, power = average
 * watts × 730.8 h × the tariff, net = gross − power − other running costs.
 * Source: docs/rules.md#money
 */
export function periodMoney({ rewardTft, price, watts, usdPerWatt, otherUsd }: PeriodFacts): PeriodMoney {
  const grossUsd = rewardTft === null || price.usd === null ? null : money(worthOfTft(rewardTft, price.usd));
  const powerUsd = watts === null || usdPerWatt === null ? null : costOfPower(watts, usdPerWatt);
  if (rewardTft === null || grossUsd === null || watts === null || powerUsd === null) {
    const missing = missingNumbers([
      ...(rewardTft === null ? ['reward' as const] : []),
      ...(price.usd === null ? ['tft-price' as const] : []),
      ...(watts === null ? ['watts' as const] : []),
      ...(usdPerWatt === null ? ['tariff' as const] : []),
    ]);
    return { ...missing, grossUsd, powerUsd };
  }
  return knownMoney({ tft: rewardTft, grossUsd, powerUsd, otherUsd, watts });
}

/** One node of a sum: its facts and the money that follows from them. */
export interface NodeOfSum {
  readonly rewardTft: Decimal | null;
  readonly watts: Decimal | null;
  readonly money: PeriodMoney;
}

/** The money of several nodes together. Where a number of one of them is missing there is no net, and it is named. */
export function totalMoney(nodes: readonly NodeOfSum[]): PeriodMoney {
  const known = nodes.flatMap(({ money: one }) => (one.state === 'known' ? [one] : []));
  if (known.length < nodes.length) {
    return {
      ...missingNumbers(nodes.flatMap(({ money: one }) => (one.state === 'missing' ? one.missing : []))),
      grossUsd: sumOfAll(nodes.map(({ money: one }) => one.grossUsd)),
      powerUsd: sumOfAll(nodes.map(({ money: one }) => one.powerUsd)),
    };
  }
  return knownMoney({
    tft: sumOf(nodes.flatMap(({ rewardTft }) => rewardTft ?? [])),
    watts: sumOf(nodes.flatMap((node) => node.watts ?? [])),
    grossUsd: sumOf(known.map((one) => one.grossUsd)),
    powerUsd: sumOf(known.map((one) => one.powerUsd)),
    otherUsd: sumOf(known.map((one) => one.otherUsd)),
  });
}

/** Months until an income has paid a price, rounded up; null for never, as where there are more than a number can hold. */
export function monthsToPay(priceUsd: Decimal, perMonthUsd: Decimal): number | null {
  const months = perMonthUsd.gt(0) ? priceUsd.div(perMonthUsd).ceil() : null;
  return months === null || months.gt(Number.MAX_SAFE_INTEGER) ? null : months.toNumber();
}

/** Months until the net of a period has paid a machine, rounded up; null for never, and while a number is missing. */
export function paybackMonths(priceUsd: DecimalString | null, one: PeriodMoney): number | null {
  return priceUsd === null || one.state === 'missing' ? null : monthsToPay(new Decimal(priceUsd), one.netUsd);
}
