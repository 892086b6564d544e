import { createBestSetProblem, readBestSet } from '#shared/domain/bids/best-set.ts';
import type { Bid } from '#shared/contract/bids/bids.ts';
import { type BidNode, listCapacities } from '#shared/domain/bids/capacity.ts';
import { simulateMarket } from '#shared/domain/bids/simulated-market.ts';
import type { RankingTerms } from '#shared/domain/bids/bid-value.ts';
import { createRandom } from '#shared/domain/earnings/random.ts';
import { rankBids } from '#shared/domain/bids/rank.ts';
import {
  createMixedLayoutQuestion,
  LAYOUT_GOALS,
  readMixedLayout,
  standardKinds,
} from '#shared/domain/slices/mixed-layout.ts';
import { ownCostFloor } from '#shared/domain/slices/prices/price-bounds.ts';
import type { SlicePrice } from '#shared/contract/slices/prices.ts';
import { DEFAULT_SLICE_PLAN, type PackableNode } from '#shared/contract/slices/slices.ts';
import { highsSolver } from '#main/compute/highs.ts';
import { liveBase, liveHeatmap, livePrice } from '#renderer/features/slices/live-price.ts';
import { Decimal } from '#shared/decimal.ts';
import { GIB_BYTES } from '#shared/units.ts';
import { compare, median, report, reportRatio } from './measure.ts';
import { plainArithmetic, thousandDecimals } from './references.ts';

const NOW_S = 1_790_000_000;
const ROUNDS = 5;
const ARITHMETIC = 'x plain arithmetic';
const BEST_SET = { horizonMonths: 12, mayBeginLater: true } as const;
const terms: RankingTerms = { usdPerCc: new Decimal('0.128'), nowS: NOW_S };

/** A hundred thousand bids of which no two ask for the same, so that nothing can be answered from memory. */
function manyBids(): readonly Bid[] {
  const random = createRandom(7, 0);
  const next = (below: number) => random.index(below);
  return simulateMarket({ count: 100_000, seed: 1, nowS: NOW_S }).map((bid) => ({
    ...bid,
    vcpus: 1 + next(16),
    memoryGib: String(1 + next(64)),
    ssdGib: String(10 + next(900)),
  }));
}

/** A thousand nodes, each of its own size and cost. */
function manyNodes(): readonly BidNode[] {
  const random = createRandom(8, 0);
  const next = (below: number) => random.index(below);
  return Array.from({ length: 1000 }, (_, index) => ({
    nodeId: index + 1,
    name: `node ${index + 1}`,
    isCertified: index % 3 === 0,
    groups: [
      {
        kindId: 'k',
        count: 1 + next(60),
        milliCores: 1000 * (4 + next(64)),
        memoryMib: 1024 * (8 + next(512)),
        ssdMib: 1024 * (200 + next(4000)),
        gpusPerSlice: 0,
      },
    ],
    reservations: [],
    uptime: [990, 960, 1000].slice(0, next(4)),
    sharePercent: 80,
    costPerSliceMicroUsd: { k: 100_000 + next(900_000) },
    missingCosts: [],
  }));
}

async function benchRank(): Promise<void> {
  const bids = manyBids();
  const nodes = manyNodes();
  const ranked = await compare(ROUNDS, () => rankBids(bids, listCapacities(nodes, NOW_S), terms), plainArithmetic);
  reportRatio('100,000 different bids ranked against 1,000 different nodes', ranked, { atMost: 450, unit: ARITHMETIC });
}

/** One node of the published kind "Large TFGrid Node": 20 slices of 25.4 GiB. */
const ONE_NODE: BidNode = {
  nodeId: 1,
  name: 'Large',
  isCertified: true,
  groups: [
    {
      kindId: 'economics-2025',
      count: 20,
      milliCores: 36_000,
      memoryMib: 508 * 1024,
      ssdMib: 4000 * 1024,
      gpusPerSlice: 0,
    },
  ],
  reservations: [],
  uptime: [],
  sharePercent: 80,
  costPerSliceMicroUsd: { 'economics-2025': 1_500_000 },
  missingCosts: [],
};

/** Finds the best set. @returns what of it the host's own thread is held for, milliseconds */
async function solveOne(bids: readonly Bid[]) {
  const capacities = listCapacities([ONE_NODE], NOW_S);
  const [startMs, problem] = [performance.now(), createBestSetProblem(bids, capacities, BEST_SET, terms)];
  const askedMs = performance.now();
  const solution = await highsSolver.solve(problem.program, 1700);
  const solvedMs = performance.now();
  const { isOptimal } = readBestSet(problem, solution);
  const endMs = performance.now();
  return { isOptimal, share: (askedMs - startMs + endMs - solvedMs) / (endMs - startMs) };
}

async function benchBestSet(): Promise<void> {
  const solved: Awaited<ReturnType<typeof solveOne>>[] = [];
  const ratios: number[] = [];
  for (const seed of [1, 2, 3, 4, 5]) {
    const bids = simulateMarket({ count: 500, seed, nowS: NOW_S });
    const { ratio } = await compare(1, async () => solved.push(await solveOne(bids)), plainArithmetic);
    ratios.push(ratio);
  }
  const proven = solved.filter(({ isOptimal }) => isOptimal).length;
  report({
    name: 'the best set of 500 bids on one node over 12 months, later starts allowed, the slowest',
    value: Math.max(...ratios),
    atMost: 120,
    unit: ARITHMETIC,
    detail: `${proven} of ${solved.length} proven optimal`,
  });
  const share = median(solved.map((entry) => entry.share));
  report({ name: 'of that, outside of the solver', value: share, atMost: 0.15, unit: 'of the whole' });
}

async function benchLayouts(): Promise<void> {
  const node: PackableNode = {
    cores: 48,
    memoryBytes: 256 * GIB_BYTES,
    ssdBytes: 3840 * GIB_BYTES,
    passmark: 45_000,
    gpus: 2,
    bandwidthMbit: null,
  };
  const search = async () => {
    for (const goal of LAYOUT_GOALS) {
      const question = createMixedLayoutQuestion(goal, node, standardKinds(), DEFAULT_SLICE_PLAN.limits);
      readMixedLayout(question, await highsSolver.solve(question.program, 1000));
    }
  };
  reportRatio('three mixed layouts', await compare(ROUNDS, search, plainArithmetic), { atMost: 20, unit: ARITHMETIC });
}

function pricedSlice(): SlicePrice {
  const costMonthUsd = new Decimal('29.64');
  const share = new Decimal(1).div(7);
  const occupancy = new Decimal('0.8');
  const floor = ownCostFloor({ costMonthUsd, sliceShare: share, shareKept: new Decimal('0.8'), occupancy });
  const outcome = { gross: '44.8', share: '35.84', cost: '29.64', net: '6.2', breakEvenOccupancy: '0.661' };
  return {
    id: '1:economics-2025',
    nodeId: 1,
    nodeName: 'Bench',
    kindId: 'economics-2025',
    count: 7,
    amounts: { cores: '2', memoryGib: '4', ssdGib: '142', passmark: '3142' },
    gpus: 0,
    currency: 'USD',
    priceMonth: '8',
    isSuggested: false,
    terms: { hour: '0.01666667', day: '0.26666667', month: '8', year: '96' },
    floor: floor?.toFixed(8) ?? null,
    band: { min: '1.2', max: '12' },
    standing: 'within',
    suggestion: { priceMonth: '7.94', steps: [] },
    costMonth: '29.64',
    isRentable: true,
    missing: [],
    outcome,
    setAtMs: null,
    setBy: null,
    reason: null,
  };
}

/** All that the page computes when the slider moves: bounds, prices, outcome, shifts, and the whole map. */
async function benchSlider(): Promise<void> {
  const slice = pricedSlice();
  let cents = 120;
  const move = () => {
    cents += 1;
    const draft = { priceMonth: new Decimal(cents).div(100).toFixed(), currency: 'USD' as const, occupancy: '0.8' };
    const base = liveBase(slice, DEFAULT_SLICE_PLAN, 80, 'USD', null);
    if (base === null) throw new Error('A price in USD takes no gold price.');
    livePrice(base, draft);
    liveHeatmap(base, draft);
  };
  reportRatio('one move of the price slider', await compare(50, move, thousandDecimals), {
    atMost: 1,
    unit: 'x a thousand decimals',
  });
}

await benchRank();
await benchLayouts();
await benchBestSet();
await benchSlider();
