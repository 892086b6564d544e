import { DAY_S } from '#shared/units.ts';

/** A day of the Gregorian calendar with its weekday. `month` 1 to 12; `weekday` 1 (Monday) to 7 (Sunday). */
export interface CivilDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
}

/** Months since year 0, so that months can be subtracted. `month` 1 to 12. */
export function monthNumber(year: number, month: number): number {
  return year * 12 + month - 1;
}

/** The civil day a number of days after 1970-01-01. */
export function civilDay(daysSince1970: number): CivilDay {
  const date = new Date(daysSince1970 * DAY_S * 1000);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay() === 0 ? 7 : date.getUTCDay(),
  };
}

/** Unix seconds of 00:00 UTC of a civil day: the inverse of {@link civilDay}. */
export function civilToUnixS(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / 1000;
}
