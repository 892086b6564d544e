import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBestSetProblem, readBestSet } from '#shared/domain/bids/best-set.ts';
import type { BidOption } from '#shared/domain/bids/best-set-options.ts';
import { listCapacities } from '#shared/domain/bids/capacity.ts';
import { endAfterMonths } from '#shared/domain/bids/reservations.ts';
import { totalAmounts } from '#shared/domain/slices/layout.ts';
import {
  createMixedLayoutQuestion,
  LAYOUT_GOALS,
  type PricedKind,
  readMixedLayout,
  standardKinds,
} from '#shared/domain/slices/mixed-layout.ts';
import { DEFAULT_SLICE_PLAN, type Layout, type PackableNode } from '#shared/contract/slices/slices.ts';
import { highsSolver } from '#main/compute/highs.ts';
import { Decimal } from '#shared/decimal.ts';
import { GIB_BYTES } from '#shared/units.ts';
import { NOW_S, sampleBid, sampleNode } from '#test/shared/domain/bids/sample-bids.ts';

const terms = { usdPerCc: new Decimal('0.128'), nowS: NOW_S };
const LIMIT_MS = 2000;

async function bestSet(bids: readonly ReturnType<typeof sampleBid>[], months: number, node = sampleNode()) {
  const question = createBestSetProblem(
    bids,
    listCapacities([node], NOW_S),
    { horizonMonths: months, mayBeginLater: true },
    terms,
  );
  return { question, best: readBestSet(question, await highsSolver.solve(question.program, LIMIT_MS)) };
}

/** Every subset of options, the slow way. */
function bruteForce(options: readonly BidOption[], count: number): number {
  let best = 0;
  for (let mask = 0; mask < 2 ** options.length; mask += 1) {
    const taken = options.filter((_, index) => Math.floor(mask / 2 ** index) % 2 === 1);
    const isOnce = new Set(taken.map((option) => option.bid.id)).size === taken.length;
    const last = Math.max(0, ...taken.map((option) => option.endMonth));
    const loads = Array.from({ length: last }, (_, month) =>
      taken.filter((o) => o.startMonth <= month && month < o.endMonth).reduce((sum, o) => sum + o.slices, 0),
    );
    if (isOnce && loads.every((load) => load <= count)) {
      best = Math.max(
        best,
        taken.reduce((sum, option) => sum + option.netMicroUsd, 0),
      );
    }
  }
  return best;
}

/** Bids of every size and length, some of which may wait. */
const manyBids = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    sampleBid({
      id: `b${index}`,
      memoryGib: String(1 + ((index * 7) % 28)),
      months: 1 + (index % 12),
      pricePerMonth: String(5 + ((index * 13) % 80)),
      expiresAtS: endAfterMonths(NOW_S, index % 12),
    }),
  );
const manyNodes = (count: number) =>
  listCapacities(
    Array.from({ length: count }, (_, index) => sampleNode({ nodeId: index + 1 })),
    NOW_S,
  );

describe('the best set of bids', () => {
  it('earns exactly as much as an exhaustive search', async () => {
    const bidArb = fc.record({
      memoryGib: fc.integer({ min: 1, max: 28 }).map(String),
      months: fc.integer({ min: 1, max: 3 }),
      pricePerMonth: fc.integer({ min: 1, max: 40 }).map(String),
      expiresAtS: fc.constantFrom(NOW_S, endAfterMonths(NOW_S, 1)),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(bidArb, { maxLength: 6 }), async (wishes) => {
        const { question, best } = await bestSet(
          wishes.map((wish, index) => sampleBid({ ...wish, id: `b${index}` })),
          3,
        );
        expect(best.isOptimal).toBe(true);
        expect(best.incomeMicroUsd).toBe(bruteForce(question.given.options, 7));
        expect(question.given.boundMicroUsd).toBeGreaterThanOrEqual(best.incomeMicroUsd);
      }),
      { numRuns: 25 },
    );
  });

  it('lets a bid wait for a slice that a better one frees', async () => {
    const whole = { memoryGib: '28', expiresAtS: endAfterMonths(NOW_S, 6) };
    const { best } = await bestSet(
      [
        sampleBid({ ...whole, id: 'rich', months: 2, pricePerMonth: '90' }),
        sampleBid({ ...whole, id: 'next', months: 2, pricePerMonth: '40' }),
      ],
      4,
    );
    expect(best.chosen.map((option) => [option.bid.id, option.startMonth])).toEqual([
      ['rich', 0],
      ['next', 2],
    ]);
  });

  it('starts all bids now by default, because a buyer who wants a slice today did not ask for one in spring', () => {
    const whole = { memoryGib: '28', expiresAtS: null };
    const bids = [sampleBid({ ...whole, id: 'a' }), sampleBid({ ...whole, id: 'b' })];
    const plan = { horizonMonths: 12, mayBeginLater: false };
    const {
      given: { options },
    } = createBestSetProblem(bids, listCapacities([sampleNode()], NOW_S), plan, terms);
    expect(options.map((option) => option.startMonth)).toEqual(options.map(() => 0));
  });

  it('avoids a reservation that begins after the horizon', async () => {
    const node = sampleNode({
      reservations: [
        {
          nodeId: 1,
          kindId: 'economics-2025',
          slices: 5,
          startS: endAfterMonths(NOW_S, 4),
          endS: endAfterMonths(NOW_S, 5),
        },
      ],
    });
    const long = { memoryGib: '8', months: 6, expiresAtS: NOW_S };
    const { best } = await bestSet([sampleBid({ ...long, id: 'a' }), sampleBid({ ...long, id: 'b' })], 3, node);
    expect(best.chosen).toHaveLength(1);
  });

  // Catches an ordinary farm that is answered by "something went wrong" because the solver ran out of time.
  it.each([
    [22, 200, true],
    [102, 200, false],
  ])(
    'returns the best found set and a bound for %i nodes and %i bids, even without any time',
    async (nodes, bids, later) => {
      const plan = { horizonMonths: 12, mayBeginLater: later };
      const problem = createBestSetProblem(manyBids(bids), manyNodes(nodes), plan, terms);
      const best = readBestSet(problem, await highsSolver.solve(problem.program, 1));
      expect(best.incomeMicroUsd).toBeGreaterThan(0);
      expect(best.chosen.length).toBeGreaterThan(nodes);
      expect(Number.isSafeInteger(best.boundMicroUsd)).toBe(true);
      expect(best.boundMicroUsd).toBeGreaterThanOrEqual(best.incomeMicroUsd);
    },
  );

  // Catches a solver that is given millions of decisions and takes gigabytes for them.
  it('decides between a bounded number of options, however large the farm', () => {
    const plan = { horizonMonths: 60, mayBeginLater: true };
    const { given, program } = createBestSetProblem(manyBids(500), manyNodes(2000), plan, terms);
    expect(given.isWhole).toBe(false);
    expect(program.columns.length).toBeLessThanOrEqual(8500);
  });

  it('leaves out bids that cost more than they earn, and returns nothing for no bids', async () => {
    const { best } = await bestSet([sampleBid({ pricePerMonth: '1.25' })], 12);
    expect(best).toMatchObject({ chosen: [], incomeMicroUsd: 0, isOptimal: true });
  });

  it('refuses a horizon without months', () => {
    expect(() => createBestSetProblem([], [], { horizonMonths: 0, mayBeginLater: false }, terms)).toThrow(/horizon/);
  });
});

const node: PackableNode = {
  cores: 24,
  memoryBytes: 64 * GIB_BYTES,
  ssdBytes: 2000 * GIB_BYTES,
  passmark: 25_000,
  gpus: 1,
  bandwidthMbit: null,
};

const { limits } = DEFAULT_SLICE_PLAN;

function incomeOf({ groups }: Layout, kinds: readonly PricedKind[]): Decimal {
  const priceOf = (kindId: string) => kinds.find((kind) => kind.kindId === kindId)?.priceMonth ?? 0;
  return groups.reduce((sum, { kindId, count }) => sum.plus(new Decimal(priceOf(kindId)).times(count)), new Decimal(0));
}

describe('a mixed layout', () => {
  it.each(LAYOUT_GOALS)('%s: never uses more than the node has', async (goal) => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 4, max: 400 }), async (cores, memory) => {
        const some = { ...node, cores, memoryBytes: memory * GIB_BYTES + 12_345 };
        const question = createMixedLayoutQuestion(goal, some, standardKinds(), limits);
        const { layout, isOptimal } = readMixedLayout(question, await highsSolver.solve(question.program, LIMIT_MS));
        expect(isOptimal).toBe(true);
        expect(totalAmounts(layout.groups).cores.lte(cores)).toBe(true);
        expect(layout.unused.memoryGib.isNegative()).toBe(false);
      }),
      { numRuns: 8 },
    );
  });

  it('earns at least as much as any single kind', async () => {
    const kinds = standardKinds().map((entry, index) => ({ ...entry, priceMonth: entry.priceMonth.plus(index) }));
    const question = createMixedLayoutQuestion('income', node, kinds, limits);
    const mixed = readMixedLayout(question, await highsSolver.solve(question.program, LIMIT_MS));
    for (const kind of kinds) {
      const single = createMixedLayoutQuestion('income', node, [kind], limits);
      const alone = readMixedLayout(single, await highsSolver.solve(single.program, LIMIT_MS));
      expect(incomeOf(mixed.layout, kinds).gte(incomeOf(alone.layout, kinds))).toBe(true);
    }
  });

  it('leaves the least unused for the goal "waste"', async () => {
    const wastes = await Promise.all(
      LAYOUT_GOALS.map(async (goal) => {
        const question = createMixedLayoutQuestion(goal, node, standardKinds(), limits);
        return readMixedLayout(question, await highsSolver.solve(question.program, LIMIT_MS)).layout.wasteShare;
      }),
    );
    expect(wastes.every((waste) => waste.gte(wastes[2] ?? waste))).toBe(true);
  });
});
