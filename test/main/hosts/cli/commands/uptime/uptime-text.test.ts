import { afterEach, beforeEach, expect, test } from 'vitest';
import { createCalls } from '#main/app/router.ts';
import { type ComposedApp, composeApp } from '#main/compose.ts';
import type { Style } from '#main/hosts/cli/style.ts';
import { renderUptime } from '#main/hosts/cli/commands/uptime/uptime-text.ts';
import type { UptimeSummary } from '#shared/contract/uptime/uptime.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

const MARKED: Style = {
  strong: (text) => text,
  quiet: (text) => `quiet(${text})`,
  good: (text) => `good(${text})`,
  warning: (text) => `warning(${text})`,
  bad: (text) => `bad(${text})`,
};

let directory: TemporaryDirectory;
let app: ComposedApp;
let summary: UptimeSummary;
beforeEach(async () => {
  directory = makeTemporaryDirectory();
  app = composeApp({ host: 'cli', env: {}, dataDir: directory.path });
  summary = await createCalls(app.context).uptime.getSummary({ periodIndex: 92 });
});
afterEach(async () => {
  await app.close();
  directory.remove();
});

// Catches a terminal that calls well what every page and the farm call low, lost or not watched.
test.each([
  ['recorder', { low: 15_000, high: 60_000 }, 'warning(16 h 40 m)'],
  ['recorder', { low: 20_000, high: 60_000 }, 'good(16 h 40 m)'],
  ['recorder', { low: -1, high: 60_000 }, 'quiet(16 h 40 m)'],
  ['recorder', { low: -7200, high: -3600 }, 'bad(1 h 00 m overspent)'],
  ['none', { low: -1, high: 60_000 }, 'quiet(16 h 40 m)'],
] as const)('formats a budget by %s with %o left', (basis, leftS, shown) => {
  const text = renderUptime(MARKED, { ...summary, basis, budget: { ...summary.budget, allowedS: 100_000, leftS } });
  expect(text.split('\n').find((line) => line.includes('Budget left'))).toContain(shown);
});
