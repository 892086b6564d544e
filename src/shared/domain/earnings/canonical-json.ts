import canonicalize from 'canonicalize';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';

/** The content of a canonical document. */
export type CanonicalValue =
  | string
  | number
  | boolean
  | null
  | readonly CanonicalValue[]
  | { readonly [key: string]: CanonicalValue };

/** Fractions are refused: amounts are decimal strings, so no program can print them in another way. */
function assertWholeNumbers(_key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw invalidInput(message('earnings:core.reportNumberInvalid'), message('earnings:core.writeAmountAsString'));
  }
  return value;
}

/**
 * The canonical text of a document (RFC 8785): two programs that agree on the content get the same bytes and hash.
 * @throws FarmerError INVALID_INPUT for a number that is not a whole one
 * Source: docs/rules.md#report-hash
 */
export function canonicalJson(value: CanonicalValue): string {
  JSON.stringify(value, assertWholeNumbers);
  return canonicalize(value) ?? 'null';
}
