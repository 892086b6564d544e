import { afterEach, expect, test, vi } from 'vitest';
import { midnights, labelledDays } from '#renderer/features/uptime/day-ticks.ts';

afterEach(() => vi.unstubAllEnvs());

const at = (text: string) => Date.parse(text) / 1000;

test('splits a period at local midnights, also across the end of daylight saving time', () => {
  vi.stubEnv('TZ', 'Europe/Brussels');
  const days = midnights(at('2026-10-24T10:00:00Z'), at('2026-10-27T12:00:00Z'));
  expect(days).toEqual([at('2026-10-24T22:00:00Z'), at('2026-10-25T23:00:00Z'), at('2026-10-26T23:00:00Z')]);
});

test('counts a midnight at either end as a day, and labels every fifth', () => {
  vi.stubEnv('TZ', 'UTC');
  const days = midnights(at('2026-11-01T00:00:00Z'), at('2026-11-12T00:00:00Z'));
  expect(days).toHaveLength(12);
  expect(labelledDays(at('2026-11-01T00:00:00Z'), at('2026-11-12T00:00:00Z'))).toEqual([days[0], days[5], days[10]]);
});
