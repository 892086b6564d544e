/** ISO 8601 with a zone, in its extended and its basic form, with the space and the small letters of RFC 3339. */
const ISO_WITH_ZONE =
  /^(\d{4})(-?)(\d{2})\2(\d{2})[Tt ](\d{2})(:?)(\d{2})(?:\6(\d{2})(?:[.,](\d{1,9}))?)?(?:[Zz]|([+-]\d{2}):?(\d{2})?)$/;

/** `Date` turns 30 February into 2 March; a day that does not exist is a slip of the pen and refused. */
function isRealDay(day: string): boolean {
  const midnightMs = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(midnightMs) && new Date(midnightMs).toISOString().startsWith(day);
}

/**
 * Milliseconds of an ISO 8601 time with a zone (`2025-01-15T12:00:00Z`, `2025-01-15T13:00+01:00`,
 * `2025-01-15 13:00:00+01`); NaN for anything else, and for a day that does not exist.
 */
export function isoTimeMs(text: string): number {
  const match = ISO_WITH_ZONE.exec(text);
  if (match === null) {
    return Number.NaN;
  }
  const [, year, , month, date, hour, , minute, second = '00', fraction = '0', zoneHour, zoneMinute = '00'] = match;
  const day = `${year}-${month}-${date}`;
  const zone = zoneHour === undefined ? 'Z' : `${zoneHour}:${zoneMinute}`;
  return isRealDay(day) ? Date.parse(`${day}T${hour}:${minute}:${second}.${fraction}${zone}`) : Number.NaN;
}
