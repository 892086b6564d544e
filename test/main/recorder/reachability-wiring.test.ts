import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ComposedApp, composeApp } from '#main/compose.ts';
import { createCalls } from '#main/app/router.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

const PROBE_MS = 100;

let directory: TemporaryDirectory;
let app: ComposedApp;
let server: Server;
let port: number;
let connections: number;

beforeEach(async () => {
  directory = makeTemporaryDirectory();
  app = composeApp({ host: 'cli', env: {}, dataDir: directory.path });
  connections = 0;
  server = createServer((socket) => {
    connections += 1;
    socket.on('error', () => undefined);
    socket.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});

afterEach(async () => {
  server.close();
  await app.close();
  directory.remove();
});

const pause = (ms: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, ms);
  });

describe('a recording app', () => {
  // Catches a switch that does nothing, and one that is on by itself.
  it('tries the hosts of the settings from when they are switched on until it stops', async () => {
    const recorder = await app.record({ probeIntervalMs: PROBE_MS });
    const settings = createCalls(app.context).settings;
    const hosts = [`127.0.0.1:${port}`];
    await settings.update({ reachability: { isEnabled: false, hosts } });
    await pause(5 * PROBE_MS);
    expect(connections).toBe(0);
    await settings.update({ reachability: { isEnabled: true, hosts } });
    await expect.poll(() => connections, { timeout: 5000 }).toBeGreaterThan(2);
    recorder.stop('quit');
    await pause(2 * PROBE_MS);
    const atStop = connections;
    await pause(5 * PROBE_MS);
    expect(connections).toBe(atStop);
  });

  // Catches probes whose outcome never reaches the summary.
  it('tells of the time in which none of them answered', async () => {
    const recorder = await app.record({ probeIntervalMs: PROBE_MS });
    const settings = createCalls(app.context).settings;
    await settings.update({ reachability: { isEnabled: true, hosts: [`127.0.0.1:${port}`] } });
    await expect.poll(() => connections, { timeout: 5000 }).toBeGreaterThan(0);
    server.close();
    const uptime = createCalls(app.context).uptime;
    await expect
      .poll(async () => (await uptime.getSummary({})).unreachableS, { timeout: 10_000 })
      .toBeGreaterThanOrEqual(1);
    recorder.stop('quit');
  });
});
