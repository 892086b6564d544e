const MS_PER_S = 1000;
const LABEL_INTERVAL_DAYS = 5;

/**
 * The local midnights within a time range; days of 23 and 25 hours keep their length.
 * @param startS unix seconds
 * @param endS unix seconds
 * @returns unix seconds, ascending
 */
export function midnights(startS: number, endS: number): readonly number[] {
  const found: number[] = [];
  const day = new Date(startS * MS_PER_S);
  day.setHours(0, 0, 0, 0);
  if (day.getTime() < startS * MS_PER_S) day.setDate(day.getDate() + 1);
  while (day.getTime() <= endS * MS_PER_S) {
    found.push(day.getTime() / MS_PER_S);
    day.setDate(day.getDate() + 1);
  }
  return found;
}

/** Every fifth day of a period from its first midnight, for the labels of charts. */
export function labelledDays(startS: number, endS: number): readonly number[] {
  return midnights(startS, endS).filter((_, index) => index % LABEL_INTERVAL_DAYS === 0);
}
