import type { Period } from '#shared/contract/uptime/periods.ts';
import { MAX_PERIOD_INDEX } from '#shared/domain/uptime/limits.ts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allowedDownSeconds,
  minimumUptimeSeconds,
  PERIOD_LENGTH_S,
  periodAt,
  periodByIndex,
  TARGET_PERMILLE,
  uptimePermille,
} from '#shared/domain/uptime/periods.ts';
import { readGolden } from '#test/support/golden.ts';

const golden = readGolden('period-vectors.json') as {
  readonly allowedDownSeconds: { readonly diy: number; readonly certified: number };
  readonly periods: readonly (Period & { readonly start: string; readonly end: string })[];
};
const anyIndex = fc.integer({ min: 0, max: MAX_PERIOD_INDEX });
const refused = expect.objectContaining({ code: 'INVALID_INPUT' });

describe('minting periods', () => {
  it.each(golden.periods)('index $index starts at $start: calendar months would drift', (expected) => {
    const period = periodByIndex(expected.index);
    expect(period).toEqual({
      index: expected.index,
      name: expected.name,
      startS: expected.startS,
      endS: expected.endS,
    });
    expect(Date.parse(expected.start)).toBe(period.startS * 1000);
    expect(Date.parse(expected.end)).toBe(period.endS * 1000);
  });

  it('contain every instant once, and a shared boundary in the later one', () => {
    fc.assert(
      fc.property(anyIndex, fc.integer({ min: 0, max: PERIOD_LENGTH_S - 1 }), (index, offsetS) => {
        const period = periodByIndex(index);
        expect(periodAt(period.startS + offsetS).index).toBe(index);
      }),
    );
    const [earlier, later] = [periodByIndex(80), periodByIndex(81)];
    expect(earlier.endS).toBe(later.startS);
    expect(periodAt(earlier.endS).index).toBe(81);
    expect(periodAt(later.startS - 0.001).index).toBe(80);
  });

  it.each([-1, 1.5, Number.NaN, MAX_PERIOD_INDEX + 1, 2 ** 63])('refuse index %s', (index) => {
    expect(() => periodByIndex(index)).toThrow(refused);
  });

  it.each([0, -5, 1_522_500_999, Number.NaN, Number.POSITIVE_INFINITY, 1_735_602_280_000])(
    'refuse the time %s: before the first period, or milliseconds taken for seconds',
    (timeS) => {
      expect(() => periodAt(timeS)).toThrow(refused);
    },
  );
});

describe('uptime ratios', () => {
  it('allow the published downtime to the second', () => {
    expect(allowedDownSeconds('diy')).toBe(golden.allowedDownSeconds.diy);
    expect(allowedDownSeconds('certified')).toBe(golden.allowedDownSeconds.certified);
  });

  it.each(['diy', 'certified'] as const)('the minimum of %s pays and one second less does not', (certification) => {
    const minimum = minimumUptimeSeconds(certification);
    expect(uptimePermille(minimum)).toBe(TARGET_PERMILLE[certification]);
    expect(uptimePermille(minimum - 1)).toBe(TARGET_PERMILLE[certification] - 1);
  });

  it('are rounded down to at most 1000: 99.9999 % must not read as 100 %', () => {
    expect(uptimePermille(PERIOD_LENGTH_S - 1)).toBe(999);
    expect(uptimePermille(PERIOD_LENGTH_S)).toBe(1000);
    expect(uptimePermille(Number.MAX_SAFE_INTEGER)).toBe(1000);
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 63])('refuse %s seconds of uptime', (seconds) => {
    expect(() => uptimePermille(seconds)).toThrow(refused);
  });
});
