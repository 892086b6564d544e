import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuctionBid } from '#shared/contract/economy/economy.ts';
import { readAuctionBids } from '#shared/domain/economy/auction-bids.ts';
import { drawMarket } from '#shared/domain/economy/drawn-market.ts';
import { clearAuction } from '#shared/domain/economy/dutch-auction.ts';
import { Decimal, toPlain } from '#shared/decimal.ts';
import { allInEnglish } from '#shared/message.ts';
import { readGolden } from '#test/support/golden.ts';

interface Vector {
  readonly name: string;
  readonly bids: readonly (readonly [string, string, string])[];
  readonly max: string;
  readonly market: string | null;
  readonly result: {
    readonly clearingPrice: string | null;
    readonly filled: string;
    readonly accepted: readonly string[];
    readonly rejected: readonly (readonly [string, string])[];
    readonly marginKept: string;
  };
}
const { vectors } = readGolden('auction-vectors.json') as { readonly vectors: readonly Vector[] };
const bid = (lp: string, amount: string, minPrice: string, extra: Partial<AuctionBid> = {}): AuctionBid => ({
  lp,
  amount: new Decimal(amount),
  minPrice: new Decimal(minPrice),
  contributed: null,
  exited: null,
  ...extra,
});
const round = (max: string, market: string | null = null, pool: string | null = null) => ({
  max: new Decimal(max),
  marketPrice: market === null ? null : new Decimal(market),
  poolUsdc: pool === null ? null : new Decimal(pool),
});
const acceptedOf = (result: ReturnType<typeof clearAuction>) =>
  result.steps.filter((step) => step.outcome === 'accepted').map((step) => step.lp);

const anyBids = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 50 })), { maxLength: 25 })
  .map((rows) => rows.map(([amount, price], index) => bid(`p${index}`, String(amount), String(price))));

describe('clearing an auction round', () => {
  it.each(vectors)('$name', (vector) => {
    const result = clearAuction(
      vector.bids.map(([lp, amount, price]) => bid(lp, amount, price)),
      round(vector.max, vector.market),
    );
    expect({
      clearingPrice: result.clearingPrice === null ? null : toPlain(result.clearingPrice),
      filled: toPlain(result.filled),
      accepted: acceptedOf(result),
      rejected: result.steps.filter((step) => step.outcome !== 'accepted').map((step) => [step.lp, step.outcome]),
      marginKept: toPlain(result.marginKept),
    }).toEqual(vector.result);
  });

  it('clears the published file, whose amounts are in thousands', () => {
    const text = readFileSync(new URL('../../../golden/dutch_auction_bids_published.csv', import.meta.url), 'utf8');
    const rows = text
      .trim()
      .split(/\r?\n/)
      .map((line, index) => ({ line: index + 1, cells: line.split(',') }));
    const result = clearAuction(readAuctionBids(rows), round('3000000'));
    expect(toPlain(result.filled)).toBe('2700000');
    expect(result.clearingPrice?.toFixed(3)).toBe('0.100');
    expect(acceptedOf(result)).toEqual(['A', 'B', 'C', 'D', 'E', 'F']);
  });

  it('uses at most 5 % of the pool, even when the round would use more', () => {
    const bids = [bid('a', '40', '1'), bid('b', '20', '1')];
    expect(acceptedOf(clearAuction(bids, round('100', null, '1000')))).toEqual(['a']);
    expect(acceptedOf(clearAuction(bids, round('100', null, '2000')))).toEqual(['a', 'b']);
  });

  it('applies the lifetime cap to all bids of a provider, and continues after a bid beyond it', () => {
    const contributed = new Decimal(200);
    const exited = new Decimal(40);
    const own = { contributed, exited };
    const bids = [bid('a', '50', '1', own), bid('a', '20', '2', own), bid('b', '30', '3'), bid('a', '10', '4', own)];
    const result = clearAuction(bids, round('1000'));
    expect(result.steps.map((step) => step.outcome)).toEqual(['accepted', 'lifetime-cap', 'accepted', 'accepted']);
    const spent = clearAuction([bid('a', '1', '1', { contributed, exited: new Decimal(150) })], round('1000'));
    const [step] = allInEnglish(spent.steps);
    expect(step?.reason).toContain('may take out 0 more');
  });

  it('computes the amount that the discount to the market keeps in the pool', () => {
    const result = clearAuction([bid('a', '100', '0.5'), bid('b', '100', '0.7')], round('1000', '1'));
    expect(result.discountKept?.toFixed()).toBe('60');
    expect(result.marginKept.toFixed()).toBe('20');
  });

  it('has no price and no NaN without bids', () => {
    const empty = clearAuction([], round('10', '1'));
    expect([empty.clearingPrice, empty.filled.toFixed(), empty.discountKept?.toFixed()]).toEqual([null, '0', '0']);
  });

  it.each([
    ['max', [bid('a', '1', '1')], round('0')],
    ['market', [bid('a', '1', '1')], round('1', '-1')],
    ['amount', [bid('a', '0', '1')], round('1')],
    ['price', [bid('a', '1', '0')], round('1')],
  ] as const)('refuses a %s that is not above zero', (_name, bids, limits) => {
    expect(() => clearAuction(bids, limits)).toThrow('above zero');
  });
});

describe('auction amounts of more than 40 digits', () => {
  const LARGE = `1${'0'.repeat(30)}`;
  const SMALL = `0.${'0'.repeat(29)}1`;

  it('are rejected when they are too large by the last digit', () => {
    const result = clearAuction([bid('a', LARGE, '1'), bid('b', SMALL, '1')], round(LARGE));
    expect([acceptedOf(result), toPlain(result.filled)]).toEqual([['a'], LARGE]);
  });

  it('keep every digit in the filled amount and the margin', () => {
    const bids = [bid('a', LARGE, '1'), bid('b', SMALL, '3')];
    const result = clearAuction(bids, round(`${LARGE}.${'0'.repeat(29)}1`, '3.75', `${LARGE}00`));
    expect(acceptedOf(result)).toEqual(['a', 'b']);
    expect(toPlain(result.filled)).toBe(`${LARGE}.${'0'.repeat(29)}1`);
    expect(toPlain(result.marginKept)).toBe(`2${'0'.repeat(30)}`);
  });
});

describe('every auction round', () => {
  it('stays within the maximum, and pays every provider one price not below its minimum', () => {
    fc.assert(
      fc.property(anyBids, fc.integer({ min: 1, max: 5000 }), (bids, max) => {
        const result = clearAuction(bids, round(String(max)));
        const accepted = result.steps.filter((step) => step.outcome === 'accepted');
        expect(result.filled.lte(max)).toBe(true);
        expect(accepted.every((step) => result.clearingPrice?.gte(step.minPrice))).toBe(true);
        const highest = accepted.at(-1)?.minPrice ?? null;
        expect(result.clearingPrice).toEqual(highest);
        expect(result.steps).toHaveLength(bids.length);
        expect(result.marginKept.isNegative()).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  it('does not depend on the order of bids with different prices', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 15 }),
        fc.integer({ min: 1, max: 500 }),
        (prices, max) => {
          const bids = prices.map((price) => bid(`p${price}`, String((price * 37) % 100 || 1), String(price)));
          const forward = clearAuction(bids, round(String(max)));
          const backward = clearAuction(bids.toReversed(), round(String(max)));
          expect(acceptedOf(backward)).toEqual(acceptedOf(forward));
          expect(backward.marginKept.eq(forward.marginKept)).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
  });
});

const table = (...lines: readonly string[]) =>
  readAuctionBids(lines.map((line, index) => ({ line: index + 1, cells: line.split(',') })));

describe('the auction bid file', () => {
  it('has columns in any order, including the optional ones', () => {
    const bids = table('min_price, LP ,amount,contributed,exited', '0.5,a,10,100,', '0.6,b,20,,5');
    expect(bids.map((entry) => [entry.lp, entry.amount.toFixed(), entry.contributed?.toFixed() ?? null])).toEqual([
      ['a', '10', '100'],
      ['b', '20', null],
    ]);
  });

  it.each([
    ['a,x,1', 'amount is not a number'],
    ['a,,1', 'amount is missing'],
    ['a,-5,1', 'amount must be above zero'],
    ['a,0,1', 'amount must be above zero'],
    ['a,NaN,1', 'amount is not a number'],
    ['a,1e3,1', 'amount is not a number'],
    ['a,5', 'min_price is missing'],
    [',5,1', 'lp is missing'],
    ['a,5,-0.1', 'min_price must be above zero'],
  ])('is rejected with the line of "%s"', (row, reason) => {
    expect(() => table('lp,amount,min_price', 'ok,1,1', row)).toThrow(`line 3: ${reason}`);
  });

  it.each([
    ['lp,amount,min_price,amount', '"amount" twice'],
    ['lp,amount_k,amount,min_price', 'both "amount_k" and "amount"'],
  ])('is refused with the header "%s", because one of two amounts would be a guess', (header, message) => {
    expect(() => table(header, 'a,1,1,1')).toThrow(message);
  });

  it('requires the columns lp, amount and min_price', () => {
    expect(() => table('lp,price', 'a,1')).toThrow('lp, amount and min_price');
    expect(() => readAuctionBids([])).toThrow('lp, amount and min_price');
  });
});

describe('the simulated auction market', () => {
  it('is the same for the same seed and differs for another', () => {
    const market = { seed: 7, bids: 20, marketPrice: new Decimal('0.12'), typicalAmount: new Decimal(1000) };
    expect(drawMarket(market)).toEqual(drawMarket(market));
    expect(drawMarket({ ...market, seed: 8 })).not.toEqual(drawMarket(market));
    expect(drawMarket(market).every((drawn) => drawn.amount.gte(1) && drawn.minPrice.gt(0))).toBe(true);
  });
});
