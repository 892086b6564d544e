import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ComposedApp, composeApp } from '#main/compose.ts';
import { createCalls } from '#main/app/router.ts';
import { fakeMachine, type FakeMachine } from './fake-clocks.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

const MINUTE_MS = 60_000;

let directory: TemporaryDirectory;
let app: ComposedApp;
let machine: FakeMachine;
let server: Server;
let port: number;
let connections: number;

beforeEach(async () => {
  directory = makeTemporaryDirectory();
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  machine = fakeMachine();
  app = composeApp({ host: 'cli', env: {}, dataDir: directory.path, nowMs: () => machine.nowMs() });
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
  vi.useRealTimers();
  directory.remove();
});

const record = () => app.record({ clocks: machine.clocks, probeIntervalMs: MINUTE_MS });

/** Lets minutes pass: as many rounds of tries begin. */
async function pass(minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    machine.run(MINUTE_MS);
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
  }
}

async function connectionsAMinuteLater(): Promise<number> {
  await pass(1);
  return connections;
}

/** How often the host was connected to: an own connection, counted out, comes after all that were begun before. */
async function countConnections(): Promise<number> {
  const before = connections;
  const socket = connect({ host: '127.0.0.1', port });
  await once(socket, 'close');
  expect(connections).toBeGreaterThan(before);
  connections -= 1;
  return connections;
}

describe('an app with a recorder', () => {
  // Catches a switch that does nothing, and one that is on by itself.
  it('probes the configured hosts from when they are enabled until it stops', async () => {
    const recorder = await record();
    const settings = createCalls(app.context).settings;
    const hosts = [`127.0.0.1:${port}`];
    await settings.update({ reachability: { isEnabled: false, hosts } });
    await pass(5);
    expect(await countConnections()).toBe(0);
    await settings.update({ reachability: { isEnabled: true, hosts } });
    await expect.poll(connectionsAMinuteLater).toBeGreaterThan(2);
    recorder.stop('quit');
    const atStop = await countConnections();
    await pass(5);
    expect(await countConnections()).toBe(atStop);
  });

  // Catches probes whose outcome never reaches the summary.
  it('reports the time in which none of them answered', async () => {
    const recorder = await record();
    const settings = createCalls(app.context).settings;
    await settings.update({ thisComputer: { isNode: true } });
    await settings.update({ reachability: { isEnabled: true, hosts: [`127.0.0.1:${port}`] } });
    await expect.poll(connectionsAMinuteLater).toBeGreaterThan(0);
    server.close();
    const uptime = createCalls(app.context).uptime;
    const unreachableS = async () => {
      await pass(1);
      return (await uptime.getSummary({})).unreachableS;
    };
    await expect.poll(unreachableS).toBeGreaterThanOrEqual(60);
    recorder.stop('quit');
  });
});
