export type Row = Readonly<Record<string, unknown>>;

/** The value as an object of unknown fields, or an empty object for anything else. */
export function asRecord(value: unknown): Row {
  return typeof value === 'object' && value !== null ? (value as Row) : {};
}

/** The objects of a list; empty for anything else. */
export function asRecords(value: unknown): readonly Row[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'object' && item !== null).map(asRecord) : [];
}

/** Placeholders of manufacturers for fields that they did not fill in. */
const PLACEHOLDER =
  /^(?:-|n\/?a|none|null|unknown|undefined|unspecified|not (?:specified|available|provided|applicable)|default(?: string)?|default_?string|system (?:product name|manufacturer|version)|to be filled by o\.?e\.?m\.?|o\.?e\.?m\.?|x\.x|0+)$/i;
const MAX_TEXT_LENGTH = 120;

/** Short printable text; a manufacturer's placeholder becomes "". */
export function cleanText(value: unknown): string {
  if (typeof value !== 'string') {
    return '';
  }
  const text = value
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_TEXT_LENGTH);
  return PLACEHOLDER.test(text) ? '' : text;
}

/** The name of a device without its folder. */
export function deviceName(value: unknown): string {
  return cleanText(value).replace(/^\/dev\//, '');
}

/** The value of a JSON text; `null` for anything else. */
export function parseJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return null;
  }
}

/**
 * A whole number from 1 to `max`, given as a number or digits; `null` for zero, NaN, negative and implausible values.
 */
export function positiveWhole(value: unknown, max: number): number | null {
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value.trim()) ? Number(value.trim()) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 1 && number <= max ? number : null;
}

/** A positive finite number up to `max`, rounded to an integer; `null` otherwise. */
export function positiveRounded(value: unknown, max: number): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 && value <= max
    ? Math.max(1, Math.round(value))
    : null;
}

/** The `name: value` or `name=value` lines of a text; the first of a repeated name wins. */
export function parseLines(text: string, separator: ':' | '='): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const at = line.indexOf(separator);
    const name = line.slice(0, at).trim();
    if (at > 0 && !values.has(name)) {
      values.set(name, line.slice(at + 1).trim());
    }
  }
  return values;
}

/** A number or text as text; "" for anything else. */
export function codeText(value: unknown): string {
  return typeof value === 'number' || typeof value === 'string' ? String(value) : '';
}
