import type { Row, RowData } from '@tanstack/react-table';
import { createSortedRowModel, rowSortingFeature, tableFeatures } from '@tanstack/react-table';
import { Decimal, isPlainDecimal } from '#shared/decimal.ts';

/** What tables of the kit can do: order their rows by one column. */
export const sortableTable = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });

/** Orders two plain decimals. Floats decide only where they differ: they never order two decimals the wrong way round. */
function compareDecimals(left: string, right: string): number {
  return Math.sign(Number(left) - Number(right)) || new Decimal(left).comparedTo(new Decimal(right));
}

function comparer(compare: (left: string, right: string) => number) {
  return <Data extends RowData>(
    a: Row<typeof sortableTable, Data>,
    b: Row<typeof sortableTable, Data>,
    columnId: string,
  ): number => compare(String(a.getValue(columnId)), String(b.getValue(columnId)));
}

/** Orders rows by a column of texts, in the reader's alphabet. */
export const byText = comparer((left, right) => left.localeCompare(right));

/** Orders rows by a column of decimals; what is no decimal is ordered as text. */
export const byDecimal = comparer((left, right) =>
  isPlainDecimal(left) && isPlainDecimal(right) ? compareDecimals(left, right) : left.localeCompare(right),
);
