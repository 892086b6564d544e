import { describe, expect, it } from 'vitest';
import { comparePrice } from '#shared/domain/slices/prices/price-bounds.ts';
import { Decimal } from '#shared/decimal.ts';
import { type LiveBase, listNotablePrices } from '#renderer/features/slices/live-price.ts';

function baseOf(floor: string | null, min: string, max: string, suggested: string): LiveBase {
  return {
    point: { sliceCount: 1, shareKept: new Decimal('0.8'), costMonth: new Decimal(0) },
    bounds: {
      floor: floor === null ? null : new Decimal(floor),
      band: { min: new Decimal(min), max: new Decimal(max) },
    },
    suggested: new Decimal(suggested),
    relations: { hourMarkup: '1', dayMarkup: '1', yearDiscount: '0' },
  };
}

function stopsOf(base: LiveBase): readonly string[] {
  return listNotablePrices(base).map(({ names, price }) => `${names.join('+')} ${price}`);
}

describe('the notable prices on the slider', () => {
  it('are in ascending order, wherever the floor is', () => {
    expect(stopsOf(baseOf('6.61', '1.2', '12', '7.94'))).toEqual([
      'least 1.2',
      'floor 6.61',
      'suggested 7.94',
      'most 12',
    ]);
    expect(stopsOf(baseOf('15', '1.2', '12', '12.5'))).toEqual(['least 1.2', 'most 12', 'suggested 12.5', 'floor 15']);
  });

  // Catches labels printed over each other.
  it('are merged when they are equal', () => {
    expect(stopsOf(baseOf('1.2', '1.2', '12', '12'))).toEqual(['floor+least 1.2', 'suggested+most 12']);
  });

  it('omit an unreachable and an unknown floor', () => {
    expect(stopsOf(baseOf(null, '1.2', '12', '5'))).toEqual(['least 1.2', 'suggested 5', 'most 12']);
    expect(stopsOf(baseOf('0', '1.2', '12', '5'))).toEqual(['least 1.2', 'suggested 5', 'most 12']);
  });

  // Catches a price that is refused when it is selected: 6.61523239 rounded to 6.6152 is below the floor.
  it('are allowed as prices', () => {
    const base = baseOf('6.61523239', '1.24285714', '12.42857142', '7.94');
    for (const { names, price } of listNotablePrices(base)) {
      const isBelowFloor = names.includes('least');
      expect(comparePrice(new Decimal(price), base.bounds)).toBe(isBelowFloor ? 'below-floor' : 'within');
    }
  });
});
