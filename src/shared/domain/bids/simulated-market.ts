import { Decimal, roundHalfUp, toPlain } from '#shared/decimal.ts';
import { PLATFORM_BAND } from '#shared/domain/slices/prices/band.ts';
import { DAY_S } from '#shared/units.ts';
import { createRandom, type RandomSource } from '#shared/domain/earnings/random.ts';
import type { NewBid } from './bid-fields.ts';

/** The size and seed of a simulated market. */
interface MarketOptions {
  /** 1 to 10,000. */
  readonly count: number;
  /** The same seed gives the same bids. */
  readonly seed: number;
  readonly nowS: number;
}

/** Sizes that users of small clouds need, with their frequencies **[assumed]**. */
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
/** The rate of the simulated buyers, independent of the farmer's gold price. */
const CC_PER_USD = 8;

function pick<T>(values: readonly T[], random: RandomSource): T {
  const value = values[random.index(values.length)];
  if (value === undefined) {
    throw new Error('There is nothing to pick from.');
  }
  return value;
}

function pickSize(random: RandomSource) {
  const total = SIZES.reduce((sum, size) => sum + size.weight, 0);
  let ticket = random.index(total);
  return (
    SIZES.find((size) => {
      ticket -= size.weight;
      return ticket < 0;
    }) ?? SIZES[0]
  );
}

/** From half of the band's lowest price to eight times it, mostly near the lower end. */
function pricePerGib(random: RandomSource): Decimal {
  const percent = 50 + Math.floor((random.index(751) * random.index(751)) / 750);
  return new Decimal(PLATFORM_BAND.minPerGibMonth).times(percent).div(100);
}

function simulatedBid(index: number, { seed, nowS }: MarketOptions, random: RandomSource): NewBid {
  const size = pickSize(random);
  const isCc = random.index(4) === 0;
  const usd = pricePerGib(random).times(size.memoryGib);
  const name = pick(BUYERS, random);
  return {
    id: `sim-${seed}-${index + 1}`,
    buyer: `${name} (simulated)`,
    vcpus: size.vcpus,
    memoryGib: String(size.memoryGib),
    ssdGib: String(size.ssdGib),
    gpus: 0,
    months: pick(MONTHS, random),
    pricePerMonth: toPlain(roundHalfUp(isCc ? usd.times(CC_PER_USD) : usd, 2)),
    currency: isCc ? 'CC' : 'USD',
    minUptimePercent: pick(UPTIMES, random),
    certifiedOnly: random.index(10) === 0,
    expiresAtS: nowS + DAY_S * (1 + random.index(60)),
    state: 'open',
    note: null,
    counterPriceMonth: null,
    isSimulated: true,
    extra: { simulated: true },
  };
}

/** Bids to practise on, each marked as simulated. The same seed and time give the same bids. */
export function simulateMarket(options: MarketOptions): readonly NewBid[] {
  const random = createRandom(options.seed, 0);
  return Array.from({ length: options.count }, (_, index) => simulatedBid(index, options, random));
}
