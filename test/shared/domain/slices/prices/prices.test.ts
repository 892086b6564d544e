import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PRICE_TERMS } from '#shared/domain/slices/constants.ts';
import { bandedPrices, standardPackages } from '#shared/domain/slices/prices/band.ts';
import { convertCurrency, parseCurrency, toUsd } from '#shared/domain/slices/prices/currency.ts';
import { computeHeatmap } from '#shared/domain/slices/prices/income-heatmap.ts';
import {
  breakEvenOccupancy,
  comparePlans,
  type PricePoint,
  priceOutcome,
  shiftPrice,
} from '#shared/domain/slices/prices/income.ts';
import {
  assertPriceAllowed,
  comparePrice,
  type FloorTerms,
  ownCostFloor,
} from '#shared/domain/slices/prices/price-bounds.ts';
import { suggestPrice } from '#shared/domain/slices/prices/suggestion.ts';
import { monthFromPrice, pricesFromMonth, wholeNodePrice } from '#shared/domain/slices/prices/terms.ts';
import type { PriceBounds } from '#shared/contract/slices/prices.ts';
import { DEFAULT_SLICE_PLAN } from '#shared/contract/slices/slices.ts';
import { Decimal, toPlain } from '#shared/decimal.ts';

const d = (text: string | number) => new Decimal(text);
const close = (a: Decimal, b: Decimal) => a.minus(b).abs().lte('1e-20');

const terms: FloorTerms = {
  costMonthUsd: d('23.016'),
  sliceShare: d('0.25'),
  shareKept: d('0.8'),
  occupancy: d('0.5'),
};
const { margin, relations } = DEFAULT_SLICE_PLAN;
const bounds: PriceBounds = { floor: d('2.5'), band: { min: d('1.2'), max: d(12) } };

describe('the own-cost floor', () => {
  it('divides by the kept share and the occupancy: multiplying would sell below cost', () => {
    expect(ownCostFloor(terms)?.toString()).toBe('14.385');
  });

  it('is exactly where the net is zero', () => {
    const floor = ownCostFloor(terms) ?? d(0);
    const outcome = priceOutcome({
      priceMonth: floor,
      sliceCount: 4,
      occupancy: terms.occupancy,
      shareKept: terms.shareKept,
      costMonth: terms.costMonthUsd,
    });
    expect(outcome.net.isZero()).toBe(true);
  });

  it.each([{ shareKept: d(0) }, { occupancy: d(0) }])(
    'is null instead of Infinity when no price covers the cost',
    (patch) => {
      expect(ownCostFloor({ ...terms, ...patch })).toBeNull();
    },
  );

  it('is zero for a node that costs nothing, even when nothing is kept', () => {
    expect(ownCostFloor({ ...terms, costMonthUsd: d(0), shareKept: d(0) })?.toString()).toBe('0');
  });

  it.each([{ shareKept: d('1.1') }, { occupancy: d(-1) }, { sliceShare: d(2) }, { costMonthUsd: d('-76.984') }])(
    'rejects impossible shares and costs',
    (patch) => {
      expect(() => ownCostFloor({ ...terms, ...patch })).toThrow(/from 0 to 1|below zero/);
    },
  );
});

describe('the bounds of a price', () => {
  it.each([
    ['2.5', 'within'],
    ['2.4999', 'below-floor'],
    ['12', 'within'],
    ['12.0001', 'above-band'],
  ])('classify %s as %s', (price, standing) => {
    expect(comparePrice(d(price), bounds)).toBe(standing);
  });

  it('distinguish the band from the floor when the floor is lower', () => {
    expect(comparePrice(d('1.1'), { ...bounds, floor: d(1) })).toBe('below-band');
  });

  // Catches a price in Cloud Credits that counts as allowed although its bounds in USD cannot be compared with it.
  it('refuse a price unless forced when they are unknown', () => {
    expect(comparePrice(d(5), null)).toBe('unknown');
    expect(() => assertPriceAllowed(d(5), null, 'CC', false)).toThrow('needs the gold price');
    expect(assertPriceAllowed(d(5), null, 'CC', true)).toBe('unknown');
  });

  it('are named in the refusal that tested them', () => {
    expect(() => assertPriceAllowed(d(2), bounds, 'USD', false)).toThrow('below the own-cost floor of 2.5 USD');
    expect(() => assertPriceAllowed(d(13), bounds, 'USD', false)).toThrow('ends at 12 USD');
    expect(() => assertPriceAllowed(d(1), { ...bounds, floor: d(0) }, 'CC', false)).toThrow('begins at 1.2 CC');
    expect(() => assertPriceAllowed(d(5), { ...bounds, floor: null }, 'USD', false)).toThrow(
      'no price covers the cost',
    );
  });

  it('never show a floor below the tested one', () => {
    const floor = d(1).div(3);
    expect(() => assertPriceAllowed(d('0.3333'), { ...bounds, floor }, 'USD', false)).toThrow('0.3334');
  });

  it('allow every forced price except one below zero', () => {
    expect(assertPriceAllowed(d('0.01'), bounds, 'USD', true)).toBe('below-floor');
    expect(() => assertPriceAllowed(d('-0.01'), bounds, 'USD', true)).toThrow(/below zero/);
  });
});

describe('the four prices of a slice', () => {
  it('have the published hour at the top of the band', () => {
    expect(pricesFromMonth(d(12), relations).hour.toString()).toBe('0.025');
    expect(bandedPrices(d(28), 7).priceHour.max.toString()).toBe('0.025');
  });

  it('convert every term back to the month, so that slider and fields agree', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), fc.constantFrom(...PRICE_TERMS), (cents, term) => {
        const month = d(cents).div(100);
        const odd = { hourMarkup: '1.7', dayMarkup: '1.1', yearDiscount: '0.15' };
        expect(close(monthFromPrice(pricesFromMonth(month, odd)[term], term, odd), month)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('reject a discount of the whole year', () => {
    expect(() => pricesFromMonth(d(1), { ...relations, yearDiscount: '1' })).toThrow(/discount/);
  });
});

describe('currencies of prices', () => {
  it('convert Cloud Credits by the rate in both directions', () => {
    expect(toUsd(d(100), 'CC', d('0.128'))).toEqual(d('12.8'));
    expect(convertCurrency(d('12.8'), 'USD', 'CC', d('0.128'))).toEqual(d(100));
    expect(toUsd(d(5), 'USD', d('0.128'))).toEqual(d(5));
  });

  it.each(['TFT', '', 'EUR'])('rejects %s', (text) => {
    expect(() => parseCurrency(text)).toThrow(/unknown/);
  });

  it('have no value of Cloud Credits in USD before the gold price is entered', () => {
    expect(toUsd(d(100), 'CC', null)).toBeNull();
    expect(convertCurrency(d(5), 'USD', 'CC', null)).toBeNull();
    expect(convertCurrency(d(5), 'CC', 'CC', null)).toEqual(d(5));
  });
});

const point: PricePoint = {
  priceMonth: d(5),
  sliceCount: 10,
  occupancy: d('0.6'),
  shareKept: d('0.8'),
  costMonth: d(12),
};

describe('the outcome of a price', () => {
  it('has the cost of all slices and the income of the sold ones', () => {
    const outcome = priceOutcome(point);
    expect([outcome.gross, outcome.share, outcome.net].map(toPlain)).toEqual(['30', '24', '12']);
    expect(outcome.breakEvenOccupancy?.toString()).toBe('0.3');
  });

  it('has no break-even when a full node does not cover its cost', () => {
    expect(breakEvenOccupancy({ ...point, priceMonth: d(1) })).toBeNull();
    expect(breakEvenOccupancy({ ...point, priceMonth: d(0) })).toBeNull();
  });

  it('states how many slices may stay unsold before a rise of 25 % costs money', () => {
    const shift = shiftPrice(point, d(25));
    expect(toPlain(shift.after.net.minus(shift.before.net))).toBe('6');
    expect(shift.sameNetOccupancy?.toString()).toBe('0.48');
    expect(shift.spareSlices?.toString()).toBe('1.2');
  });

  it('rejects lowering a price by 100 %', () => {
    expect(() => shiftPrice(point, d(-100))).toThrow(/less than 100/);
  });

  it('has the zero line where the cells change sign', () => {
    const map = computeHeatmap(point, { min: d(1), max: d(9) }, { prices: 9, occupancies: 11 });
    for (const row of map.cells) {
      for (const [index, cell] of row.entries()) {
        const zero = map.zeroLine[index] ?? null;
        expect(cell.net.gte(0)).toBe(zero !== null && cell.occupancy.gte(zero));
      }
    }
    expect(map.zeroLine[0]).toBeNull();
    expect(map.occupancies.at(-1)?.toString()).toBe('1');
  });

  it('compares two plans by net income, not by price', () => {
    const compared = comparePlans(
      point,
      { priceMonth: d(5), occupancy: d('0.6') },
      { priceMonth: d(8), occupancy: d('0.3') },
    );
    expect(toPlain(compared.difference)).toBe('-4.8');
    expect(compared.secondNeedsOccupancy?.toString()).toBe('0.375');
  });
});

describe('the suggested price', () => {
  it('is the higher of cost with margin and the median of the bids', () => {
    const suggestion = suggestPrice({ bounds, bids: [d(9), d(3), d(4)], margin });
    expect(toPlain(suggestion.priceMonth)).toBe('4');
    expect(suggestion.steps.map((step) => step.step)).toEqual(['cost', 'market']);
  });

  it('ignores a market of two bids', () => {
    expect(toPlain(suggestPrice({ bounds, bids: [d(9), d(9)], margin }).priceMonth)).toBe('3');
  });

  it('never leaves the band, not even by rounding', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.array(fc.integer({ min: 0, max: 1e6 }), { maxLength: 6 }),
        (floor, bids) => {
          const odd: PriceBounds = { floor: d(floor).div(1000), band: { min: d('1.4876'), max: d('14.8764') } };
          const { priceMonth } = suggestPrice({
            bounds: odd,
            bids: bids.map((bid) => d(bid).div(1000)),
            margin,
          });
          expect(priceMonth.gte(odd.band.min) && priceMonth.lte(odd.band.max)).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('packages and whole nodes', () => {
  it('price the packages by memory and the whole node at half the slices', () => {
    expect(standardPackages().map((entry) => toPlain(entry.band.min))).toEqual(['1.2', '2.4', '4.8', '9.6']);
    expect(toPlain(wholeNodePrice(d(40), DEFAULT_SLICE_PLAN.wholeNode))).toBe('20');
    expect(toPlain(wholeNodePrice(d(40), { discount: '0.25', dedicatedFeeMonthUsd: '3' }))).toBe('33');
    expect(() => wholeNodePrice(d(40), { discount: '1.01', dedicatedFeeMonthUsd: '0' })).toThrow(/discount/);
  });
});
