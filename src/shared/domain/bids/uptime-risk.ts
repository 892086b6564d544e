import { Decimal, type DecimalString } from '#shared/decimal.ts';

/** The uptime of a node's closed periods in permille, 0 to 1000, in any order. Periods without a record are left out. */
export type UptimeRecord = readonly number[];

/** How likely a node misses a bid's minimum uptime in a month, from its own record. */
export interface UptimeRisk {
  readonly periods: number;
  readonly misses: number;
  /** 0 to 1: (misses + 1) / (periods + 2), so that a short record claims little. */
  readonly missChance: Decimal;
  /** Whether a miss is more likely than not. */
  readonly isLikely: boolean;
}

/**
 * The chance of missing a minimum uptime, by the rule of succession over the node's closed periods.
 * @returns null when the bid has no minimum, or nothing was recorded yet
 * Source: docs/rules.md#uptime-risk
 */
export function uptimeRisk(record: UptimeRecord, minUptimePercent: DecimalString | null): UptimeRisk | null {
  if (minUptimePercent === null || record.length === 0) {
    return null;
  }
  const target = new Decimal(minUptimePercent).times(10);
  const misses = record.filter((permille) => target.gt(permille)).length;
  const missChance = new Decimal(misses + 1).div(record.length + 2);
  return { periods: record.length, misses, missChance, isLikely: missChance.gt('0.5') };
}

/** The chance that a miss happens in at least one of several months. */
export function missChanceOver(missChance: Decimal, months: number): Decimal {
  return new Decimal(1).minus(new Decimal(1).minus(missChance).pow(months));
}
