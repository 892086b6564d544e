import { createCalls } from '#main/app/router.ts';
import { composeApp } from '#main/compose.ts';
import { gridProxyFarm } from '#test/support/farm-of.ts';
import { sendRaw } from '#test/support/raw-http.ts';
import { NOON_MS } from '#test/support/stores.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';
import { startBuiltWebHost } from '#test/support/web-host.ts';
import { compare, reportRatio } from './measure.ts';

const ROUNDS = 5;
const unit = 'x that with 10 nodes';

/** A data directory with a farm of so many nodes, whose rows were computed once. */
async function farmDirectory(count: number) {
  const directory = makeTemporaryDirectory('farmer-bench-');
  const app = composeApp({ host: 'cli', env: {}, dataDir: directory.path, nowMs: () => NOON_MS });
  const { nodes } = createCalls(app.context);
  await nodes.importNodes({ text: gridProxyFarm(count) });
  await nodes.summariseFarm();
  await app.close();
  return directory;
}

/** Starts the browser host, waits for its answer to one call, and ends it. */
async function startAndAsk(dataDirectory: string, call: string, input: object): Promise<void> {
  const host = await startBuiltWebHost({ dataDirectory });
  const headers = { Authorization: `Bearer ${host.token}`, 'Content-Type': 'application/json' };
  const request = { port: host.port, path: `/api/${call}`, method: 'POST', body: JSON.stringify(input), headers };
  const { status } = await sendRaw(request);
  await host.stop();
  if (status !== 200) throw new Error(`${call} answered ${status}`);
}

const [small, large] = [await farmDirectory(10), await farmDirectory(10_000)];
for (const [name, call, input] of [
  ['one node', 'nodes/get', { id: 1 }],
  ['the list of nodes', 'nodes/list', {}],
  ['the Farm page', 'nodes/summariseFarm', {}],
] as const) {
  const comparison = await compare(
    ROUNDS,
    () => startAndAsk(large.path, call, input),
    () => startAndAsk(small.path, call, input),
  );
  reportRatio(`from the start to ${name}, with 10,000 nodes`, comparison, { atMost: 1.5, unit });
}
small.remove();
large.remove();
