import { describe, expect, test } from 'vitest';
import { followWakeUps, nearestRank, summariseWakeUps } from '#shared/domain/uptime/wake-ups.ts';
import type { ObservedBoot } from '#shared/domain/uptime/observations.ts';

const PERIOD = { startS: 1_764_541_960, endS: 1_767_172_840 };
const T = PERIOD.startS + 50_000;
const boot = (atS: number): ObservedBoot => ({ bootId: `b${atS}`, bootedAtMs: atS * 1000, spans: [] });
const request = (
  requestedAtS: number,
  kind: 'drill' | 'farmerbot' = 'farmerbot',
  asleepSinceS: number | null = null,
) => ({
  id: null,
  requestedAtS,
  kind,
  asleepSinceS,
});

const state = (bootAtS: number | null, nowS: number) =>
  followWakeUps([request(T)], bootAtS === null ? [] : [boot(bootAtS)], nowS)[0]?.state;

describe('the result of a wake-up', () => {
  test('is in time at 1800 s and late at 1801 s; waiting becomes missed, not late', () => {
    expect(state(T + 1800, T + 9000)).toBe('in-time');
    expect(state(T + 1801, T + 9000)).toBe('late');
    expect(state(null, T + 1800)).toBe('waiting');
    expect(state(null, T + 1801)).toBe('missed');
  });

  test('ignores a boot before the request', () => {
    expect(state(T - 1, T + 100)).toBe('waiting');
  });

  test('allows 24 hours asleep, not a second more, and not unknown time', () => {
    const overslept = (asleepSinceS: number | null) =>
      followWakeUps([request(T, 'drill', asleepSinceS)], [boot(T + 60)], T + 100)[0]?.isOverslept;
    expect(overslept(T + 60 - 86_400)).toBe(false);
    expect(overslept(T + 60 - 86_401)).toBe(true);
    expect(overslept(null)).toBeNull();
  });
});

const late = (n: number) =>
  followWakeUps(
    Array.from({ length: n }, (_, k) => request(T + k * 9000)),
    Array.from({ length: n }, (_, k) => boot(T + k * 9000 + 2000)),
    T + 90_000,
  );

describe('the wake-ups of a period', () => {
  test('are at the last chance after the first strike, and lost after the second', () => {
    expect(summariseWakeUps(late(1), PERIOD)).toMatchObject({ strikes: 1, isLastChance: true, isLost: false });
    expect(summariseWakeUps(late(2), PERIOD)).toMatchObject({ strikes: 2, isLastChance: false, isLost: true });
  });

  test('have no strike for a late drill', () => {
    const drills = followWakeUps([request(T, 'drill')], [boot(T + 5000)], T + 9000);
    expect(summariseWakeUps(drills, PERIOD)).toMatchObject({ strikes: 0, drillStrikes: 1 });
  });

  test('exclude those of another period', () => {
    const before = followWakeUps([request(PERIOD.startS - 1)], [], T);
    expect(summariseWakeUps(before, PERIOD).strikes).toBe(0);
  });

  test('have a p95 that is one of the values', () => {
    expect(nearestRank([30, 10, 20], 95)).toBe(30);
    expect(
      nearestRank(
        Array.from({ length: 100 }, (_, k) => k + 1),
        95,
      ),
    ).toBe(95);
    expect(nearestRank([], 95)).toBeNull();
  });
});

test('state the delay of a late wake-up; one that never booted is late until now', () => {
  const lateBy = (bootAtS: number | null, nowS: number) =>
    followWakeUps([request(T)], bootAtS === null ? [] : [boot(bootAtS)], nowS)[0]?.lateByS;
  expect(lateBy(T + 1800, T + 9000)).toBeNull();
  expect(lateBy(T + 1801, T + 9000)).toBe(1);
  expect(lateBy(null, T + 1800)).toBeNull();
  expect(lateBy(null, T + 5400)).toBe(3600);
});
