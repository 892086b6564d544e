import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createCalls } from '#main/app/router.ts';
import { composeApp } from '#main/compose.ts';
import { runFarmer } from '#test/support/cli.ts';
import { fillEveryTable } from '#test/support/full-farm.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

const NOW_MS = Date.UTC(2026, 10, 28, 12);
const directory = makeTemporaryDirectory();

beforeAll(async () => {
  const app = composeApp({ host: 'cli', env: {}, dataDir: directory.path, nowMs: () => NOW_MS });
  await fillEveryTable(createCalls(app.context), await app.context.stores(), NOW_MS);
  await app.close();
});
afterEach(() => vi.useRealTimers());
afterAll(directory.remove);

/** They compute with the period of now. */
const OF_NOW = [
  ['period'],
  ['uptime'],
  ['uptime', 'export'],
  ['wakeups'],
  ['payouts'],
  ['farm'],
  ['bids', 'rank'],
  ['bids', 'best'],
  ['project', '--node', '1', '--months', '1'],
] as const;

/** They answer whatever the clock shows. */
const WITHOUT_CLOCK = [
  ['period', '--index', '100'],
  ['period', '--at', '2026-01-01T00:00Z'],
  ['bids', 'list', '--state', 'open'],
  ['imports'],
  ['receipts'],
  ['price'],
  ['rules'],
  ['export', '--format', 'csv'],
] as const;

const words = (argv: readonly (string | undefined)[]) => argv.filter((word) => word !== undefined);

// Catches "No minting period holds the time 0." where the clock of the computer is meant, and an unplanned error.
describe.each([
  ['1970-01-01', 0],
  ['1969-12-31', -1],
  ['275760-09-13', 8_640_000_000_000_000],
])('with a clock of %s', (_, clockMs) => {
  it.each(OF_NOW)('farmer %s %s: reports the wrong clock', async (...argv) => {
    vi.useFakeTimers({ toFake: ['Date'], now: clockMs });
    const { code, stderr } = await runFarmer(words(argv), directory.path);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/^error: The clock of this computer is wrong: it shows /),
    });
  });

  it.each(WITHOUT_CLOCK)('farmer %s %s: answers', async (...argv) => {
    vi.useFakeTimers({ toFake: ['Date'], now: clockMs });
    const { code, stderr } = await runFarmer(words(argv), directory.path);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});
