import { describe, expect, test } from 'vitest';
import { budgetPoints } from '#renderer/features/uptime/budget-points.ts';
import { fromField, toField } from '#renderer/features/uptime/local-field.ts';
import { hoursRange, permilleRange, tftRange } from '#renderer/features/uptime/range-text.ts';
import { setReaderLocale } from '#renderer/ui/format.ts';
import { openArea } from '#main/app/areas.ts';
import { ensureOwnNode } from '#main/app/nodes/machine-node.ts';
import { composeApp } from '#main/compose.ts';
import { periodByIndex } from '#shared/domain/periods.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

setReaderLocale('en');

describe('a figure between two bounds', () => {
  test('is one figure where they agree, and never rounded up', () => {
    expect(permilleRange({ low: 961, high: 994 })).toBe('96.1–99.4\u00A0%');
    expect(permilleRange({ low: 950, high: 950 })).toBe('95.0\u00A0%');
    expect(hoursRange({ low: -3600, high: 131_544 })).toBe('-1:00–36:32');
    expect(tftRange({ low: '282.5', high: '282.5' })).toBe('282.50');
  });
});

test('a local time in a field keeps its minute', () => {
  const atS = 1_764_600_000;
  expect(fromField(toField(atS))).toBe(atS - (atS % 60));
  expect(fromField('')).toBeNull();
});

test('the drawn budget starts whole, falls with each outage, and ends where the figure is', async () => {
  const directory = makeTemporaryDirectory();
  const period = periodByIndex(92);
  const nowMs = (period.startS + 864_000) * 1000;
  const app = composeApp({ host: 'cli', env: {}, dataDir: directory.path, nowMs: () => nowMs });
  try {
    const stores = await app.context.stores();
    const { id } = ensureOwnNode(stores, nowMs);
    const watch = (key: string, fromS: number, toS: number) => {
      const bootId = stores.uptime.addBoot(id, key, (period.startS + fromS) * 1000);
      stores.uptime.endSpan(stores.uptime.addSpan(bootId, 0, 'cli'), (toS - fromS) * 1000, 'open');
    };
    watch('a', -9600, 100_000);
    watch('b', 110_000, 864_000);
    const summary = await (await openArea('uptime', app.context)).getSummary({});
    const points = budgetPoints(summary);
    expect(points[0]).toMatchObject({ x: period.startS, leftS: 131_544 });
    expect(points.findLast(({ leftHours }) => leftHours !== null)?.leftS).toBe(summary.budget.leftS.high);
    expect(points.at(-1)).toMatchObject({ x: period.endS, leftHours: null });
    expect(points.map(({ x }) => x)).toEqual(points.map(({ x }) => x).toSorted((a, b) => a - b));
  } finally {
    await app.close();
    directory.remove();
  }
});
