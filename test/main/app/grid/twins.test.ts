import { beforeEach, expect, test } from 'vitest';
import { periodAt } from '#shared/domain/uptime/periods.ts';
import { useLoopbackGrid } from '#test/support/grid/use-loopback-grid.ts';
import { addFarm, addNode, addSteadyReports, indexUntil } from '#test/support/grid/world.ts';

const NOW_S = Math.floor(Date.now() / 1000);
const PERIOD = periodAt(NOW_S);
const TWIN = 1011;

const loopback = useLoopbackGrid();
beforeEach(() => {
  addFarm(loopback.world, 1, 'Freefarm');
  addNode(loopback.world, 11, 1, { farmingPolicyId: 9 });
  addSteadyReports(loopback.world, 11, PERIOD.startS - 100_000, NOW_S - 60, PERIOD.startS - 200_000);
  indexUntil(loopback.world, NOW_S - 60);
});

const farmer = async (...argv: readonly string[]) => (await loopback.farmer(...argv)).json;

async function violation(period: number = PERIOD.index): Promise<unknown> {
  return (await farmer('uptime', '--grid-node', '11', '--period', String(period)))['first_violation'];
}

test.each([
  ['MissingTwin', null],
  ['MissingRelay', { relay: null }],
  ['MissingRelay', { relay: '' }],
  ['InvalidPublicKey', { publicKey: '0x1234' }],
  ['InvalidPublicKey', { publicKey: null }],
])('reports %s for the twin %j', async (kind, twin) => {
  loopback.world.twins.set(TWIN, twin);
  await loopback.connect('--farm', '1');
  expect(await farmer('grid', 'sync')).toMatchObject({ problems: [] });
  expect(await violation()).toBe(kind);
  // Nobody asked how the twin was in the period before.
  expect(await violation(PERIOD.index - 1)).toBeNull();
});

test('loses nothing once the twin is valid again', async () => {
  loopback.world.twins.set(TWIN, { relay: null });
  await loopback.connect('--farm', '1');
  await farmer('grid', 'sync');
  const concern = async () => ((await farmer('farm'))['nodes'] as readonly { concern: unknown }[])[0]?.concern;
  expect(await violation()).toBe('MissingRelay');
  const before = await concern();
  loopback.world.twins.clear();
  await farmer('grid', 'sync', '--fresh');
  expect(await violation()).toBeNull();
  expect(await concern()).not.toEqual(before);
});

test('pays by the chain’s policy unless the farmer has entered another', async () => {
  const policy = { farmingPolicyID: 9, name: 'own', cu: 3600, su: 2250, nu: 45, ipv4: 5, minimalUptime: 99 };
  loopback.world.farmingPolicies.push(
    { id: '9', ...policy, immutable: false, default: false },
    { id: '10', farmingPolicyID: 10, cu: -1 },
  );
  await loopback.connect('--farm', '1');
  expect(await farmer('grid', 'sync')).toMatchObject({ problems: [] });
  const policyOf = async () =>
    ((await farmer('rules', 'policies'))['policies'] as readonly { id: number }[]).find(({ id }) => id === 9);
  expect(await policyOf()).toMatchObject({
    origin: 'grid',
    name: 'own',
    rates: { cu_musd: 3600 },
    minimum_permille: 990,
  });
  expect(await farmer('uptime', '--grid-node', '11')).toMatchObject({ target_permille: 990 });
  await farmer('rules', 'policies', 'add', '9', '--cu', '1000', '--su', '500', '--nu', '1', '--ipv4', '1');
  expect(await policyOf()).toMatchObject({ origin: 'typed', rates: { cu_musd: 1000 } });
});
