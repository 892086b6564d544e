import { describe, expect, it } from 'vitest';
import { toCsv, toJson } from '#renderer/ui/export-table.ts';

const columns = [
  { id: 'buyer', isNumber: false },
  { id: 'priceUsd', isNumber: true },
] as const;

describe('exported tables', () => {
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
