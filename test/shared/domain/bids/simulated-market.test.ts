import { describe, expect, it } from 'vitest';
import { parseBidRecord } from '#shared/domain/bids/bid-fields.ts';
import { simulateMarket } from '#shared/domain/bids/simulated-market.ts';
import { NOW_S } from './sample-bids.ts';

describe('the simulated market', () => {
  it('returns the same bids for the same seed, and different ones for another', () => {
    const options = { count: 50, seed: 7, nowS: NOW_S };
    expect(simulateMarket(options)).toEqual(simulateMarket(options));
    expect(simulateMarket({ ...options, seed: 8 })).not.toEqual(simulateMarket(options));
  });

  it('marks every bid and its buyer, so that practice is never mistaken for demand', () => {
    for (const bid of simulateMarket({ count: 100, seed: 1, nowS: NOW_S })) {
      expect(bid.isSimulated).toBe(true);
      expect(bid.buyer).toContain('(simulated)');
    }
  });

  it('creates bids that pass the import', () => {
    const reasons = simulateMarket({ count: 200, seed: 3, nowS: NOW_S }).flatMap((bid) => {
      const parsed = parseBidRecord({
        id: bid.id,
        buyer: bid.buyer,
        vcpus: bid.vcpus,
        memory_gib: bid.memoryGib,
        ssd_gib: bid.ssdGib,
        months: bid.months,
        price_per_month: bid.pricePerMonth,
        currency: bid.currency,
        min_uptime_percent: bid.minUptimePercent,
        certified_only: bid.certifiedOnly,
        expires_at: bid.expiresAtS,
      });
      return 'reason' in parsed ? [parsed.reason] : [];
    });
    expect(reasons).toEqual([]);
  });
});
