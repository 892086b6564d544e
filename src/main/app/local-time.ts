/**
 * Minutes since local midnight: quiet hours and the digest are in the farmer's own time.
 * @param timeMs unix milliseconds
 */
export function localMinuteOfDay(timeMs: number): number {
  const time = new Date(timeMs);
  return time.getHours() * 60 + time.getMinutes();
}

/** This computer's time zone: an IANA name. */
export function localTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
