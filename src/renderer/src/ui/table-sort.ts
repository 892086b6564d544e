import { Decimal, isPlainDecimal } from '#shared/decimal.ts';
import type { CellValue } from './export-table.ts';

/** Which column a table is ordered by, and which way. */
export interface Sort {
  readonly columnId: string;
  readonly direction: 'ascending' | 'descending';
}

function compareNumbers(a: CellValue, b: CellValue): number {
  const [left, right] = [String(a), String(b)];
  if (!isPlainDecimal(left) || !isPlainDecimal(right)) return left.localeCompare(right);
  return new Decimal(left).comparedTo(new Decimal(right));
}

/** Orders rows by a raw value, stably; unknown values stand last whichever way the table is ordered. */
export function sortRows<Row>(
  rows: readonly Row[],
  value: (row: Row) => CellValue,
  isNumber: boolean,
  direction: Sort['direction'],
): readonly Row[] {
  const flip = direction === 'ascending' ? 1 : -1;
  return [...rows].sort((a, b) => {
    const [left, right] = [value(a), value(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    const order = isNumber ? compareNumbers(left, right) : String(left).localeCompare(String(right));
    return order * flip;
  });
}
