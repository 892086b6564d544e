import { describe, expect, test } from 'vitest';
import { budgetPoints } from '#renderer/features/uptime/budget-points.ts';
import { fromField, toField } from '#renderer/features/uptime/local-field.ts';
import { permilleRange } from '#renderer/features/uptime/range-text.ts';
import { setReaderLocale } from '#renderer/ui/format.ts';
import { createCalls } from '#main/app/router.ts';
import { ensureOwnNode } from '#main/app/hardware/machine-node.ts';
import { composeApp } from '#main/compose.ts';
import { periodByIndex } from '#shared/domain/uptime/periods.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

setReaderLocale('en');

describe('a figure with two bounds', () => {
  test('is one figure when they are equal, and never rounded up', () => {
    expect(permilleRange({ low: 961, high: 994 })).toBe('96.1–99.4\u00A0%');
    expect(permilleRange({ low: 950, high: 950 })).toBe('95.0\u00A0%');
  });
});

test('keeps the minute of a local time in a field', () => {
  const atS = 1_764_600_000;
  expect(fromField(toField(atS))).toBe(atS - (atS % 60));
  expect(fromField('')).toBeNull();
});

test('draws the budget from its full size, reduced by each outage, to the shown figure', async () => {
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
    const summary = await createCalls(app.context).uptime.getSummary({ nodeId: id });
    const points = budgetPoints(summary);
    expect(points[0]).toMatchObject({ x: period.startS, leftS: 131_544 });
    expect(points.findLast(({ leftHours }) => leftHours !== null)?.leftS).toBe(summary.budget.leftS.high);
    expect(points.at(-1)).toMatchObject({ x: period.endS, leftHours: null });
    expect(points.every(({ sureS, leftS }) => sureS === leftS)).toBe(true);
    expect(points.map(({ x }) => x)).toEqual(points.map(({ x }) => x).toSorted((a, b) => a - b));
  } finally {
    await app.close();
    directory.remove();
  }
});

// Catches a straight line of a full budget over days that nobody watched.
test('reduces only the lower bound of the budget by unobserved time', async () => {
  const directory = makeTemporaryDirectory();
  const period = periodByIndex(92);
  const nowMs = (period.startS + 864_000) * 1000;
  const app = composeApp({ host: 'cli', env: {}, dataDir: directory.path, nowMs: () => nowMs });
  try {
    const stores = await app.context.stores();
    const { id } = ensureOwnNode(stores, nowMs);
    const bootId = stores.uptime.addBoot(id, 'late', (period.startS + 600_000) * 1000);
    stores.uptime.endSpan(stores.uptime.addSpan(bootId, 0, 'cli'), 264_000_000, 'open');
    const summary = await createCalls(app.context).uptime.getSummary({ nodeId: id });
    expect(summary.budget.leftS.low).toBeLessThan(0);
    const points = budgetPoints(summary);
    expect(points[0]).toMatchObject({ leftS: 131_544, sureS: 131_544 });
    const usedUp = points.find(({ sureS }) => sureS === 0);
    expect(usedUp?.x).toBeGreaterThan(period.startS + 120_000);
    expect(usedUp?.x).toBeLessThan(period.startS + 140_000);
    expect(points.at(-1)).toMatchObject({ x: period.endS, sureS: 0, sureHours: null });
    expect(points.every(({ sureS, leftS }) => sureS <= leftS && leftS <= 131_544)).toBe(true);
  } finally {
    await app.close();
    directory.remove();
  }
});
