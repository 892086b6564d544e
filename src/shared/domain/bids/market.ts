import { Decimal, roundHalfUp, toPlain } from '#shared/decimal.ts';
import { PLATFORM_BAND } from '#shared/domain/slices/prices/band.ts';
import { DAY_S } from '#shared/units.ts';
import type { Bid } from './bid.ts';

/** How a simulated market is made. */
export interface MarketOptions {
  /** 1 to 10,000. */
  readonly count: number;
  /** The same seed gives the same bids. */
  readonly seed: number;
  readonly nowS: number;
}

/** Sizes that users of small clouds ask for, with how often **[assumed]**. */
const SIZES = [
  { vcpus: 1, memoryGib: 2, ssdGib: 25, weight: 4 },
  { vcpus: 1, memoryGib: 4, ssdGib: 50, weight: 6 },
  { vcpus: 2, memoryGib: 8, ssdGib: 100, weight: 5 },
  { vcpus: 4, memoryGib: 16, ssdGib: 200, weight: 3 },
  { vcpus: 8, memoryGib: 32, ssdGib: 400, weight: 2 },
  { vcpus: 2, memoryGib: 4, ssdGib: 500, weight: 1 },
] as const;
const MONTHS = [1, 1, 1, 3, 3, 6, 12, 12, 24] as const;
const UPTIMES = [null, null, '95', '98', '99', '99.8'] as const;
const BUYERS = [
  'Alder',
  'Birch',
  'Cedar',
  'Elm',
  'Fir',
  'Hazel',
  'Larch',
  'Maple',
  'Oak',
  'Pine',
  'Rowan',
  'Yew',
] as const;
/** Cloud Credits that a simulated buyer takes one USD for; the market is for practice, no rate is claimed. */
const CC_PER_USD = 8;

/** A generator of whole numbers below a bound, from a seed (a 32-bit mix of a counter). */
export function seededIntegers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

function pick<T>(values: readonly T[], next: (below: number) => number): T {
  const value = values[next(values.length)];
  if (value === undefined) {
    throw new Error('There is nothing to pick from.');
  }
  return value;
}

function pickSize(next: (below: number) => number) {
  const total = SIZES.reduce((sum, size) => sum + size.weight, 0);
  let ticket = next(total);
  return (
    SIZES.find((size) => {
      ticket -= size.weight;
      return ticket < 0;
    }) ?? SIZES[0]
  );
}

/** Half the least price of the band to eight times it, most of them near the lower end. */
function pricePerGib(next: (below: number) => number): Decimal {
  const percent = 50 + Math.floor((next(751) * next(751)) / 750);
  return new Decimal(PLATFORM_BAND.minPerGibMonth).times(percent).div(100);
}

function simulatedBid(index: number, { seed, nowS }: MarketOptions, next: (below: number) => number): Bid {
  const size = pickSize(next);
  const isCc = next(4) === 0;
  const usd = pricePerGib(next).times(size.memoryGib);
  const name = pick(BUYERS, next);
  return {
    id: `sim-${seed}-${index + 1}`,
    buyer: `${name} (simulated)`,
    vcpus: size.vcpus,
    memoryGib: String(size.memoryGib),
    ssdGib: String(size.ssdGib),
    gpus: 0,
    months: pick(MONTHS, next),
    pricePerMonth: toPlain(roundHalfUp(isCc ? usd.times(CC_PER_USD) : usd, 2)),
    currency: isCc ? 'CC' : 'USD',
    minUptimePercent: pick(UPTIMES, next),
    certifiedOnly: next(10) === 0,
    expiresAtS: nowS + DAY_S * (1 + next(60)),
    extra: { simulated: true },
  };
}

/** Bids to practise on, each marked as simulated. The same seed and time give the same bids. */
export function simulateMarket(options: MarketOptions): readonly Bid[] {
  const next = seededIntegers(options.seed);
  return Array.from({ length: options.count }, (_, index) => simulatedBid(index, options, next));
}

/** Whether a bid came from the simulated market. */
export function isSimulated(bid: Bid): boolean {
  return bid.extra['simulated'] === true;
}
