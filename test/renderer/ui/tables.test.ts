import { describe, expect, it } from 'vitest';
import { toCsv, toJson } from '#renderer/ui/export-table.ts';
import { sortRows } from '#renderer/ui/table-sort.ts';

const columns = [
  { id: 'buyer', isNumber: false },
  { id: 'priceUsd', isNumber: true },
] as const;

describe('tables', () => {
  it('orders decimals as numbers, not as texts', () => {
    expect(sortRows(['10', '9', '-1', '9.5'], (row) => row, true, 'ascending')).toEqual(['-1', '9', '9.5', '10']);
  });

  it('keeps unknown values last both ways and equal rows in their order', () => {
    const rows = [
      { id: 1, value: null },
      { id: 2, value: '5' },
      { id: 3, value: '5' },
      { id: 4, value: '7' },
    ];
    const ids = (direction: 'ascending' | 'descending') =>
      sortRows(rows, (row) => row.value, true, direction).map((row) => row.id);
    expect(ids('ascending')).toEqual([2, 3, 4, 1]);
    expect(ids('descending')).toEqual([4, 2, 3, 1]);
  });

  it('writes a hostile name as text, never as a formula that a spreadsheet runs', () => {
    expect(toCsv(columns, [['=HYPERLINK("x")', '-5']])).toBe('buyer,priceUsd\r\n"\'=HYPERLINK(""x"")",-5');
  });

  it('quotes commas and line breaks, and leaves unknown cells empty', () => {
    expect(toCsv(columns, [['a,b\nc', null]])).toBe('buyer,priceUsd\r\n"a,b\nc",');
  });

  it('exports decimals as they are, with every digit', () => {
    expect(JSON.parse(toJson(columns, [['a', '0.10000000000000000001']]))).toEqual([
      { buyer: 'a', priceUsd: '0.10000000000000000001' },
    ]);
  });
});
