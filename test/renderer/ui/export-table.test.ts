import { describe, expect, it } from 'vitest';
import { toCsv, toJson } from '#renderer/ui/export-table.ts';

const columns = [
  { id: 'buyer', isNumber: false },
  { id: 'priceUsd', isNumber: true },
] as const;

describe('exported tables', () => {
  it('escape a hostile name that a spreadsheet would run as a formula', () => {
    expect(toCsv(columns, [['=HYPERLINK("x")', '-5']])).toBe('buyer,priceUsd\r\n"\'=HYPERLINK(""x"")",-5');
  });

  it('quote commas and line breaks, and leave unknown cells empty', () => {
    expect(toCsv(columns, [['a,b\nc', null]])).toBe('buyer,priceUsd\r\n"a,b\nc",');
  });

  it('export decimals with every digit', () => {
    expect(JSON.parse(toJson(columns, [['a', '0.10000000000000000001']]))).toEqual([
      { buyer: 'a', priceUsd: '0.10000000000000000001' },
    ]);
  });
});
