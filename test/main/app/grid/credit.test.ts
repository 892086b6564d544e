import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CreditEvent, InitialPower } from '#shared/domain/uptime/credit-types.ts';
import { periodByIndex } from '#shared/domain/uptime/periods.ts';
import { type CliResult, jsonOf, runFarmer } from '#test/support/cli.ts';
import { startLoopbackGrid } from '#test/support/grid/loopback-grid.ts';
import { addEvent, addFarm, addNode, addPowerBefore, emptyWorld, indexUntil } from '#test/support/grid/world.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

interface Vector {
  readonly id: string;
  readonly period: { readonly index: number };
  readonly initial_power: {
    readonly state: 'Up' | 'Down';
    readonly target: 'Up' | 'Down';
    readonly down_since: number | null;
  };
  readonly events: readonly CreditEvent[];
  readonly expect: {
    readonly credited_seconds: number;
    readonly boot_strikes: number;
    readonly first_violation: string | null;
    readonly permille: number;
  };
}

const { vectors } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../golden/credit-vectors.json'), 'utf8'),
) as { readonly vectors: readonly Vector[] };

const world = emptyWorld();
addFarm(world, 1, 'Freefarm');
vectors.forEach((vector, index) => {
  const nodeId = index + 1;
  const { startS } = periodByIndex(vector.period.index);
  const { state, target, down_since: downSinceS } = vector.initial_power;
  const power: InitialPower = { state, target, downSinceS };
  addNode(world, nodeId, 1);
  addPowerBefore(world, nodeId, power, startS);
  for (const event of vector.events) addEvent(world, nodeId, event);
});
indexUntil(world, periodByIndex(106).endS);

const directory = makeTemporaryDirectory();
let synced: CliResult;
beforeAll(async () => {
  const grid = await startLoopbackGrid(world);
  await runFarmer(['grid', 'connect', '--farm', '1', ...grid.options], directory.path);
  synced = await runFarmer(['grid', 'sync', '--since-period', '70', '--json'], directory.path);
  // What follows is answered without the grid.
  await grid.close();
});
afterAll(() => directory.remove());

test('synchronises every node of the farm', () => {
  expect(synced.stderr).toBe('');
  expect(jsonOf(synced)).toMatchObject({ nodes: 13, problems: [], height: world.height });
});

test.each(vectors.map((vector, index) => [vector.id, index + 1, vector] as const))(
  'credits %s to the second through the whole path',
  async (_, nodeId, { period, expect: expected }) => {
    const result = await runFarmer(
      ['uptime', '--grid-node', String(nodeId), '--period', String(period.index), '--json'],
      directory.path,
    );
    expect(result.stderr).toBe('');
    expect(jsonOf(result)).toMatchObject({
      basis: 'reports',
      credited_seconds: { low: expected.credited_seconds, high: expected.credited_seconds },
      permille: { low: expected.permille, high: expected.permille },
      boot_strikes: expected.boot_strikes,
      first_violation: expected.first_violation,
    });
  },
);
