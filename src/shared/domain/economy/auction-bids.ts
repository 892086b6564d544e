import { Decimal, isPlainDecimal } from '#shared/decimal.ts';
import { invalidInput } from '#shared/errors.ts';
import { phrase } from '#shared/phrase.ts';
import type { AuctionBid } from './dutch-auction.ts';

/** One row of a table as it was read: its line in the file, from 1, and its cells. */
export interface TableRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A row that cannot be taken, and why. */
export interface BrokenRow {
  readonly line: number;
  readonly reason: string;
}

/** What a bid file holds. `broken` rows are named, never guessed. */
export interface BidTable {
  readonly bids: readonly AuctionBid[];
  readonly broken: readonly BrokenRow[];
}

interface Column {
  readonly index: number;
  readonly factor: number;
}

interface Columns {
  readonly lp: Column;
  readonly amount: Column;
  readonly minPrice: Column;
  readonly contributed: Column | null;
  readonly exited: Column | null;
}

/** Each column under the names it may have; the published example counts its amounts in thousands. */
const NAMES = {
  lp: { lp: 1, provider: 1 },
  amount: {
    amount: 1,
    amount_eur: 1,
    amount_usd: 1,
    amount_usdc: 1,
    amount_tft: 1,
    amount_eur_k: 1000,
    amount_k: 1000,
  },
  minPrice: { min_price: 1, min_price_eur: 1, min_price_usd: 1, minimum_price: 1 },
  contributed: { contributed: 1 },
  exited: { exited: 1, past_exits: 1 },
} as const satisfies Readonly<Record<keyof Columns, Readonly<Record<string, number>>>>;

/** Two columns of one meaning cannot both be right, and taking either would be a guess. */
function findColumn(header: readonly string[], names: Readonly<Record<string, number>>): Column | null {
  const [title, second] = header.filter((name) => Object.hasOwn(names, name));
  if (title !== undefined && second !== undefined) {
    const both = title === second ? `"${title}" twice` : `both "${title}" and "${second}"`;
    throw invalidInput(phrase('The first line names {{both}}.', { both }), 'Leave one of the two columns out.', {
      column: title,
    });
  }
  const factor = names[title ?? ''];
  return title === undefined || factor === undefined ? null : { index: header.indexOf(title), factor };
}

function readHeader(row: TableRow | undefined): Columns {
  const header = (row?.cells ?? []).map((cell) =>
    cell
      .replace(/^\uFEFF/, '')
      .trim()
      .toLowerCase(),
  );
  const lp = findColumn(header, NAMES.lp);
  const amount = findColumn(header, NAMES.amount);
  const minPrice = findColumn(header, NAMES.minPrice);
  if (lp === null || amount === null || minPrice === null) {
    throw invalidInput(
      phrase('The first line must name the columns lp, amount and min_price, not "{{header}}".', {
        header: header.join(',').slice(0, 60),
      }),
      'Start the file with the line "lp,amount,min_price".',
      { line: row?.line ?? 1 },
    );
  }
  return {
    lp,
    amount,
    minPrice,
    contributed: findColumn(header, NAMES.contributed),
    exited: findColumn(header, NAMES.exited),
  };
}

type Cell = { readonly value: Decimal } | { readonly reason: string };

function readAmount(row: TableRow, column: Column, name: string, isZeroAllowed: boolean): Cell {
  const text = (row.cells[column.index] ?? '').trim();
  if (!isPlainDecimal(text)) {
    return { reason: text === '' ? `${name} is missing` : `${name} is not a number: "${text.slice(0, 40)}"` };
  }
  const value = new Decimal(text).times(column.factor);
  if (value.isNegative() || (value.isZero() && !isZeroAllowed)) {
    return { reason: `${name} must be ${isZeroAllowed ? 'zero or more' : 'above zero'}: "${text.slice(0, 40)}"` };
  }
  return { value };
}

/** An optional column: absent or empty is null. */
function readOptional(row: TableRow, column: Column | null, name: string): Cell | null {
  const isEmpty = column === null || (row.cells[column.index] ?? '').trim() === '';
  return isEmpty ? null : readAmount(row, column, name, true);
}

function valueOf(cell: Cell | null): Decimal | null {
  return cell !== null && 'value' in cell ? cell.value : null;
}

function readRow(row: TableRow, columns: Columns): AuctionBid | BrokenRow {
  const lp = (row.cells[columns.lp.index] ?? '').trim();
  const amount = readAmount(row, columns.amount, 'amount', false);
  const minPrice = readAmount(row, columns.minPrice, 'min_price', false);
  const contributed = readOptional(row, columns.contributed, 'contributed');
  const exited = readOptional(row, columns.exited, 'exited');
  const reasons = [amount, minPrice, contributed, exited].flatMap((cell) =>
    cell !== null && 'reason' in cell ? [cell.reason] : [],
  );
  if (lp === '') {
    reasons.unshift('lp is missing');
  }
  if (reasons.length > 0 || 'reason' in amount || 'reason' in minPrice) {
    return { line: row.line, reason: reasons.join('; ') };
  }
  return {
    lp,
    amount: amount.value,
    minPrice: minPrice.value,
    contributed: valueOf(contributed),
    exited: valueOf(exited),
  };
}

/**
 * Reads the rows of a bid file, the first of which names the columns `lp`, `amount`, `min_price` and, where wanted,
 * `contributed` and `exited`, in any order. The published example's own titles are understood, amounts in thousands.
 * @throws FarmerError INVALID_INPUT when a column is missing or stands there twice
 * Source: docs/rules.md#auction
 */
export function readBidTable(rows: readonly TableRow[]): BidTable {
  const columns = readHeader(rows[0]);
  const bids: AuctionBid[] = [];
  const broken: BrokenRow[] = [];
  for (const row of rows.slice(1)) {
    const read = readRow(row, columns);
    if ('reason' in read) {
      broken.push(read);
    } else {
      bids.push(read);
    }
  }
  return { bids, broken };
}
