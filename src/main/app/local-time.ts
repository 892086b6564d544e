import { fixedTimeZone, isTimeZone } from '#shared/domain/earnings/zone-offsets.ts';

/**
 * Minutes since local midnight: quiet hours and the digest are in the farmer's own time.
 * @param timeMs unix milliseconds
 */
export function localMinuteOfDay(timeMs: number): number {
  const time = new Date(timeMs);
  return time.getHours() * 60 + time.getMinutes();
}

let last: { readonly nowMs: number; readonly zone: string } | undefined;

/** As {@link localTimeZone}, once for all that is computed at one instant: the system takes a while to name its zone. */
export function localTimeZoneAt(nowMs: number): string {
  if (last?.nowMs !== nowMs) {
    last = { nowMs, zone: localTimeZone(nowMs) };
  }
  return last.zone;
}

/**
 * This computer's time zone: an IANA name, or how far its clocks stand from UTC now where it names none, as with the
 * settings `TZ=:/etc/localtime` and `TZ=`.
 * @param name as the system names it; it may be empty, or a name that nobody knows
 * @param nowMs unix milliseconds
 */
export function localTimeZone(
  nowMs: number,
  name: string | null = new Intl.DateTimeFormat().resolvedOptions().timeZone,
): string {
  return typeof name === 'string' && isTimeZone(name) ? name : fixedTimeZone(-new Date(nowMs).getTimezoneOffset());
}
