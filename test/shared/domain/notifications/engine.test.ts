import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal } from '#shared/decimal.ts';
import type { PeriodMoney } from '#shared/contract/earnings/value.ts';
import type { DeliverySettings } from '#shared/domain/notifications/delivery.ts';
import {
  decideNotifications,
  type EngineFacts,
  type NotificationChanges,
} from '#shared/domain/notifications/engine.ts';
import { EVENT_KINDS } from '#shared/domain/notifications/kinds.ts';
import { findConditions, type Liveness, type Situation } from '#shared/domain/notifications/rules.ts';

const NOW = 1_764_600_000;
const SETTINGS: DeliverySettings = { isEnabled: true, lowestLevel: 'low', quietHours: null, hasDailyDigest: false };
const CALM: Situation = {
  nodeId: 1,
  site: null,
  periodIndex: 92,
  budget: null,
  atRiskTft: new Decimal('617'),
  tftPriceUsd: new Decimal('0.02'),
  money: null,
  violation: null,
  strikes: 0,
  liveness: null,
  probe: null,
  receipt: null,
  unreachableS: 0,
  isRecorderStopped: false,
  isWriteFailing: false,
  freeBytes: null,
};
const AWAKE: Liveness = { lastSeenS: NOW, asleepSinceS: null, wakeRequestedAtS: null, asOfS: NOW };

const silent = (silentS: number): Liveness => ({ ...AWAKE, lastSeenS: NOW - silentS });
const asleep = (hours: number) => ({ ...AWAKE, lastSeenS: NOW - hours * 3600, asleepSinceS: NOW - hours * 3600 });
const woken = (beforeS: number) => ({ ...AWAKE, asleepSinceS: NOW - 4000, wakeRequestedAtS: NOW - beforeS });
const nodesAt = (count: number, site: string | null, liveness: Liveness): Situation[] =>
  Array.from({ length: count }, (_, index) => ({ ...CALM, nodeId: index + 1, site, liveness }));
const kindsOf = (situation: Partial<Situation>) => findConditions({ ...CALM, ...situation }).map(({ kind }) => kind);

function decide(facts: Partial<EngineFacts>): NotificationChanges {
  const none = { situations: [], events: [], open: [], knownEvents: new Set<string>(), deliveries: [] };
  return decideNotifications({ ...none, settings: SETTINGS, nowS: NOW, minuteOfDay: 720, ...facts });
}

function moneyAt(priceUsd: string): Pick<Situation, 'money' | 'tftPriceUsd'> {
  const [gross, costs] = [new Decimal(priceUsd).times(1000), new Decimal(20)];
  const money: PeriodMoney = {
    state: 'known',
    grossUsd: gross,
    powerUsd: costs,
    otherUsd: new Decimal(0),
    netUsd: gross.minus(costs),
    breakEvenTftPriceUsd: new Decimal('0.02'),
    breakEvenKwhPriceUsd: null,
  };
  return { money, tftPriceUsd: new Decimal(priceUsd) };
}

describe('notifications about liveness on the grid', () => {
  // Catches "down" before the grid says so, and a first word after it is too late.
  test.each([
    [2400, []],
    [3000, []],
    [3001, ['quiet']],
    [4800, ['quiet']],
    [4801, ['down']],
  ])('are after %i s of silence: %j', (silentS, expected) => {
    expect(kindsOf({ liveness: silent(silentS) })).toEqual(expected);
  });

  test('report a sleeping node as quiet after 23.5 hours, and as down after 24', () => {
    expect([2, 23.4, 23.6, 24.1].map((hours) => kindsOf({ liveness: asleep(hours) }))).toEqual([
      [],
      [],
      ['quiet'],
      ['down'],
    ]);
  });

  test('report a wake-up while ten minutes are left, with the amount at risk', () => {
    expect([1199, 1200, 1800, 1801].map((beforeS) => kindsOf({ liveness: woken(beforeS) }))).toEqual([
      [],
      ['wake-up-due'],
      ['wake-up-due'],
      [],
    ]);
    const [found] = findConditions({ ...CALM, liveness: woken(1500) });
    expect(found?.figures).toEqual({ leftS: 300, atRiskTft: '617', atRiskUsd: '12.34', tftPriceUsd: '0.02' });
  });

  // Catches "over" while the indexer lags, as if the node had come back.
  test('are neither raised nor resolved by a lagging record', () => {
    const open = [{ key: 'down:1:now', kind: 'down' as const, nodeId: 1 }];
    expect(decide({ situations: [{ ...CALM, liveness: 'unknown' }], open })).toEqual({ raised: [], ended: [] });
    expect(decide({ situations: [{ ...CALM, liveness: AWAKE }], open }).ended).toMatchObject([{ endsQuietly: false }]);
    // The farmer ended the connection: that is no news of the node.
    expect(decide({ situations: [CALM], open }).ended).toMatchObject([{ endsQuietly: true }]);
  });

  // Catches "Over: quiet" at the moment at which the node is called down.
  test('are not resolved when a problem grows worse', () => {
    const open = [{ key: 'quiet:1:now', kind: 'quiet' as const, nodeId: 1 }];
    expect(decide({ situations: [{ ...CALM, liveness: silent(5000) }], open })).toMatchObject({
      raised: [{ condition: { kind: 'down' } }],
      ended: [{ key: 'quiet:1:now', endsQuietly: true }],
    });
    expect(decide({ situations: [{ ...CALM, liveness: AWAKE }], open }).ended[0]?.endsQuietly).toBe(false);
  });
});

describe('the price of a TFT', () => {
  test.each([
    ['0.03', []],
    ['0.022', []],
    ['0.0219', ['price-near-break-even']],
    ['0.02', ['price-near-break-even']],
    ['0.0199', ['price-below-break-even']],
  ])('raises at %s USD: %j', (price, expected) => {
    expect(kindsOf(moneyAt(price))).toEqual(expected);
  });

  test('raises nothing without a price or a threshold', () => {
    expect(kindsOf({ money: { state: 'missing', missing: ['watts'], grossUsd: null, powerUsd: null } })).toEqual([]);
    expect(kindsOf({ ...moneyAt('0.01'), tftPriceUsd: null })).toEqual([]);
  });
});

describe('a receipt notification', () => {
  const receipt = { periodIndex: 91, periodName: '2026-10', tft: new Decimal(600) };

  test('is raised once, however often it is checked', () => {
    const situations = [{ ...CALM, receipt: { ...receipt, state: 'arrived' as const } }];
    const [first] = decide({ situations }).raised;
    expect(first?.condition).toMatchObject({ kind: 'receipt-arrived', figures: { period: '2026-10', tft: '600' } });
    expect(decide({ situations, knownEvents: new Set([first?.condition.key ?? '']) }).raised).toEqual([]);
  });
});

describe('notifications about many nodes at once', () => {
  // Catches forty messages when one router fails.
  test('are one per site, with the total at risk', () => {
    const { raised } = decide({ situations: nodesAt(40, 'Ghent', silent(5000)) });
    expect(raised).toHaveLength(1);
    expect(raised[0]).toMatchObject({
      condition: { kind: 'down', nodeId: null, figures: { nodes: 40, site: 'Ghent', atRiskUsd: '493.6' } },
      delivery: 'now',
    });
    expect(raised[0]?.members).toHaveLength(40);
  });

  test('stay separate for two nodes', () => {
    expect(decide({ situations: nodesAt(2, 'Ghent', silent(5000)) }).raised).toHaveLength(2);
  });

  test('have no total when a node’s part is unknown', () => {
    const [first, ...others] = nodesAt(4, null, silent(5000));
    const situations = [{ ...(first ?? CALM), atRiskTft: null }, ...others];
    expect(decide({ situations }).raised[0]?.condition.figures).toEqual({ nodes: 4, silentS: 5000 });
  });
});

const anyLiveness = fc.oneof(
  fc.constant(null),
  fc.constant('unknown' as const),
  fc.record({
    lastSeenS: fc.integer({ min: NOW - 100_000, max: NOW }),
    asleepSinceS: fc.option(fc.integer({ min: NOW - 100_000, max: NOW })),
    wakeRequestedAtS: fc.option(fc.integer({ min: NOW - 4000, max: NOW })),
    asOfS: fc.constant(NOW),
  }),
);
const anySituation = fc.record({
  site: fc.constantFrom(null, 'Ghent', 'Cairo'),
  budget: fc.option(fc.record({ leftS: fc.integer({ min: -10, max: 1000 }), allowedS: fc.constant(1000) })),
  strikes: fc.integer({ min: 0, max: 2 }),
  liveness: anyLiveness,
  receipt: fc.option(
    fc.record({
      periodIndex: fc.constant(91),
      periodName: fc.constant('2026-10'),
      state: fc.constantFrom('arrived' as const, 'missing' as const, 'unknown' as const),
      tft: fc.constant(null),
    }),
  ),
  unreachableS: fc.constantFrom(0, 700),
});
const anyFarm = fc
  .array(anySituation, { maxLength: 12 })
  .map((all) => all.map((situation, index): Situation => ({ ...CALM, ...situation, nodeId: index + 1 })));

/** A log of notifications as the store keeps it. */
function createLog() {
  const open = new Map<string, EngineFacts['open'][number]>();
  const written = new Set<string>();
  const check = (situations: readonly Situation[]) => {
    const changes = decide({ situations, open: [...open.values()], knownEvents: written });
    for (const { key } of changes.ended) open.delete(key);
    const singles = changes.raised.flatMap(({ condition, members }) => (members.length === 0 ? [condition] : members));
    for (const { key, kind, nodeId } of singles) {
      written.add(key);
      if (!EVENT_KINDS.has(kind)) open.set(key, { key, kind, nodeId });
    }
    return { changes, singles };
  };
  return { check, open };
}

describe('notifications for random facts', () => {
  test('do not depend on the order of the facts', () => {
    const shuffled = anyFarm.chain((farm) =>
      fc.tuple(fc.constant(farm), fc.shuffledSubarray(farm, { minLength: farm.length })),
    );
    fc.assert(
      fc.property(shuffled, ([farm, other]) => {
        expect(decide({ situations: other })).toEqual(decide({ situations: farm }));
      }),
    );
  });

  test('are neither raised nor resolved when the same facts are repeated', () => {
    fc.assert(
      fc.property(anyFarm, anyFarm, (before, farm) => {
        const log = createLog();
        log.check(before);
        log.check(farm);
        expect(log.check(farm).changes).toEqual({ raised: [], ended: [] });
      }),
    );
  });

  test('include only counted nodes, each in at most one', () => {
    fc.assert(
      fc.property(anyFarm, fc.nat(11), (farm, hidden) => {
        const counted = farm.filter(({ nodeId }) => nodeId !== hidden);
        const { singles } = createLog().check(counted);
        expect(singles.map(({ nodeId }) => nodeId)).not.toContain(hidden);
        expect(new Set(singles.map(({ key }) => key)).size).toBe(singles.length);
      }),
    );
  });
});
