import { expect, it } from 'vitest';
import { DEFAULT_SCENARIO } from '#shared/contract/earnings/scenarios.ts';
import { useApps } from '#test/support/home-node.ts';
import { knownProjection } from '#test/support/known-projection.ts';

/** Nothing expected beyond what is promised. */
const DEFAULT_SCENARIO_V4 = { ...DEFAULT_SCENARIO, rules: 'grid-v4', months: 3 } as const;
const { withHome } = useApps();

// Catches a projection that knows nothing of the prices that were set, or reckons with another occupancy.
it('projects a node without further inputs from its slices and prices', async () => {
  const { slices, prices, projections, nodeId, sliceId } = await withHome();
  const ask = async (scenario: object = {}) =>
    projections.project({ subject: { kind: 'node', nodeId }, scenario: { ...DEFAULT_SCENARIO_V4, ...scenario } });
  const originsOf = ({ assumptions }: Awaited<ReturnType<typeof ask>>) =>
    Object.fromEntries(assumptions.map(({ id, value, origin }) => [id, `${value} ${origin}`]));
  // A price that is only suggested earns nothing.
  expect(originsOf(await ask())).toMatchObject({ slices: '7 slice-plan', 'slice-price': '0 missing' });
  await slices.updatePlan({ nodeId, patch: { occupancy: '0.8', otherPerMonthUsd: '2' } });
  await prices.set({ sliceId, priceMonth: '8', currency: 'USD' });
  const planned = await ask();
  expect(originsOf(planned)).toMatchObject({
    'slice-price': '8 slice-plan',
    utilisation: '80 slice-plan',
    'other-costs': '2 slice-plan',
  });
  const [shown] = (await prices.list({ nodeId })).slices;
  const month = knownProjection(planned).months[0];
  // 7 x 8 USD x 80 %, and what the prices page says of the same slices.
  expect([month?.gross, month?.share, month?.net]).toEqual(['44.8', '35.84', '18.132']);
  expect(shown?.outcome).toMatchObject({ gross: '44.8', share: '35.84', net: '18.132' });
  const usage = { slices: 2, pricePerSlice: '5', currency: 'USD', utilisation: '1' } as const;
  expect((await ask({ usage })).months[0]?.gross).toBe('10');
});
