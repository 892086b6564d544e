import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bandedPrices } from '#shared/domain/slices/prices/band.ts';
import { fromUsd, parseCurrency, toUsd } from '#shared/domain/slices/prices/currency.ts';
import { type FloorTerms, ownCostFloor, totalCostMonth } from '#shared/domain/slices/prices/floor.ts';
import { breakEvenOccupancy, type PricePoint, priceOutcome, shiftPrice } from '#shared/domain/slices/prices/income.ts';
import { occupancyMap } from '#shared/domain/slices/prices/occupancy-map.ts';
import { standardPackages, wholeNodePrice } from '#shared/domain/slices/prices/packages.ts';
import { comparePlans } from '#shared/domain/slices/prices/price-plans.ts';
import { assertPriceAllowed, judgePrice, type PriceRails } from '#shared/domain/slices/prices/rails.ts';
import {
  DEFAULT_RELATIONS,
  monthFromPrice,
  PRICE_TERMS,
  pricesFromMonth,
} from '#shared/domain/slices/prices/relations.ts';
import { DEFAULT_MARGIN, suggestPrice } from '#shared/domain/slices/prices/suggestion.ts';
import { Decimal, toPlain } from '#shared/decimal.ts';

const d = (text: string | number) => new Decimal(text);
const close = (a: Decimal, b: Decimal) => a.minus(b).abs().lte('1e-20');

const terms: FloorTerms = {
  costs: { electricityUsd: d('14.616'), depreciationUsd: d('8.4'), otherUsd: d(0) },
  sliceShare: d('0.25'),
  shareKept: d('0.8'),
  occupancy: d('0.5'),
};
const rails: PriceRails = { floor: d('2.5'), band: { min: d('1.2'), max: d(12) } };

describe('the own-cost floor', () => {
  it('divides by the share kept and the occupancy: multiplying by them would sell below cost', () => {
    expect(ownCostFloor(terms)?.toString()).toBe('14.385');
  });

  it('is exactly where the net is zero', () => {
    const floor = ownCostFloor(terms) ?? d(0);
    const outcome = priceOutcome({
      priceMonth: floor,
      sliceCount: 4,
      occupancy: terms.occupancy,
      shareKept: terms.shareKept,
      costMonth: totalCostMonth(terms.costs),
    });
    expect(outcome.net.isZero()).toBe(true);
  });

  it.each([{ shareKept: d(0) }, { occupancy: d(0) }])(
    'says that no price covers the cost instead of Infinity',
    (patch) => {
      expect(ownCostFloor({ ...terms, ...patch })).toBeNull();
    },
  );

  it('is zero for a node that costs nothing, even when nothing is kept', () => {
    const free = { electricityUsd: d(0), depreciationUsd: d(0), otherUsd: d(0) };
    expect(ownCostFloor({ ...terms, costs: free, shareKept: d(0) })?.toString()).toBe('0');
  });

  it.each([
    { shareKept: d('1.1') },
    { occupancy: d(-1) },
    { sliceShare: d(2) },
    { costs: { ...terms.costs, otherUsd: d(-100) } },
  ])('refuses shares and costs that cannot be', (patch) => {
    expect(() => ownCostFloor({ ...terms, ...patch })).toThrow(/from 0 to 1|below zero/);
  });
});

describe('the rails', () => {
  it.each([
    ['2.5', 'within'],
    ['2.4999', 'below-floor'],
    ['12', 'within'],
    ['12.0001', 'above-band'],
  ])('%s stands %s', (price, standing) => {
    expect(judgePrice(d(price), rails).standing).toBe(standing);
  });

  it('tells the band from the floor when the floor is lower', () => {
    expect(judgePrice(d('1.1'), { ...rails, floor: d(1) }).standing).toBe('below-band');
  });

  it('refuses with the bound it tested: a message with another number than the code is a known slip', () => {
    expect(() => assertPriceAllowed(d(2), rails, 'USD', false)).toThrow('below the own-cost floor of 2.5 USD');
    expect(() => assertPriceAllowed(d(13), rails, 'USD', false)).toThrow('ends at 12 USD');
    expect(() => assertPriceAllowed(d(1), { ...rails, floor: d(0) }, 'CC', false)).toThrow('begins at 1.2 CC');
    expect(() => assertPriceAllowed(d(5), { ...rails, floor: null }, 'USD', false)).toThrow('no price covers the cost');
  });

  it('never shows a floor below the one it tests', () => {
    const floor = d(1).div(3);
    expect(() => assertPriceAllowed(d('0.3333'), { ...rails, floor }, 'USD', false)).toThrow('0.3334');
  });

  it('lets a price on purpose pass everywhere but below zero', () => {
    expect(assertPriceAllowed(d('0.01'), rails, 'USD', true).standing).toBe('below-floor');
    expect(() => assertPriceAllowed(d('-0.01'), rails, 'USD', true)).toThrow(/below zero/);
  });
});

describe('the four prices of a slice', () => {
  it('gives the published hour at the top of the band', () => {
    expect(pricesFromMonth(d(12)).hour.toString()).toBe('0.025');
    expect(bandedPrices(d(28), 7).hour.max.toString()).toBe('0.025');
  });

  it('goes back to the month from every term: a slider and a box that disagree would drift apart', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), fc.constantFrom(...PRICE_TERMS), (cents, term) => {
        const month = d(cents).div(100);
        const relations = { hourMarkup: d('1.7'), dayMarkup: d('1.1'), yearDiscount: d('0.15') };
        expect(close(monthFromPrice(pricesFromMonth(month, relations)[term], term, relations), month)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('refuses a discount that gives the year away', () => {
    expect(() => pricesFromMonth(d(1), { ...DEFAULT_RELATIONS, yearDiscount: d(1) })).toThrow(/discount/);
  });
});

describe('currencies', () => {
  it('values one Cloud Credit as the rate says, both ways', () => {
    expect(toPlain(toUsd(d(100), 'CC', d('0.128')))).toBe('12.8');
    expect(toPlain(fromUsd(d('12.8'), 'CC', d('0.128')))).toBe('100');
    expect(toPlain(toUsd(d(5), 'USD', d('0.128')))).toBe('5');
  });

  it.each(['TFT', '', 'EUR'])('refuses %s: prices in tokens had to be cut twice', (text) => {
    expect(() => parseCurrency(text)).toThrow(/unknown/);
  });

  it('refuses a worthless Cloud Credit instead of dividing by zero', () => {
    expect(() => fromUsd(d(1), 'CC', d(0))).toThrow(/above zero/);
  });
});

const point: PricePoint = {
  priceMonth: d(5),
  sliceCount: 10,
  occupancy: d('0.6'),
  shareKept: d('0.8'),
  costMonth: d(12),
};

describe('what a price brings', () => {
  it('counts the cost for the whole node and the income for what is sold', () => {
    const outcome = priceOutcome(point);
    expect([outcome.gross, outcome.share, outcome.net].map(toPlain)).toEqual(['30', '24', '12']);
    expect(outcome.breakEvenOccupancy?.toString()).toBe('0.3');
  });

  it('has no break-even where a full node does not pay', () => {
    expect(breakEvenOccupancy({ ...point, priceMonth: d(1) })).toBeNull();
    expect(breakEvenOccupancy({ ...point, priceMonth: d(0) })).toBeNull();
  });

  it('says how many slices a rise of 25 % may lose before it costs money', () => {
    const shift = shiftPrice(point, d(25));
    expect(toPlain(shift.after.net.minus(shift.before.net))).toBe('6');
    expect(shift.sameNetOccupancy?.toString()).toBe('0.48');
    expect(shift.spareSlices?.toString()).toBe('1.2');
  });

  it('refuses to lower a price by all of it', () => {
    expect(() => shiftPrice(point, d(-100))).toThrow(/less than 100/);
  });

  it('draws the zero line where the cells change sign', () => {
    const map = occupancyMap(point, { min: d(1), max: d(9) }, { prices: 9, occupancies: 11 });
    for (const row of map.cells) {
      for (const [index, cell] of row.entries()) {
        const zero = map.zeroLine[index] ?? null;
        expect(cell.net.gte(0)).toBe(zero !== null && cell.occupancy.gte(zero));
      }
    }
    expect(map.zeroLine[0]).toBeNull();
    expect(map.occupancies.at(-1)?.toString()).toBe('1');
  });

  it('compares two plans by what is left, not by what is asked', () => {
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
  it('takes the higher of cost with margin and the middle of the bids', () => {
    const suggestion = suggestPrice({ rails, bids: [d(9), d(3), d(4)], margin: DEFAULT_MARGIN });
    expect(toPlain(suggestion.priceMonth)).toBe('4');
    expect(suggestion.steps.map((step) => step.step)).toEqual(['cost', 'market']);
  });

  it('does not take two bids for a market', () => {
    expect(toPlain(suggestPrice({ rails, bids: [d(9), d(9)], margin: DEFAULT_MARGIN }).priceMonth)).toBe('3');
  });

  it('never leaves the band, not even by rounding', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.array(fc.integer({ min: 0, max: 1e6 }), { maxLength: 6 }),
        (floor, bids) => {
          const odd: PriceRails = { floor: d(floor).div(1000), band: { min: d('1.4876'), max: d('14.8764') } };
          const { priceMonth } = suggestPrice({
            rails: odd,
            bids: bids.map((bid) => d(bid).div(1000)),
            margin: DEFAULT_MARGIN,
          });
          expect(priceMonth.gte(odd.band.min) && priceMonth.lte(odd.band.max)).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('packages and whole nodes', () => {
  it('prices the packages by memory and the whole node at half the slices', () => {
    expect(standardPackages().map((entry) => toPlain(entry.band.min))).toEqual(['1.2', '2.4', '4.8', '9.6']);
    expect(toPlain(wholeNodePrice(d(40)))).toBe('20');
    expect(toPlain(wholeNodePrice(d(40), { discount: d('0.25'), dedicatedFeeMonth: d(3) }))).toBe('33');
    expect(() => wholeNodePrice(d(40), { discount: d('1.01'), dedicatedFeeMonth: d(0) })).toThrow(/discount/);
  });
});
