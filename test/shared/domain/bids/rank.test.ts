import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bid } from '#shared/contract/bids/bids.ts';
import { type BidNode, listCapacities } from '#shared/domain/bids/capacity.ts';
import { computeBidIncome, grossMicroUsd, type RankingTerms, withTotalValue } from '#shared/domain/bids/bid-value.ts';
import { createShortageFinder } from '#shared/domain/bids/rejection.ts';
import { bestRanked, rankBids, type RankedBid } from '#shared/domain/bids/rank.ts';
import { endAfterMonths } from '#shared/domain/bids/reservations.ts';
import { amountPerSlice } from '#shared/domain/bids/scarcity.ts';
import { computeNeed, slicesNeeded } from '#shared/domain/bids/supply.ts';
import { missChanceOver, uptimeRisk } from '#shared/domain/bids/uptime-risk.ts';
import { Decimal } from '#shared/decimal.ts';
import { HOME_GROUP, NOW_S, sampleBid, sampleNode } from './sample-bids.ts';

const terms: RankingTerms = { usdPerCc: new Decimal('0.128'), nowS: NOW_S };

function rank(bids: readonly Bid[], nodes: readonly BidNode[] = [sampleNode()]) {
  return rankBids(bids, listCapacities(nodes, NOW_S), terms);
}

function reasonOf(bid: Bid, nodes?: readonly BidNode[]) {
  return rank([bid], nodes).ranked[0]?.reason;
}

const isPlaced = ({ placement }: RankedBid) => placement !== null;

describe('the slices needed by a bid', () => {
  it.each([
    [{ memoryGib: '4' }, 1],
    [{ memoryGib: '4.0009' }, 1],
    [{ memoryGib: '4.001' }, 2],
    [{ memoryGib: '28' }, 7],
    [{ memoryGib: '28.001' }, null],
    [{ vcpus: 2 }, 1],
    [{ vcpus: 3 }, 2],
    [{ vcpus: 16 }, 7],
    [{ ssdGib: '142.857' }, 1],
    [{ ssdGib: '143' }, 2],
    [{ gpus: 1 }, null],
  ])('%j: needs %s', (patch, slices) => {
    expect(slicesNeeded(computeNeed(sampleBid(patch)), HOME_GROUP)).toBe(slices);
  });
});

describe('the reason why a bid does not fit', () => {
  it.each([
    [{ expiresAtS: NOW_S - 1 }, 'expired'],
    [{ memoryGib: '64' }, 'larger-than-any-node'],
    [{ gpus: 1 }, 'larger-than-any-node'],
    [{ certifiedOnly: true }, 'needs-certified'],
    [{ expiresAtS: NOW_S }, null],
  ])('is for %j: %s', (patch, reason) => {
    expect(reasonOf(sampleBid(patch))).toBe(reason);
  });

  it('is no-node on a farm without nodes', () => {
    expect(reasonOf(sampleBid(), [])).toBe('no-node');
  });

  it('is the last check that any node reached, not the first failed one', () => {
    const busy = sampleNode({
      nodeId: 2,
      isCertified: true,
      reservations: [
        {
          nodeId: 2,
          kindId: 'economics-2025',
          slices: 7,
          startS: endAfterMonths(NOW_S, 2),
          endS: endAfterMonths(NOW_S, 3),
        },
      ],
    });
    expect(reasonOf(sampleBid({ certifiedOnly: true, months: 3 }), [sampleNode(), busy])).toBe('not-free');
    expect(reasonOf(sampleBid({ certifiedOnly: true, months: 2 }), [sampleNode(), busy])).toBeNull();
  });

  it('is a minimum uptime that the node will probably miss', () => {
    const node = sampleNode({ uptime: [990, 970, 960] });
    expect(reasonOf(sampleBid({ minUptimePercent: '99.8' }), [node])).toBe('uptime-record');
    expect(reasonOf(sampleBid({ minUptimePercent: '95' }), [node])).toBeNull();
    expect(reasonOf(sampleBid({ minUptimePercent: '99.8' }))).toBeNull();
  });
});

/** The shortage of a bid on some nodes, as "resource needed/available". */
function shortOf(bid: Bid, nodes: readonly BidNode[] = [sampleNode()]): string | null {
  const capacities = listCapacities(nodes, NOW_S);
  const reason = rankBids([bid], capacities, terms).ranked[0]?.reason ?? null;
  const shortage = reason === null ? null : createShortageFinder(capacities)(bid, reason);
  return shortage === null ? null : `${shortage.of} ${shortage.needed.toFixed()}/${shortage.available.toFixed()}`;
}

describe('the shortage of a rejected bid', () => {
  const diskless = sampleNode({ groups: [{ ...HOME_GROUP, ssdMib: 0 }] });
  const held = { nodeId: 1, kindId: 'economics-2025', startS: NOW_S, endS: endAfterMonths(NOW_S, 2) };

  // Catches "larger than any node" for a bid of one core on a node that merely has no SSD.
  it.each([
    [{ ssdGib: '25' }, [diskless], 'ssd 25/0'],
    [{ memoryGib: '64' }, undefined, 'memory 64/28'],
    [{ vcpus: 24, memoryGib: '29' }, undefined, 'cores 24/16'],
    [{ gpus: 1 }, undefined, 'gpus 1/0'],
    [{ memoryGib: '16' }, [sampleNode({ reservations: [{ ...held, slices: 5 }] })], 'slices 4/2'],
    [{ certifiedOnly: true }, undefined, null],
    [{ expiresAtS: NOW_S - 1 }, undefined, null],
    [{}, [], null],
  ])('is counted for %j', (patch, nodes, short) => {
    expect(shortOf(sampleBid(patch), nodes)).toBe(short);
  });

  it('names no resource when each is available, but never together', () => {
    const cores = { ...HOME_GROUP, kindId: 'cores', memoryMib: 4 * 1024, milliCores: 64_000 };
    const memory = { ...HOME_GROUP, kindId: 'memory', memoryMib: 256 * 1024, milliCores: 1000 };
    const node = sampleNode({ groups: [cores, memory], costPerSliceMicroUsd: {} });
    expect(reasonOf(sampleBid({ vcpus: 8, memoryGib: '64' }), [node])).toBe('larger-than-any-node');
    expect(shortOf(sampleBid({ vcpus: 8, memoryGib: '64' }), [node])).toBeNull();
  });

  it('counts only the free slices of nodes that the bid accepts', () => {
    const certified = sampleNode({ nodeId: 2, isCertified: true, reservations: [{ ...held, nodeId: 2, slices: 6 }] });
    expect(shortOf(sampleBid({ certifiedOnly: true, memoryGib: '8' }), [sampleNode(), certified])).toBe('slices 2/1');
  });
});

describe('the order of bids', () => {
  it('ranks the better price per scarce unit first, not the bigger bid', () => {
    const small = sampleBid({ id: 'small', pricePerMonth: '6' });
    const big = sampleBid({ id: 'big', memoryGib: '16', pricePerMonth: '20' });
    expect(rank([big, small]).ranked.map((entry) => entry.bid.id)).toEqual(['small', 'big']);
  });

  it('keeps cents exact: 80 % of 5 USD less 1 USD is 3 USD', () => {
    const placement = rank([sampleBid()]).ranked[0]?.placement;
    expect(placement).toMatchObject({ grossMicroUsd: 5_000_000, shareMicroUsd: 4_000_000, netMicroUsd: 3_000_000 });
  });

  it('converts Cloud Credits to USD before comparing', () => {
    const usd = sampleBid({ id: 'usd', pricePerMonth: '5' });
    const cc = sampleBid({ id: 'cc', pricePerMonth: '39', currency: 'CC' });
    expect(rank([cc, usd]).ranked.map((entry) => entry.bid.id)).toEqual(['usd', 'cc']);
  });

  // Catches a net in USD from a gold price that nobody entered, and a bid that is too large for any node whatever it pays.
  it('gives a bid in Cloud Credits no net before the gold price is entered', () => {
    const cc = sampleBid({ id: 'cc', pricePerMonth: '39', currency: 'CC' });
    const large = { ...cc, id: 'large', vcpus: 99 };
    const { ranked } = rankBids([cc, large, sampleBid({ id: 'usd' })], listCapacities([sampleNode()], NOW_S), {
      usdPerCc: null,
      nowS: NOW_S,
    });
    expect(ranked.map(({ bid, reason }) => [bid.id, reason])).toEqual([
      ['usd', null],
      ['cc', 'gold-price'],
      ['large', 'larger-than-any-node'],
    ]);
    expect(withTotalValue(cc, null)).toMatchObject({ worthUsd: null, needsKyc: null });
  });

  it('uses the resource with the highest relative demand as the scarce one', () => {
    expect(rank([sampleBid({ ssdGib: '900', memoryGib: '4' })]).scarce).toBe('ssd');
    expect(rank([sampleBid({ vcpus: 16, ssdGib: '10' })]).scarce).toBe('cores');
  });

  it('finds the same placement as an exhaustive search on every capacity', () => {
    const bidArb = fc.record({
      vcpus: fc.integer({ min: 0, max: 20 }),
      memoryGib: fc.integer({ min: 1, max: 40 }).map(String),
      ssdGib: fc.integer({ min: 0, max: 1200 }).map(String),
      gpus: fc.integer({ min: 0, max: 2 }),
      months: fc.integer({ min: 1, max: 4 }),
      pricePerMonth: fc.integer({ min: 0, max: 5000 }).map((cents) => new Decimal(cents).div(100).toFixed()),
      certifiedOnly: fc.boolean(),
      minUptimePercent: fc.constantFrom(null, '95', '99.5'),
    });
    const nodeArb = fc.record({
      isCertified: fc.boolean(),
      uptime: fc.array(fc.constantFrom(940, 980, 1000), { maxLength: 4 }),
      count: fc.integer({ min: 1, max: 9 }),
      cores: fc.integer({ min: 1, max: 32 }),
      memory: fc.integer({ min: 4, max: 128 }),
      ssd: fc.integer({ min: 0, max: 2000 }),
      gpus: fc.integer({ min: 0, max: 1 }),
      cost: fc.integer({ min: 0, max: 3_000_000 }),
      sharePercent: fc.constantFrom(50, 80),
    });
    fc.assert(
      fc.property(
        fc.array(bidArb, { minLength: 1, maxLength: 12 }),
        fc.array(nodeArb, { maxLength: 8 }),
        (wishes, farm) => {
          const bids = wishes.map((wish, index) => sampleBid({ ...wish, id: `b${index}` }));
          const nodes = farm.map((entry, index) =>
            sampleNode({
              nodeId: index + 1,
              isCertified: entry.isCertified,
              uptime: entry.uptime,
              sharePercent: entry.sharePercent,
              groups: [
                {
                  kindId: 'k',
                  count: entry.count,
                  milliCores: entry.cores * 1000,
                  memoryMib: entry.memory * 1024,
                  ssdMib: entry.ssd * 1024,
                  gpusPerSlice: entry.gpus,
                },
              ],
              costPerSliceMicroUsd: { k: entry.cost },
            }),
          );
          const capacities = listCapacities(nodes, NOW_S);
          const { ranked, scarce } = rankBids(bids, capacities, terms);
          const placed = ranked.filter(({ placement }) => placement !== null).map(({ bid }) => bid);
          // Catches a bid that is let go though it belongs to the best.
          expect(bestRanked(bids, capacities, terms, { most: 2, isWanted: isPlaced })).toEqual({
            best: placed.slice(0, 2),
            count: placed.length,
          });
          for (const { bid, placement } of ranked) {
            const scores = capacities.flatMap((capacity) => {
              const slices = slicesNeeded(computeNeed(bid), capacity.group);
              const isExcluded =
                (bid.certifiedOnly && !capacity.node.isCertified) ||
                uptimeRisk(capacity.node.uptime, bid.minUptimePercent)?.isLikely === true;
              if (slices === null || isExcluded || slices > (capacity.freeForMonths[bid.months] ?? 0)) {
                return [];
              }
              const amount = slices * amountPerSlice(capacity.group, scarce);
              const net = computeBidIncome(grossMicroUsd(bid, terms.usdPerCc) ?? 0, capacity, slices).netMicroUsd;
              return [amount > 0 ? net / amount : Math.sign(net) * Number.MAX_VALUE];
            });
            const found =
              placement === null
                ? null
                : placement.scarceAmount > 0
                  ? placement.netMicroUsd / placement.scarceAmount
                  : Math.sign(placement.netMicroUsd) * Number.MAX_VALUE;
            expect(found).toBe(scores.length === 0 ? null : Math.max(...scores));
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('the uptime risk and the identity of the buyer', () => {
  it('stay cautious with a short record', () => {
    expect(uptimeRisk([1000], '99.8')?.missChance.toFixed(4)).toBe('0.3333');
    expect(uptimeRisk([], '99.8')).toBeNull();
    expect(uptimeRisk([1000], null)).toBeNull();
  });

  it('count a period of 998 permille as meeting 99.8 %', () => {
    expect(uptimeRisk([998], '99.8')?.misses).toBe(0);
    expect(uptimeRisk([997], '99.8')?.misses).toBe(1);
  });

  it('increase with the months of a bid', () => {
    expect(missChanceOver(new Decimal('0.1'), 2).toString()).toBe('0.19');
  });

  it.each([
    [{ pricePerMonth: '100', months: 10 }, false],
    [{ pricePerMonth: '100.01', months: 10 }, true],
    [{ pricePerMonth: '800', months: 10, currency: 'CC' as const }, true],
    [{ pricePerMonth: '780', months: 10, currency: 'CC' as const }, false],
  ])('%j: requires an identified buyer: %s', (patch, expected) => {
    expect(withTotalValue(sampleBid(patch), terms.usdPerCc).needsKyc).toBe(expected);
  });
});
