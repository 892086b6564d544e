import { periodAt, periodByIndex } from '#shared/domain/uptime/periods.ts';
import { startLoopbackGrid } from './loopback-grid.ts';
import { payment, receiptsOfNode } from './payouts.ts';
import {
  addEvent,
  addFarm,
  addNode,
  addRegistrarFarm,
  addRegistrarNode,
  addSteadyReports,
  emptyWorld,
  FARM_ADDRESS,
  indexUntil,
} from './world.ts';

/** `npm run grid:demo`: a grid on this computer with a small farm, to see the connection without the internet. */
const PORT = 8765;
const nowS = Math.floor(Date.now() / 1000);
const fromS = periodAt(nowS).startS - 2_700_000;
const world = emptyWorld();
addFarm(world, 1, 'Demo farm');
for (const nodeId of [1, 2, 3, 4]) addNode(world, nodeId, 1);
// A node that woke 20 minutes late two days ago, paid for the last period; its public address is this computer's.
const wokenS = nowS - 172_800;
addNode(world, 5, 1, { publicConfig: { domain: '', gw4: '', gw6: '', ipv4: '127.0.0.1/24', ipv6: '' } });
addSteadyReports(world, 5, fromS + 1200, wokenS - 20_000, fromS - 3600);
addEvent(world, 5, ['target', wokenS - 19_000, 'Down']);
addEvent(world, 5, ['state', wokenS - 18_900, 'Down']);
addEvent(world, 5, ['target', wokenS, 'Up']);
addEvent(world, 5, ['state', wokenS + 3000, 'Up']);
addSteadyReports(world, 5, wokenS + 3020, nowS - 90, wokenS + 3000);
const last = periodByIndex(periodAt(nowS).index - 1);
world.receipts.set(5, receiptsOfNode(5, last).slice(0, 1));
const paidAt = `${new Date((last.endS + 864_000) * 1000).toISOString().slice(0, 19)}Z`;
world.payments.set(FARM_ADDRESS, [{ ...payment(1, 'aa'.repeat(32), '162.5000000'), created_at: paidAt }]);
addSteadyReports(world, 1, fromS, nowS - 60, fromS - 3600);
addSteadyReports(world, 2, fromS + 300, nowS - 90_000, fromS - 3600);
addSteadyReports(world, 3, fromS + 600, nowS - 20_000, fromS - 3600);
addEvent(world, 3, ['target', nowS - 19_000, 'Down']);
addEvent(world, 3, ['state', nowS - 18_900, 'Down']);
addSteadyReports(world, 4, fromS + 900, nowS - 400_000, fromS - 3600);
addSteadyReports(world, 4, nowS - 200_000, nowS - 120, nowS - 201_000);
indexUntil(world, nowS);
addRegistrarFarm(world, 4, 'Demo farm of grid 4');
addRegistrarNode(world, 41, 4, nowS - 600);
addRegistrarNode(world, 42, 4, nowS - 40_000);

const grid = await startLoopbackGrid(world, PORT);
console.log(`A grid with one farm of five nodes answers at ${grid.url}. In another terminal:`);
console.log(`  npx farmer grid connect --farm 1 ${grid.options.join(' ')}`);
console.log(
  `  npx farmer grid connect --farm 4 ${grid.registrarOptions.join(' ')}   (grid 4, in another data directory)`,
);
console.log('  npx farmer grid sync && npx farmer farm && npx farmer payouts');
