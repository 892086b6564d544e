import { expect, test } from 'vitest';
import { Decimal, toPlain } from '#shared/decimal.ts';
import { rentOf, usedByUsers } from '#shared/domain/grid/listed-use.ts';

const GIB = 1_073_741_824;
const rent = (priceUsd: string, extraFeeMusd: number, isCertified: boolean, discount: number | null) => {
  const { monthUsd, dedicatedMonthUsd } = rentOf({
    priceUsd: new Decimal(priceUsd),
    extraFeeMusd,
    isCertified,
    dedicatedDiscountPercent: discount,
  });
  return [toPlain(monthUsd), dedicatedMonthUsd && toPlain(dedicatedMonthUsd)];
};

// The proxy's own function gave these prices; the extra fee of the second is 5 USD a month on the chain.
test('adds a monthly extra fee, and discounts a whole node', () => {
  expect(rent('206.536', 0, false, null)).toEqual(['206.536', null]);
  expect(rent('206.536', 0, false, 50)).toEqual(['206.536', '103.268']);
  expect(rent('94.95', 5000, true, 60)).toEqual(['99.5', '42.8']);
});

test('excludes the capacity reserved by Zero-OS from the rented capacity', () => {
  const total = { cru: 8, mruBytes: 32 * GIB, sruBytes: 1000 * GIB, hruBytes: 0 };
  const used = { cru: 2, mruBytes: Math.floor(3.2 * GIB) + GIB, sruBytes: 20 * GIB, hruBytes: 0 };
  expect(usedByUsers(total, used)).toEqual({ cru: 2, mruBytes: GIB, sruBytes: 0, hruBytes: 0 });
  expect(usedByUsers({ ...total, mruBytes: 8 * GIB }, { ...used, mruBytes: GIB })).toMatchObject({ mruBytes: 0 });
});
