import { expect, onTestFinished, test } from 'vitest';
import { createCalls } from '#main/app/router.ts';
import { composeApp } from '#main/compose.ts';
import { importBids, HOME, refusalOf } from '#test/support/home-node.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

async function farm() {
  const directory = makeTemporaryDirectory();
  const app = composeApp({ host: 'cli', env: { FARMER_DATA_DIR: directory.path } });
  onTestFinished(async () => {
    await app.close();
    directory.remove();
  });
  const calls = createCalls(app.context);
  await calls.nodes.addPlanned({ name: 'Home', resources: HOME });
  await importBids(calls, { id: 'a', price_per_month: 9 }, { id: 'b', memory_gib: 12, price_per_month: 20 });
  return { context: app.context, calls };
}

// Catches a search that Ctrl+C kills with all that it found, and a best set without a bound.
test('returns the best set found so far and an upper bound when a search is aborted', async () => {
  const { context } = await farm();
  const stop = new AbortController();
  const compute = { ...(await context.compute()), solve: () => (stop.abort(), new Promise<never>(() => undefined)) };
  const seen: (readonly number[])[] = [];
  const { bids } = createCalls({
    ...context,
    compute: () => Promise.resolve(compute),
    progress: (...counts) => seen.push(counts),
  });
  const best = await bids.findBest({ months: 2 }, { signal: stop.signal });
  expect(best.chosen.map(({ bid }) => bid.id).toSorted()).toEqual(['a', 'b']);
  expect(Number(best.boundUsd)).toBeGreaterThanOrEqual(Number(best.incomeUsd));
  expect(seen).toEqual([[0, 1]]);
});

test('refuses a search that is aborted before anything was found', async () => {
  const { calls } = await farm();
  const refusal = await refusalOf(calls.bids.findBest({ months: 2 }, { signal: AbortSignal.abort() }));
  expect(refusal.message).toBe('The search was stopped before it found a set of bids.');
});
