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

/**
 * The civil day a number of days after 1970-01-01, by the usual reckoning with years that start in March, so that a
 * leap day ends its year and 400-year cycles repeat exactly.
 */
export function civilDay(daysSince1970: number): CivilDay {
  const shifted = daysSince1970 + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const weekday = ((((daysSince1970 + 3) % 7) + 7) % 7) + 1;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
    weekday,
  };
}

/** Unix seconds of 00:00 UTC of a civil day: the inverse of {@link civilDay}. */
export function civilToUnixS(year: number, month: number, day: number): number {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const marchMonth = month > 2 ? month - 3 : month + 9;
  const dayOfYear = Math.floor((153 * marchMonth + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return (era * 146_097 + dayOfEra - 719_468) * DAY_S;
}
