import { expect, test } from 'vitest';
import { jsonOf, runFarmer } from '#test/support/cli.ts';
import { startLoopbackGrid } from '#test/support/grid/loopback-grid.ts';
import { addEvent, addFarm, addNode, addSteadyReports, emptyWorld, indexUntil } from '#test/support/grid/world.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';
import { periodAt } from '#shared/domain/uptime/periods.ts';

// Catches a list that names a node without its lateness, or takes what the record does not reach for missed.
test('lists late wake-ups of the farm with their delay, up to the end of the record', async () => {
  const nowS = Math.floor(Date.now() / 1000);
  const { startS, index } = periodAt(nowS - 40_000);
  const wokenS = Math.max(startS + 100, nowS - 40_000);
  const asOfS = wokenS + 7200;
  const world = emptyWorld();
  addFarm(world, 1, 'Freefarm');
  for (const nodeId of [11, 12, 13, 14]) {
    addNode(world, nodeId, 1);
    addSteadyReports(world, nodeId, startS - 9000 + nodeId, wokenS - 2000, startS - 100_000);
  }
  for (const nodeId of [12, 13, 14]) {
    addEvent(world, nodeId, ['target', wokenS - 1200, 'Down']);
    addEvent(world, nodeId, ['state', wokenS - 1100, 'Down']);
    addEvent(world, nodeId, ['target', nodeId === 14 ? asOfS - 60 : wokenS, 'Up']);
  }
  addEvent(world, 12, ['state', wokenS + 2500, 'Up']);
  addEvent(world, 12, ['uptime', wokenS + 2520, 20]);
  indexUntil(world, asOfS);
  const directory = makeTemporaryDirectory();
  const grid = await startLoopbackGrid(world);
  try {
    await runFarmer(['grid', 'connect', '--farm', '1', ...grid.options], directory.path);
    await runFarmer(['grid', 'sync'], directory.path);
    const result = jsonOf(
      await runFarmer(['wakeups', '--farm', '--period', String(index), '--json'], directory.path),
    ) as {
      readonly p95_seconds: number;
      readonly nodes: readonly { readonly grid_node_id: number; readonly late: readonly unknown[] }[];
    };
    expect(result.p95_seconds).toBe(2500);
    const byNode = new Map(result.nodes.map((node) => [node.grid_node_id, node.late]));
    expect([...byNode.keys()].toSorted((a, b) => a - b)).toEqual([12, 13, 14]);
    expect(byNode.get(12)).toMatchObject([{ state: 'late', took_seconds: 2500, late_by_seconds: 700, strike: true }]);
    expect(byNode.get(13)).toMatchObject([{ state: 'missed', took_seconds: null }]);
    const [missed] = byNode.get(13) as readonly { readonly late_by_seconds: number }[];
    // The record ends two hours after the request; a block is six seconds.
    expect(Math.abs((missed?.late_by_seconds ?? 0) - 5400)).toBeLessThan(12);
    expect(byNode.get(14)).toEqual([]);
  } finally {
    await grid.close();
    directory.remove();
  }
});
