import { describe, expect, test } from 'vitest';
import { decideDelivery, type DeliverySettings, digestCutoffS } from '#shared/domain/notifications/delivery.ts';
import { decideNotifications } from '#shared/domain/notifications/engine.ts';
import { findConditions, type Situation } from '#shared/domain/notifications/rules.ts';
import { standingOf } from '#shared/domain/uptime/standing.ts';

const NOW = 1_764_600_000;
const NOON = 720;
const CALM: Situation = {
  nodeId: 1,
  site: null,
  periodIndex: 92,
  atRiskTft: null,
  tftPriceUsd: null,
  money: null,
  liveness: null,
  probe: null,
  receipt: null,
  budget: { leftS: 131_544, allowedS: 131_544 },
  violation: null,
  strikes: 0,
  unreachableS: 0,
  isRecorderStopped: false,
  isWriteFailing: false,
  freeBytes: 10 ** 12,
};
const SETTINGS: DeliverySettings = { isEnabled: true, lowestLevel: 'low', quietHours: null, hasDailyDigest: true };

function kinds(changes: Partial<Situation>) {
  return findConditions({ ...CALM, ...changes }).map((condition) => condition.kind);
}

function only(changes: Partial<Situation>) {
  const [condition] = findConditions({ ...CALM, ...changes });
  if (condition === undefined) {
    throw new Error('no condition');
  }
  return condition;
}

describe('conditions for notifications', () => {
  test('are absent when all is well', () => {
    expect(kinds({})).toEqual([]);
  });

  test.each([
    [50_000, []],
    [49_999, ['budget-50']],
    [20_000, ['budget-50']],
    [19_999, ['budget-20']],
    [5000, ['budget-20']],
    [4999, ['budget-5']],
    [0, ['budget-5']],
    [-1, ['target-missed']],
  ])('with a budget of %i of 100,000 s raise %j: the warning comes before the limit', (leftS, expected) => {
    expect(kinds({ budget: { leftS, allowedS: 100_000 } })).toEqual(expected);
  });

  // Catches a period that pays nothing with a word of a budget that is fine, or with none at all.
  test('raise a violation at once, instead of a budget that no longer matters', () => {
    const broken = { violation: 'BootRequestExpired', budget: { leftS: 10, allowedS: 100_000 } } as const;
    expect(kinds(broken)).toEqual(['violation']);
    expect(only(broken)).toMatchObject({ severity: 'high', key: 'violation:1:92-BootRequestExpired' });
  });

  // Catches a message of little budget while every page says that the node is on its target, or the other way round.
  test.each([20_000, 19_999, 0, -1])('with %i s of 100,000 s left have the same text as the pages', (leftS) => {
    const budget = { leftS, allowedS: 100_000 };
    const standing = standingOf({
      basis: 'recorder',
      quietSinceS: null,
      violation: null,
      budget: { ...budget, leftS: { low: leftS, high: leftS } },
    });
    const [kind] = kinds({ budget });
    const isLittle = kind === 'budget-20' || kind === 'budget-5';
    expect([isLittle, kind === 'target-missed']).toEqual([standing === 'low', standing === 'lost']);
  });

  test('do not treat an unknown disk as a full one', () => {
    expect(kinds({ freeBytes: null })).toEqual([]);
    expect(kinds({ freeBytes: 1000 })).toEqual(['disk-nearly-full']);
  });

  test('raise an unreachable machine after the time of a router restart, well before a report is due', () => {
    expect(kinds({ unreachableS: 599 })).toEqual([]);
    expect(kinds({ unreachableS: 600 })).toEqual(['unreachable']);
    expect(only({ unreachableS: 600 }).key).toBe(only({ unreachableS: 9000 }).key);
  });

  test('raise the second strike, but not the same strike again', () => {
    expect(only({ strikes: 1 }).key).not.toBe(only({ strikes: 2 }).key);
    expect(only({ strikes: 1 }).key).toBe(only({ strikes: 1 }).key);
  });
});

describe('delivery of notifications', () => {
  const high = only({ budget: { leftS: 10, allowedS: 1000 } });
  const normal = only({ budget: { leftS: 199, allowedS: 1000 } });
  const low = only({ budget: { leftS: 499, allowedS: 1000 } });
  const night: DeliverySettings = { ...SETTINGS, quietHours: { fromMinute: 1320, untilMinute: 420 } };
  const deliver = (condition: typeof high, settings: DeliverySettings, minute = NOON) =>
    decideDelivery(condition, settings, [], NOW, minute);

  test('lets only severe ones pass quiet hours, which may span midnight', () => {
    expect(deliver(high, night, 60)).toBe('now');
    const single = { ...night, hasDailyDigest: false };
    expect(deliver(high, single, 60)).toBe('now');
    expect([1319, 1320, 0, 419, 420].map((minute) => deliver(normal, single, minute))).toEqual([
      'now',
      'log-quiet',
      'log-quiet',
      'log-quiet',
      'now',
    ]);
    expect(deliver(low, single)).toBe('log-quiet');
  });

  test('sends one daily digest instead of single messages, except for severe ones', () => {
    expect([high, normal, low].map((condition) => deliver(condition, SETTINGS))).toEqual(['now', 'digest', 'digest']);
    expect(deliver(normal, night, 60)).toBe('digest');
  });

  test('leaves deferred and low ones in the log without a digest', () => {
    expect(deliver(low, { ...SETTINGS, hasDailyDigest: false })).toBe('log-quiet');
    expect(deliver(low, { ...SETTINGS, lowestLevel: 'normal' })).toBe('log-muted');
    expect(deliver(high, { ...SETTINGS, isEnabled: false })).toBe('log-muted');
  });

  test('limits the rate per kind and node', () => {
    const last = { kind: high.kind, nodeId: 1, atS: NOW - 3599 };
    expect(decideDelivery(high, SETTINGS, [last], NOW, NOON)).toBe('log-rate-limited');
    expect(decideDelivery(high, SETTINGS, [{ ...last, atS: NOW - 3600 }], NOW, NOON)).toBe('now');
    expect(decideDelivery(high, SETTINGS, [{ ...last, nodeId: 2 }], NOW, NOON)).toBe('now');
  });

  test('raises a condition once and resolves it once', () => {
    const little: Situation = { ...CALM, budget: { leftS: 10, allowedS: 1000 } };
    const open = [{ key: high.key, kind: high.kind, nodeId: 1 }];
    const facts = { events: [], knownEvents: new Set<string>(), settings: SETTINGS, deliveries: [], nowS: NOW };
    const decide = (situation: Situation, stillOpen: typeof open) =>
      decideNotifications({ ...facts, situations: [situation], open: stillOpen, minuteOfDay: NOON });
    expect(decide(little, []).raised).toHaveLength(1);
    expect(decide(little, open)).toEqual({ raised: [], ended: [] });
    expect(decide(CALM, open).ended).toEqual([{ key: high.key, endsQuietly: false }]);
  });

  test('includes everything raised before the digest’s minute today, also when the app starts late', () => {
    const eightS = NOW - (NOW % 60);
    expect(digestCutoffS(SETTINGS, eightS - 60, 479)).toBeNull();
    expect(digestCutoffS(SETTINGS, eightS, 480)).toBe(eightS);
    // 22:35: what was raised at 22:30 waits for tomorrow.
    expect(digestCutoffS(SETTINGS, eightS + 52_500 + 59, 1355)).toBe(eightS);
    expect(digestCutoffS({ ...SETTINGS, hasDailyDigest: false }, eightS, 480)).toBeNull();
    expect(digestCutoffS({ ...SETTINGS, isEnabled: false }, eightS, 480)).toBeNull();
  });

  test('postpones the digest to the end of quiet hours', () => {
    const late: DeliverySettings = { ...SETTINGS, quietHours: { fromMinute: 1320, untilMinute: 540 } };
    const minuteS = NOW - (NOW % 60);
    expect(digestCutoffS(late, minuteS, 539)).toBeNull();
    expect(digestCutoffS(late, minuteS, 540)).toBe(minuteS);
    expect(digestCutoffS(late, minuteS, 1321)).toBeNull();
  });
});
