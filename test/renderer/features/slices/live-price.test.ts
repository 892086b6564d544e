import { describe, expect, it } from 'vitest';
import { judgePrice } from '#shared/domain/slices/prices/rails.ts';
import { Decimal } from '#shared/decimal.ts';
import { type LiveBase, railStops } from '#renderer/features/slices/live-price.ts';

function baseOf(floor: string | null, min: string, max: string): LiveBase {
  return {
    point: { sliceCount: 1, shareKept: new Decimal('0.8'), costMonth: new Decimal(0) },
    rails: {
      floor: floor === null ? null : new Decimal(floor),
      band: { min: new Decimal(min), max: new Decimal(max) },
    },
    relations: { hourMarkup: new Decimal(1), dayMarkup: new Decimal(1), yearDiscount: new Decimal(0) },
  };
}

function stopsOf(base: LiveBase, suggested: string): readonly string[] {
  return railStops(base, new Decimal(suggested)).map(({ names, price }) => `${names.join('+')} ${price}`);
}

describe('the stops of the price rail', () => {
  it('stand in the order of their prices, wherever the floor lies', () => {
    expect(stopsOf(baseOf('6.61', '1.2', '12'), '7.94')).toEqual([
      'least 1.2',
      'floor 6.61',
      'suggested 7.94',
      'most 12',
    ]);
    expect(stopsOf(baseOf('15', '1.2', '12'), '12.5')).toEqual(['least 1.2', 'most 12', 'suggested 12.5', 'floor 15']);
  });

  // Catches marks printed over each other: equal prices are one stop with all their names.
  it('are one where they are the same price', () => {
    expect(stopsOf(baseOf('1.2', '1.2', '12'), '12')).toEqual(['floor+least 1.2', 'suggested+most 12']);
  });

  it('leave out a floor that no price reaches, and one that nothing is known of', () => {
    expect(stopsOf(baseOf(null, '1.2', '12'), '5')).toEqual(['least 1.2', 'suggested 5', 'most 12']);
    expect(stopsOf(baseOf('0', '1.2', '12'), '5')).toEqual(['least 1.2', 'suggested 5', 'most 12']);
  });

  // Catches a stop that is refused when it is taken: 6.61523239 rounded to 6.6152 lies below the floor.
  it('are allowed when they are taken', () => {
    const base = baseOf('6.61523239', '1.24285714', '12.42857142');
    for (const { names, price } of railStops(base, new Decimal('7.94'))) {
      const isBelowFloor = names.includes('least');
      expect(judgePrice(new Decimal(price), base.rails).standing).toBe(isBelowFloor ? 'below-floor' : 'within');
    }
  });
});
