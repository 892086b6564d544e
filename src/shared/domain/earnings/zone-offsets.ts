import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { DAY_S, HOUR_S } from '#shared/units.ts';

/** A stretch of time with one offset of a zone from UTC: seconds, positive east of Greenwich. */
export interface OffsetSpan {
  readonly startS: number;
  readonly endS: number;
  readonly offsetS: number;
}

/** Offsets are kept in blocks of this length, counted from 1970-01-01T00:00Z. */
const BLOCK_S = 366 * DAY_S;
/** How often the clocks are checked for a change. The closest changes of any zone up to 2045, of Gaza in 2040, are 6.96 days apart. */
const LOOK_S = 6 * DAY_S;

const FIXED_ZONE = /^([+-])(\d\d):?([0-5]\d)$/;
const OFFSET_NAME = /^GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/;

function signedSeconds(sign: string, hours: string, minutes: string, seconds = '0'): number {
  const size = Number(hours) * HOUR_S + Number(minutes) * 60 + Number(seconds);
  return sign === '-' ? -size : size;
}

/** The offset of a zone like "+05:30", which has no name and never changes; null for named zones. */
function fixedOffset(timeZone: string): number | null {
  const [, sign, hours, minutes] = FIXED_ZONE.exec(timeZone) ?? [];
  return sign === undefined || hours === undefined || minutes === undefined
    ? null
    : signedSeconds(sign, hours, minutes);
}

const knownFormats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = knownFormats.get(timeZone);
  if (known !== undefined) {
    return known;
  }
  try {
    const made = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
    knownFormats.set(timeZone, made);
    return made;
  } catch (cause) {
    throw invalidInput(
      message('earnings:core.timeZoneUnknown', { timeZone: timeZone.slice(0, 40) }),
      message('earnings:core.nameTimeZone'),
      { field: 'timeZone', cause: String(cause) },
    );
  }
}

function offsetAt(format: Intl.DateTimeFormat, timeS: number): number {
  const name = format.formatToParts(timeS * 1000).find((part) => part.type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes, seconds] = OFFSET_NAME.exec(name) ?? [];
  return sign === undefined || hours === undefined || minutes === undefined
    ? 0
    : signedSeconds(sign, hours, minutes, seconds);
}

/** The first second with the later offset, between an instant with the earlier and one with the later. */
function findChange(format: Intl.DateTimeFormat, beforeS: number, afterS: number, laterOffsetS: number): number {
  let [low, high] = [beforeS, afterS];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(format, middle) === laterOffsetS) {
      high = middle;
    } else {
      low = middle;
    }
  }
  return high;
}

function spansOfBlock(format: Intl.DateTimeFormat, blockStartS: number): readonly OffsetSpan[] {
  const endS = blockStartS + BLOCK_S;
  const spans: OffsetSpan[] = [];
  let [startS, offsetS] = [blockStartS, offsetAt(format, blockStartS)];
  for (let lookedS = blockStartS; lookedS < endS; lookedS += LOOK_S) {
    const nextS = Math.min(lookedS + LOOK_S, endS);
    const next = offsetAt(format, nextS);
    if (next !== offsetS) {
      const changeS = findChange(format, lookedS, nextS, next);
      spans.push({ startS, endS: changeS, offsetS });
      [startS, offsetS] = [changeS, next];
    }
  }
  return startS < endS ? [...spans, { startS, endS, offsetS }] : spans;
}

/** The computed blocks of each zone: Intl is slow, and the result never changes. */
const knownBlocks = new Map<string, readonly OffsetSpan[]>();

function blockOf(timeZone: string, block: number): readonly OffsetSpan[] {
  const key = `${timeZone} ${block}`;
  const spans = knownBlocks.get(key) ?? spansOfBlock(formatOf(timeZone), block * BLOCK_S);
  knownBlocks.set(key, spans);
  return spans;
}

/** Adds a span unless it is empty; a span with the same offset extends the last one. */
function addSpan(spans: OffsetSpan[], span: OffsetSpan): void {
  const last = spans.at(-1);
  if (span.startS >= span.endS) {
    return;
  }
  if (last?.offsetS === span.offsetS) {
    spans[spans.length - 1] = { ...last, endS: span.endS };
  } else {
    spans.push(span);
  }
}

/**
 * How far a zone's clocks are from UTC between two instants: one span for each distance, in order, without gaps.
 * Deterministic: the zone is always given, the computer's own is never used.
 * @param timeZone an IANA name, or a fixed distance like "+01:00"
 * @param startS unix seconds
 * @param endS unix seconds, not before `startS`
 * @throws FarmerError INVALID_INPUT for a zone that does not exist
 * Source: docs/rules.md#electricity
 */
export function offsetSpans(timeZone: string, startS: number, endS: number): readonly OffsetSpan[] {
  const fixed = fixedOffset(timeZone);
  if (fixed !== null) {
    return [{ startS, endS, offsetS: fixed }];
  }
  const spans: OffsetSpan[] = [];
  for (let block = Math.floor(startS / BLOCK_S); block * BLOCK_S < endS; block += 1) {
    for (const span of blockOf(timeZone, block)) {
      addSpan(spans, { ...span, startS: Math.max(span.startS, startS), endS: Math.min(span.endS, endS) });
    }
  }
  return spans;
}

/** Whether a zone exists: an IANA name, or a fixed distance from UTC of at most 14 hours like "+01:00". */
export function isTimeZone(timeZone: string): boolean {
  const fixed = fixedOffset(timeZone);
  if (fixed !== null) {
    return Math.abs(fixed) <= 14 * HOUR_S;
  }
  try {
    formatOf(timeZone);
    return true;
  } catch {
    return false;
  }
}

const twoDigits = (value: number) => String(value).padStart(2, '0');

/** The time zone with a fixed offset from UTC: 60 is "+01:00". @param utcOffsetMinutes -840 to 840 */
export function fixedTimeZone(utcOffsetMinutes: number): string {
  const size = Math.abs(utcOffsetMinutes);
  return `${utcOffsetMinutes < 0 ? '-' : '+'}${twoDigits(Math.floor(size / 60))}:${twoDigits(size % 60)}`;
}
