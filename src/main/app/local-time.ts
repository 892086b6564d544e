import { fixedTimeZone, isTimeZone } from '#shared/domain/earnings/zone-offsets.ts';

/**
 * Minutes since local midnight, because quiet hours and the digest use the farmer's own time.
 * @param timeMs unix milliseconds
 */
export function localMinuteOfDay(timeMs: number): number {
  const time = new Date(timeMs);
  return time.getHours() * 60 + time.getMinutes();
}

let last: { readonly nowMs: number; readonly zone: string } | undefined;

/** {@link localTimeZone}, cached per instant, because determining the system's time zone is slow. */
export function localTimeZoneAt(nowMs: number): string {
  if (last?.nowMs !== nowMs) {
    last = { nowMs, zone: localTimeZone(nowMs) };
  }
  return last.zone;
}

/**
 * The time zone of this computer: an IANA name, or the current UTC offset when the system has no valid name, as with
 * `TZ=:/etc/localtime` and `TZ=`.
 * @param name the system's name of its time zone; may be empty or invalid
 * @param nowMs unix milliseconds
 */
export function localTimeZone(
  nowMs: number,
  name: string | null = new Intl.DateTimeFormat().resolvedOptions().timeZone,
): string {
  return typeof name === 'string' && isTimeZone(name) ? name : fixedTimeZone(-new Date(nowMs).getTimezoneOffset());
}
