import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { setReaderLocale } from '#renderer/ui/format.ts';
import {
  budgetLeft,
  formatAge,
  formatDuration,
  formatHoursMinutes,
  formatInstant,
  formatPeriodName,
  formatUtc,
  formatHoursRange,
} from '#renderer/ui/format-time.ts';

beforeEach(() => setReaderLocale('en-US'));
afterEach(() => setReaderLocale(undefined));

describe('time on the page', () => {
  it('is rounded down to the minute, so that no missing second is promised', () => {
    expect(formatHoursMinutes(131_544)).toBe('36:32');
    expect(formatHoursMinutes(59)).toBe('0:00');
  });

  it('shows an overdrawn budget with its sign, and never "-0:00"', () => {
    expect(formatHoursMinutes(-5400)).toBe('−1:30');
    expect(formatHoursMinutes(-30)).toBe('0:00');
  });

  it('shows both bounds of an uncertain duration, and one value when they are equal', () => {
    expect(formatHoursRange({ low: 15_000, high: 20_520 })).toBe('4:10–5:42');
    expect(formatHoursRange({ low: 30, high: 59 })).toBe('0:00');
  });

  // Catches a budget that one page gives in its best case and another as what it is: not certain.
  it('shows the lower and upper bound of the budget, and an overdraft only when there is one', () => {
    expect(budgetLeft({ low: 111_000, high: 116_520 })).toBe('30:50–32:22');
    expect(budgetLeft({ low: -90_000, high: 131_544 })).toBe('0:00–36:32');
    expect(budgetLeft({ low: -7200, high: -5400 })).toBe('−1:30');
  });

  it('shows more than 24 hours as days', () => {
    expect(formatDuration(9 * 86_400 + 4 * 3600 + 3599)).toBe('9d 4h');
    expect(formatDuration(3599)).toBe('59m');
    expect(formatDuration(-1)).toBe('0s');
  });

  it('shows UTC to the second for the start of period 72', () => {
    expect(formatUtc(1_522_501_000 + 72 * 2_630_880)).toBe('Mar 31, 2024, 22:32:40 UTC');
  });

  // Catches a time of day that a farmer with nodes in two countries cannot place.
  it('shows every time of day with its zone, and a day without one', () => {
    expect(formatInstant(1_711_924_360)).toMatch(/2024, \d\d:\d\d \S+$/);
    expect(formatInstant(1_711_924_360, { precision: 'date' })).toMatch(/^\w+ \d+, 2024$/);
  });

  it('describes past and future', () => {
    expect(formatAge(1000, 1000 + 7200)).toBe('2 hours ago');
    expect(formatAge(1000 + 86_400 * 2, 1000)).toBe('in 2 days');
  });

  it('names a period by its UTC month in every time zone', () => {
    expect(formatPeriodName('2025-01')).toBe('Jan 2025');
    expect(formatPeriodName('later')).toBe('later');
  });
});
