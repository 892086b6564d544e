import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { anyTakesConnection, type ReachabilityChoice, ReachabilityWatch } from '#main/recorder/reachability.ts';
import { openStores, type StoreHandle } from '#main/store/stores.ts';
import { plannedTitan } from '#test/support/stores.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';
import { type FakeMachine, fakeMachine } from './fake-clocks.ts';

const MINUTE_MS = 60_000;
/** Ends nothing in these tests but a hang: a host of this machine takes or refuses at once, as soon as it has its turn. */
const TIMEOUT_MS = 600_000;

/** A host of the test: how often it was connected to, and what it was sent. */
interface Host {
  readonly address: string;
  connections: number;
  receivedBytes: number;
  close(): Promise<void>;
}

const closers: (() => Promise<void>)[] = [];

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port }, resolve);
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function openHost(port = 0): Promise<Host> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    host.connections += 1;
    socket.on('data', (data) => {
      host.receivedBytes += data.length;
    });
    socket.on('error', () => undefined);
  });
  const close = () =>
    new Promise<void>((resolve) => {
      for (const socket of sockets) {
        socket.destroy();
      }
      server.close(() => resolve());
    });
  const host: Host = { address: '', connections: 0, receivedBytes: 0, close };
  closers.push(close);
  const bound = await listen(server, port);
  return Object.assign(host, { address: `127.0.0.1:${bound}` });
}

/** A port on which nobody listens. */
async function closedAddress(): Promise<string> {
  const host = await openHost();
  await host.close();
  return host.address;
}

const HANGING_HOST = `
  const server = require('node:net').createServer();
  server.listen({ host: '127.0.0.1', port: 0, backlog: 1 }, () => console.log(server.address().port));
`;

/** A host that is frozen with its queue full: the system drops whatever else wants to connect. Linux only. */
async function hangingAddress(): Promise<string> {
  const child: ChildProcess = spawn(process.execPath, ['-e', HANGING_HOST], { stdio: ['ignore', 'pipe', 'inherit'] });
  closers.push(async () => {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  });
  const [line] = child.stdout === null ? [] : await once(child.stdout, 'data');
  const port = Number(String(line).trim());
  child.kill('SIGSTOP');
  // The queue holds one more than its length: the third gets no answer.
  for (let place = 0; place < 2; place += 1) {
    const socket = connect({ host: '127.0.0.1', port });
    socket.on('error', () => undefined);
    closers.push(async () => void socket.destroy());
    await once(socket, 'connect');
  }
  return `127.0.0.1:${port}`;
}

let directory: TemporaryDirectory;
let handle: StoreHandle;
let machine: FakeMachine;
let nodeId: number;
let choice: ReachabilityChoice;
let isRecording: boolean;
let watch: ReachabilityWatch;
let problems: unknown[];

function watchOn(of: FakeMachine): ReachabilityWatch {
  const { uptime, reachability, lineage } = handle.stores;
  const key = of.clocks.bootKey ?? '';
  uptime.addBoot(nodeId, key, of.nowMs() - of.clocks.read().uptimeMs);
  return new ReachabilityWatch({
    clocks: of.clocks,
    sink: {
      bootId: () => uptime.findBoot(nodeId, key)?.id,
      addSpan: reachability.addSpan,
      extendSpan: reachability.extendSpan,
      lineage: lineage.token,
    },
    choice: () => choice,
    isRecording: () => isRecording,
    onProblem: (error) => problems.push(error),
    timeoutMs: TIMEOUT_MS,
  });
}

beforeEach(() => {
  directory = makeTemporaryDirectory();
  machine = fakeMachine({ wallMs: 1_764_600_000_000 });
  handle = openStores({ dataDirectory: directory.path, nowMs: () => machine.nowMs() });
  nodeId = handle.stores.nodes.add({ ...plannedTitan('here'), kind: 'this-machine' }, 0).id;
  isRecording = true;
  problems = [];
  choice = { isEnabled: true, hosts: [] };
  watch = watchOn(machine);
});

afterEach(async () => {
  watch.stop();
  await Promise.all(closers.splice(0).map((close) => close()));
  handle.close();
  directory.remove();
});

const spans = () => handle.stores.reachability.spans(nodeId, { startS: 0, endS: 4_000_000_000 });
const lengths = () => spans().map(({ startS, endS }) => endS - startS);

async function rounds(count: number): Promise<void> {
  for (let round = 0; round < count; round += 1) {
    await watch.probe();
    machine.run(MINUTE_MS);
  }
}

const any = (hosts: readonly string[]) => anyTakesConnection(hosts, TIMEOUT_MS, new AbortController().signal);

describe('a probed host', () => {
  // Catches a probe that says more than it promised, or that leaves its connection open.
  it('is reachable when it accepts the connection, and is sent nothing', async () => {
    const host = await openHost();
    expect(await any([host.address])).toBe(true);
    await expect.poll(() => host.connections).toBe(1);
    expect(host.receivedBytes).toBe(0);
  });

  // Catches one dead host that hides a living one.
  it('is enough among others that are down', async () => {
    const host = await openHost();
    expect(await any([await closedAddress(), host.address, await closedAddress()])).toBe(true);
  });

  // Catches an exception out of the network for a host that cannot be: the recorder would end with it.
  it('is unreachable when it refuses, or has no such name or port', async () => {
    expect(await any([await closedAddress()])).toBe(false);
    const nonsense = ['host.invalid:80', '127.0.0.1:0', '127.0.0.1:70000', 'nonsense'];
    expect(await anyTakesConnection(nonsense, 400, new AbortController().signal)).toBe(false);
    expect(await any([])).toBe(false);
  });

  // Catches a probe that hangs for minutes on a host that swallows every packet.
  it.runIf(process.platform === 'linux')('that never answers is given up after the time-out', async () => {
    const address = await hangingAddress();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const answer = any([address]).then(String);
    await vi.advanceTimersByTimeAsync(TIMEOUT_MS - 1);
    expect(await Promise.race([answer, Promise.resolve('still open')])).toBe('still open');
    await vi.advanceTimersByTimeAsync(1);
    expect(await answer).toBe('false');
    vi.useRealTimers();
  });

  // Catches a round that waits for the dead although a living host has answered long ago.
  it.runIf(process.platform === 'linux')('that never answers does not hold up one that does', async () => {
    const host = await openHost();
    const aborter = new AbortController();
    expect(await anyTakesConnection([await hangingAddress(), host.address], TIMEOUT_MS, aborter.signal)).toBe(true);
  });

  // Catches a program that cannot quit while a host hangs.
  it.runIf(process.platform === 'linux')('is let go at once when the watch stops', async () => {
    const aborter = new AbortController();
    const address = await hangingAddress();
    const answer = anyTakesConnection([address], TIMEOUT_MS, aborter.signal);
    aborter.abort();
    expect(await answer).toBe(false);
  });
});

describe('the reachability watch', () => {
  // Catches a connection to anyone before the farmer said so, or by a program that only stands by.
  it('connects to nobody while it is off, has no hosts, or another process records', async () => {
    const host = await openHost();
    choice = { isEnabled: false, hosts: [host.address] };
    await rounds(3);
    choice = { isEnabled: true, hosts: [host.address] };
    isRecording = false;
    await rounds(3);
    expect(host.connections).toBe(0);
    isRecording = true;
    await rounds(1);
    await expect.poll(() => host.connections).toBe(1);
  });

  // Catches a row a probe: a year of them would fill the disk.
  it('writes nothing while a host answers, and one row for a whole outage', async () => {
    const host = await openHost();
    choice = { isEnabled: true, hosts: [host.address] };
    await rounds(3);
    expect(spans()).toEqual([]);
    await host.close();
    await rounds(1);
    expect(spans()).toEqual([]);
    await rounds(9);
    expect(lengths()).toEqual([9 * 60]);
  });

  // Catches an outage that goes on after the network came back, or two outages told as one.
  it('ends an outage with the first answer, and begins another later', async () => {
    const host = await openHost();
    const port = Number(host.address.split(':')[1]);
    choice = { isEnabled: true, hosts: [host.address] };
    await host.close();
    await rounds(4);
    const back = await openHost(port);
    await rounds(2);
    await back.close();
    await rounds(3);
    expect(lengths()).toEqual([3 * 60, 2 * 60]);
  });

  // Catches a network that flaps shown as one long outage.
  it('ignores one failed round between successful ones', async () => {
    const host = await openHost();
    const down = await closedAddress();
    for (const address of [down, host.address, down, host.address, down]) {
      choice = { isEnabled: true, hosts: [address] };
      await rounds(1);
    }
    expect(spans()).toEqual([]);
  });

  // Catches the night a laptop slept, told as unreachable.
  it('does not join rounds across a suspend', async () => {
    choice = { isEnabled: true, hosts: [await closedAddress()] };
    await rounds(3);
    machine.sleep(8 * 3_600_000);
    await rounds(3);
    expect(lengths()).toEqual([2 * 60, 2 * 60]);
  });

  // Catches a switch that only holds after a restart.
  it('stops when it is switched off, and restarts', async () => {
    choice = { isEnabled: true, hosts: [await closedAddress()] };
    await rounds(3);
    const { hosts } = choice;
    choice = { isEnabled: false, hosts };
    await rounds(1);
    choice = { isEnabled: true, hosts };
    await rounds(1);
    expect(lengths()).toEqual([2 * 60]);
  });

  // Catches unreachable time that stays behind when the clock of its boot is moved.
  it('moves with its boot when the clock is corrected', async () => {
    choice = { isEnabled: true, hosts: [await closedAddress()] };
    await rounds(2);
    const [before] = spans();
    const boot = handle.stores.uptime.findBoot(nodeId, 'boot-1');
    handle.stores.uptime.moveBoot(boot?.id ?? 0, (boot?.bootedAtMs ?? 0) + 3_600_000);
    expect(spans()[0]?.startS).toBe((before?.startS ?? 0) + 3600);
  });

  // Catches a full disk or a closed database that ends the recorder.
  it('reports what cannot be written and continues', async () => {
    choice = { isEnabled: true, hosts: [await closedAddress()] };
    handle.database.execute('ALTER TABLE unreachable_spans RENAME TO elsewhere');
    await rounds(3);
    expect(problems.length).toBeGreaterThan(0);
    handle.database.execute('ALTER TABLE elsewhere RENAME TO unreachable_spans');
    await rounds(1);
    expect(lengths()).toEqual([3 * 60]);
  });

  // Catches stretches of a node that stay when the node goes.
  it('leaves nothing behind when its node is removed', async () => {
    choice = { isEnabled: true, hosts: [await closedAddress()] };
    await rounds(3);
    handle.database.statement('DELETE FROM nodes WHERE id = @nodeId').run({ nodeId });
    expect(handle.database.statement('SELECT id FROM unreachable_spans').all()).toEqual([]);
  });
});
