import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computeBookedRevenue } from '#shared/domain/bids/revenue.ts';
import {
  assertReservable,
  endAfterMonths,
  freeInMonths,
  peakReserved,
  type ReservedSlices,
} from '#shared/domain/bids/reservations.ts';
import type { RuleSplitId } from '#shared/domain/economy/constants.ts';
import { PERIOD_LENGTH_S, periodAt } from '#shared/domain/uptime/periods.ts';
import { Decimal, toPlain } from '#shared/decimal.ts';
import { NOW_S } from './sample-bids.ts';

const place = { nodeId: 1, kindId: 'economics-2025' };

function reserved(slices: number, startMonth: number, months: number): ReservedSlices {
  const startS = endAfterMonths(NOW_S, startMonth);
  return { ...place, slices, startS, endS: endAfterMonths(startS, months) };
}

describe('reservations over time', () => {
  it('free a slice in the second in which a reservation ends', () => {
    const first = reserved(7, 0, 1);
    expect(() => assertReservable(7, [first], reserved(7, 1, 2))).not.toThrow();
    expect(() => assertReservable(7, [first], { ...reserved(7, 1, 2), startS: first.endS - 1 })).toThrow(
      /No slice is free/,
    );
  });

  it('include a later reservation within a long bid', () => {
    expect(() => assertReservable(7, [reserved(5, 6, 1)], reserved(3, 0, 12))).toThrow(/Only 2 of the 3/);
  });

  it('list the free slices of each month', () => {
    expect(freeInMonths(7, [reserved(2, 0, 2), reserved(3, 1, 1), reserved(7, 3, 1)], NOW_S, 5)).toEqual([
      5, 2, 7, 0, 7,
    ]);
  });

  it.each([0, -1, 1.5])('refuse %d slices', (slices) => {
    expect(() => assertReservable(7, [], reserved(slices, 0, 1))).toThrow(/at least one slice/);
  });

  it('refuse a time range that ends before it begins', () => {
    expect(() => assertReservable(7, [], reserved(1, 0, 0))).toThrow(/at least one slice/);
  });

  it('never exceed the slices at any moment, whatever the order of requests', () => {
    const wish = fc.record({
      slices: fc.integer({ min: 1, max: 5 }),
      start: fc.integer({ min: 0, max: 8 }),
      months: fc.integer({ min: 1, max: 8 }),
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.array(wish, { maxLength: 25 }), (count, wishes) => {
        const accepted: ReservedSlices[] = [];
        for (const { slices, start, months } of wishes) {
          const wanted = reserved(slices, start, months);
          try {
            assertReservable(count, accepted, wanted);
            accepted.push(wanted);
          } catch {
            // Rejected: nothing is reserved.
          }
        }
        for (let month = 0; month < 16; month += 1) {
          const atS = endAfterMonths(NOW_S, month);
          const inUse = accepted.filter((entry) => entry.startS <= atS && atS < entry.endS);
          expect(inUse.reduce((sum, entry) => sum + entry.slices, 0)).toBeLessThanOrEqual(count);
        }
        expect(peakReserved(accepted, NOW_S, endAfterMonths(NOW_S, 16))).toBeLessThanOrEqual(count);
      }),
      { numRuns: 100 },
    );
  });
});

const paid = (startS: number, endS: number) => ({
  nodeId: 1,
  startS,
  endS,
  monthUsd: '9.6',
});

describe('booked revenue', () => {
  const period = periodAt(NOW_S);
  const bookedBy = (reservation: ReturnType<typeof paid>, periods: number, split: RuleSplitId = 'grid-v4') =>
    computeBookedRevenue([reservation], { nodeId: null, split, periods, nowS: period.startS });

  it('is paid in full for a complete period, and split to the last unit', () => {
    const [revenue] = bookedBy(paid(period.startS - 5, period.endS + 5), 1);
    expect(revenue).toMatchObject({ index: period.index, grossUsd: new Decimal('9.6') });
    expect(revenue?.shares.map((share) => toPlain(share.amount))).toEqual(['7.68', '0.96', '0.96']);
    const [gep] = bookedBy(paid(period.startS, period.endS), 1, 'gep-2024');
    expect(gep?.farmerUsd.toFixed()).toBe('4.8');
  });

  it('is paid by the second, so that the periods of a bid add up to its months', () => {
    const periods = bookedBy(paid(NOW_S, endAfterMonths(NOW_S, 3)), 4);
    const total = periods.reduce((sum, { grossUsd }) => sum.plus(grossUsd), new Decimal(0));
    expect(total.minus('28.8').abs().lte('0.00000004')).toBe(true);
    expect(PERIOD_LENGTH_S).toBe(2_630_880);
  });

  it('counts only the reservations of a given node', () => {
    const range = { split: 'grid-v4', periods: 1, nowS: period.startS } as const;
    const reservations = [paid(period.startS, period.endS), { ...paid(period.startS, period.endS), nodeId: 2 }];
    const gross = (nodeId: number | null) => computeBookedRevenue(reservations, { ...range, nodeId })[0]?.grossUsd;
    expect([gross(2)?.toFixed(), gross(null)?.toFixed()]).toEqual(['9.6', '19.2']);
  });
});
