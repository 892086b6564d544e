import type { Period } from '#shared/contract/uptime/periods.ts';
import { FarmerError, invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { type Certification, MAX_PERIOD_INDEX } from './limits.ts';

/** Unix second at which minting period 0 starts: 2018-03-31T12:56:40Z. Source: docs/rules.md#periods */
export const FIRST_PERIOD_START_S = 1_522_501_000;
/** Length of every minting period in seconds: 30.45 days = 730.8 hours. Source: docs/rules.md#periods */
export const PERIOD_LENGTH_S = 2_630_880;
/** The permille of uptime below which a period pays nothing. Source: docs/rules.md#uptime-target */
export const TARGET_PERMILLE = { diy: 950, certified: 980 } as const satisfies Readonly<Record<Certification, number>>;

/**
 * The period with a given index.
 * @param index 0 to {@link MAX_PERIOD_INDEX}
 * @throws FarmerError INVALID_INPUT when there is no such period
 * Source: docs/rules.md#periods
 */
export function periodByIndex(index: number): Period {
  if (!Number.isSafeInteger(index) || index < 0 || index > MAX_PERIOD_INDEX) {
    throw invalidInput(
      message('uptime:core.periodUnknown', { index: String(index) }),
      message('uptime:core.givePeriodIndex', { maxPeriodIndex: MAX_PERIOD_INDEX }),
      { field: 'index' },
    );
  }
  const startS = FIRST_PERIOD_START_S + index * PERIOD_LENGTH_S;
  return { index, name: utcMonth(startS + PERIOD_LENGTH_S / 2), startS, endS: startS + PERIOD_LENGTH_S };
}

/**
 * The period that holds an instant. Both ends belong to a period, so the instant that two periods share belongs to
 * both; this function returns the one that starts there, as the minting program does for the current period.
 * @param timeS unix seconds, fractions allowed
 * @throws FarmerError INVALID_INPUT before the first period, and past the last that has a name
 * Source: docs/rules.md#periods
 */
export function periodAt(timeS: number): Period {
  const index = Math.floor((timeS - FIRST_PERIOD_START_S) / PERIOD_LENGTH_S);
  if (!Number.isFinite(timeS) || index < 0 || index > MAX_PERIOD_INDEX) {
    throw invalidInput(
      message('uptime:core.timeInNoPeriod', { timeS: String(timeS) }),
      message('uptime:core.giveTimeOfPeriod'),
      { field: 'at' },
    );
  }
  return periodByIndex(index);
}

/** Whether a clock can be right: its time is within a minting period. */
export function isClockPossible(nowMs: number): boolean {
  const startMs = FIRST_PERIOD_START_S * 1000;
  return nowMs >= startMs && nowMs < startMs + (MAX_PERIOD_INDEX + 1) * PERIOD_LENGTH_S * 1000;
}

/**
 * The period of now.
 * @throws FarmerError REFUSED when the clock is wrong: it is set to before the first period, or past the last
 */
export function currentPeriod(nowMs: number): Period {
  if (isClockPossible(nowMs)) {
    return periodAt(nowMs / 1000);
  }
  const shown = Math.abs(nowMs) <= MAX_DATE_MS ? new Date(nowMs).toISOString().slice(0, 10) : String(nowMs);
  throw new FarmerError('REFUSED', message('uptime:core.clockWrong', { shown }), {
    hint: message('uptime:core.setClock'),
  });
}

/** The last instant that has a date. */
const MAX_DATE_MS = 8_640_000_000_000_000;

/**
 * The uptime in permille of a whole period, floored and at most 1000.
 * @param uptimeSeconds whole seconds, 0 to 2^53-1; more than a period counts as a whole period
 * @throws FarmerError INVALID_INPUT when negative, fractional or absurd
 * Source: docs/rules.md#permille
 */
export function uptimePermille(uptimeSeconds: number): number {
  if (!Number.isSafeInteger(uptimeSeconds) || uptimeSeconds < 0) {
    throw invalidInput(
      message('uptime:core.uptimeSecondsInvalid', {
        uptimeSeconds: String(uptimeSeconds),
      }),
      message('uptime:core.wholePeriodSeconds', { periodLengthS: PERIOD_LENGTH_S }),
      { field: 'uptimeSeconds' },
    );
  }
  return Math.floor((Math.min(uptimeSeconds, PERIOD_LENGTH_S) * 1000) / PERIOD_LENGTH_S);
}

/** The fewest whole seconds of uptime that still pay: DIY 2,499,336, certified 2,578,263. Source: docs/rules.md#uptime-target */
export function minimumUptimeSeconds(certification: Certification): number {
  return Math.ceil((PERIOD_LENGTH_S * TARGET_PERMILLE[certification]) / 1000);
}

/** The whole seconds of downtime that a whole period allows: DIY 131,544, certified 52,617. Source: docs/rules.md#uptime-target */
export function allowedDownSeconds(certification: Certification): number {
  return PERIOD_LENGTH_S - minimumUptimeSeconds(certification);
}

function utcMonth(timeS: number): string {
  return new Date(timeS * 1000).toISOString().slice(0, 7);
}
