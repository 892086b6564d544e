import { startLoopbackGrid } from './grid/loopback-grid.ts';
import { addFarm, addNode, addSteadyReports, emptyWorld, indexUntil } from './grid/world.ts';

/** A grid with one farm of steady nodes in a process of its own: how many nodes, from when to when. */
const [nodes = 0, fromS = 0, toS = 0] = process.argv.slice(2).map(Number);
const world = emptyWorld();
addFarm(world, 1, 'Bench farm');
for (let nodeId = 1; nodeId <= nodes; nodeId += 1) {
  addNode(world, nodeId, 1);
  addSteadyReports(world, nodeId, fromS + nodeId, toS, fromS - 10_000);
}
indexUntil(world, toS);
const grid = await startLoopbackGrid(world);
console.log(grid.url);
