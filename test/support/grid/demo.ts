import { periodAt } from '#shared/domain/uptime/periods.ts';
import { startLoopbackGrid } from './loopback-grid.ts';
import { addEvent, addFarm, addNode, addSteadyReports, emptyWorld, indexUntil } from './world.ts';

/** `npm run grid:demo`: a grid on this computer with a small farm, to see the connection without the internet. */
const PORT = 8765;
const nowS = Math.floor(Date.now() / 1000);
const fromS = periodAt(nowS).startS - 2_700_000;
const world = emptyWorld();
addFarm(world, 1, 'Demo farm');
for (const nodeId of [1, 2, 3, 4]) addNode(world, nodeId, 1);
addSteadyReports(world, 1, fromS, nowS - 60, fromS - 3600);
addSteadyReports(world, 2, fromS + 300, nowS - 90_000, fromS - 3600);
addSteadyReports(world, 3, fromS + 600, nowS - 20_000, fromS - 3600);
addEvent(world, 3, ['target', nowS - 19_000, 'Down']);
addEvent(world, 3, ['state', nowS - 18_900, 'Down']);
addSteadyReports(world, 4, fromS + 900, nowS - 400_000, fromS - 3600);
addSteadyReports(world, 4, nowS - 200_000, nowS - 120, nowS - 201_000);
indexUntil(world, nowS);

const grid = await startLoopbackGrid(world, PORT);
console.log(`A grid with one farm of four nodes answers at ${grid.url}. In another terminal:`);
console.log(`  npx farmer grid connect --farm 1 ${grid.options.join(' ')}`);
console.log('  npx farmer grid sync && npx farmer farm');
