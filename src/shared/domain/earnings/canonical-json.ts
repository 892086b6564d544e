import { invalidInput } from '#shared/errors.ts';

/** What a canonical document may hold: no fractions, so that no writer can print a number in another way. */
export type CanonicalValue =
  | string
  | number
  | boolean
  | null
  | readonly CanonicalValue[]
  | { readonly [key: string]: CanonicalValue };

function writeNumber(value: number): string {
  if (!Number.isSafeInteger(value)) {
    throw invalidInput('A report holds whole numbers and decimal strings only.', 'Write the amount as a string.');
  }
  return String(value === 0 ? 0 : value);
}

function isList(value: CanonicalValue): value is readonly CanonicalValue[] {
  return Array.isArray(value);
}

/**
 * The one text of a document: keys sorted by their UTF-16 units, no spaces, whole numbers, strings escaped as JSON
 * does. Two programs that agree on the content get the same bytes, and so the same hash.
 * @throws FarmerError INVALID_INPUT for a number that is not a whole one
 * Source: docs/rules.md#report-hash
 */
export function canonicalJson(value: CanonicalValue): string {
  if (typeof value === 'number') {
    return writeNumber(value);
  }
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) {
    return JSON.stringify(value);
  }
  if (isList(value)) {
    return `[${value.map(canonicalJson).join(',')}]`;
  }
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${canonicalJson(entry)}`).join(',')}}`;
}
