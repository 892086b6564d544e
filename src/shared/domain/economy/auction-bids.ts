import type { AuctionBid } from '#shared/contract/economy/economy.ts';
import { Decimal, isPlainDecimal } from '#shared/decimal.ts';
import { type FarmerError, invalidInput } from '#shared/errors.ts';
import { message, type Message } from '#shared/message.ts';
import type { RejectedRow, TableRow } from '#shared/domain/table-header.ts';

/** Invalid rows that the error message lists. */
const MAX_LISTED_ROWS = 5;

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

/** The names that each column may have, with the factor of its values: the published example has amounts in thousands. */
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

/** Of two columns with one meaning, using either would be a guess. */
function findColumn(header: readonly string[], names: Readonly<Record<string, number>>): Column | null {
  const [title, second] = header.filter((name) => Object.hasOwn(names, name));
  if (title !== undefined && second !== undefined) {
    const named =
      title === second
        ? message('economy:core.headerNamesTwice', { title })
        : message('economy:core.headerNamesBoth', { title, second });
    throw invalidInput(named, message('app:core.leaveOneColumnOut'), { column: title });
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
      message('economy:core.auctionHeaderWrong', {
        header: header.join(',').slice(0, 60),
      }),
      message('economy:core.startAuctionWithHeader'),
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

type Cell = { readonly value: Decimal } | { readonly reason: Message };

function readAmount(row: TableRow, column: Column, name: string, isZeroAllowed: boolean): Cell {
  const text = (row.cells[column.index] ?? '').trim();
  if (!isPlainDecimal(text)) {
    return {
      reason:
        text === ''
          ? message('economy:core.columnMissing', { name })
          : message('economy:core.columnNotNumber', { name, text: text.slice(0, 40) }),
    };
  }
  const value = new Decimal(text).times(column.factor);
  if (value.isNegative() || (value.isZero() && !isZeroAllowed)) {
    const shown = { name, text: text.slice(0, 40) };
    return {
      reason: isZeroAllowed
        ? message('economy:core.columnNegative', shown)
        : message('economy:core.columnNotAboveZero', shown),
    };
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

function readRow(row: TableRow, columns: Columns): AuctionBid | RejectedRow {
  const lp = (row.cells[columns.lp.index] ?? '').trim();
  const amount = readAmount(row, columns.amount, 'amount', false);
  const minPrice = readAmount(row, columns.minPrice, 'min_price', false);
  const contributed = readOptional(row, columns.contributed, 'contributed');
  const exited = readOptional(row, columns.exited, 'exited');
  const reasons = [amount, minPrice, contributed, exited].flatMap((cell) =>
    cell !== null && 'reason' in cell ? [cell.reason] : [],
  );
  if (lp === '') {
    reasons.unshift(message('economy:core.columnMissing', { name: 'lp' }));
  }
  if (reasons.length > 0 || 'reason' in amount || 'reason' in minPrice) {
    return {
      line: row.line,
      reason: reasons.reduce((first, second) => message('app:core.twoReasons', { first, second })),
    };
  }
  return {
    lp,
    amount: amount.value,
    minPrice: minPrice.value,
    contributed: valueOf(contributed),
    exited: valueOf(exited),
  };
}

/** An auction over part of a file would give another price, so an invalid row rejects the whole file. */
function rejectedRowsError(rejected: readonly RejectedRow[]): FarmerError {
  const rows = rejected
    .slice(0, MAX_LISTED_ROWS)
    .map(({ line, reason }) => message('economy:core.brokenRow', { line, reason }))
    .reduceRight((rest, first) => message('economy:core.brokenRowList', { first, rest }));
  const more = Math.max(0, rejected.length - MAX_LISTED_ROWS);
  return invalidInput(
    more === 0
      ? message('economy:core.brokenRows', { rows })
      : message('economy:core.brokenRowsAndMore', { rows, more }),
    message('economy:core.correctRows'),
    { line: rejected[0]?.line ?? 1, rows: rejected.length },
  );
}

/**
 * Reads the rows of a bid file, the first of which names the columns `lp`, `amount`, `min_price` and, where wanted,
 * `contributed` and `exited`, in any order. The published example's own titles are understood, amounts in thousands.
 * @throws FarmerError INVALID_INPUT when a column is missing or named twice, or a row is invalid
 * Source: docs/rules.md#auction
 */
export function readAuctionBids(rows: readonly TableRow[]): readonly AuctionBid[] {
  const columns = readHeader(rows[0]);
  const bids: AuctionBid[] = [];
  const rejected: RejectedRow[] = [];
  for (const row of rows.slice(1)) {
    const read = readRow(row, columns);
    if ('reason' in read) {
      rejected.push(read);
    } else {
      bids.push(read);
    }
  }
  if (rejected.length > 0) {
    throw rejectedRowsError(rejected);
  }
  return bids;
}
