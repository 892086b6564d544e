import type { ReceiptKind } from '#shared/contract/uptime/receipts.ts';
import { fieldsOf, isReceiptHash } from './receipt-reading.ts';

/** A receipt in a document, with its kind and hash if they are given. */
export interface ReceiptEntry {
  readonly content: unknown;
  /** Undefined where it is not named. */
  readonly kind: ReceiptKind | undefined;
  /** Empty where none is named. */
  readonly hash: string;
}

const KINDS: Readonly<Record<string, ReceiptKind>> = { minting: 'minting', fixup: 'fixup', retry: 'retry' };
/** The names under which a document holds a list of receipts. */
const LIST_NAMES = ['receipts', 'data'];

/** The receipt in an entry, under the name of its kind or under `receipt`, with the hash beside it. */
function entryOf(content: unknown, hash: string): ReceiptEntry {
  const outer = fieldsOf(content) ?? {};
  const inner = fieldsOf(outer['receipt']) ?? outer;
  const own = [outer['hash'], inner['hash']].find((value) => typeof value === 'string' && isReceiptHash(value));
  const known = typeof own === 'string' ? own.toLowerCase() : hash;
  const named = Object.keys(inner).find((name) => Object.hasOwn(KINDS, name.toLowerCase()));
  if (named !== undefined && fieldsOf(inner[named]) !== null) {
    return { content: inner[named], kind: KINDS[named.toLowerCase()], hash: known };
  }
  return { content: inner === outer ? content : inner, kind: undefined, hash: known };
}

/** Lists within lists are followed so far. */
const MAX_DEPTH = 8;

/**
 * The receipts in a document, in every form in which the grid's tools give them: the receipts service's lists and single
 * answers, receipts by hash, lists of any of them, `{"receipts":[…]}`, and a bare receipt.
 * @param hash of the document itself, where its file is named by one
 */
export function entriesOf(document: unknown, hash = '', depth = 0): readonly ReceiptEntry[] {
  if (depth > MAX_DEPTH) {
    return [entryOf(document, hash)];
  }
  if (Array.isArray(document)) {
    return document.flatMap((entry) => entriesOf(entry, '', depth + 1));
  }
  const fields = fieldsOf(document) ?? {};
  const list = LIST_NAMES.map((name) => fields[name]).find((value) => typeof value === 'object' && value !== null);
  if (list !== undefined) {
    return entriesOf(list, '', depth + 1);
  }
  const named = Object.entries(fields);
  return named.length > 0 && named.every(([name]) => isReceiptHash(name))
    ? named.map(([name, content]) => entryOf(content, name.toLowerCase()))
    : [entryOf(document, hash)];
}

/** Fields of receipts that are numbers, of every kind and in every section. */
const NUMBER_FIELDS: ReadonlySet<string> = new Set(
  'node_id farm_id twin_id measured_uptime tft_connection_price farming_policy_id start end cu su nu ip ipv4 cru mru sru hru musd tft'.split(
    ' ',
  ),
);
const NUMBER_TEXT = /^\d{1,20}(?:\.\d{1,20})?$/;

/** A receipt whose numbers some tool wrote as texts, with numbers; any other is given back as it is. */
export function withNumbers(content: unknown, depth = 0): unknown {
  const fields = fieldsOf(content);
  if (fields === null || depth > 1) {
    return content;
  }
  let isChanged = false;
  const read = Object.entries(fields).map(([name, value]) => {
    const isText = NUMBER_FIELDS.has(name) && typeof value === 'string' && NUMBER_TEXT.test(value);
    const number = isText ? Number(value) : withNumbers(value, depth + 1);
    isChanged ||= number !== value;
    return [name, number] as const;
  });
  return isChanged ? Object.fromEntries(read) : content;
}
