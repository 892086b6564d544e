import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type ExclusiveLock, Recorder, type RecorderStatus, type RecorderStores } from '#main/recorder/recorder.ts';
import { ensureOwnNode } from '#main/app/hardware/machine-node.ts';
import { createProcessLock } from '#main/store/process-lock.ts';
import { openStores, type StoreHandle } from '#main/store/stores.ts';
import { computeTimeline, totalStates } from '#shared/domain/uptime/timeline.ts';
import { FarmerError } from '#shared/errors.ts';
import { storedText } from '#shared/message.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';
import { fakeMachine, type FakeMachine } from './fake-clocks.ts';

const BEAT = 60_000;
const HOUR = 3_600_000;
const FREE = { tryAcquire: () => true, release: () => undefined };

let directory: ReturnType<typeof makeTemporaryDirectory>;
let handle: StoreHandle;
let nodeId: number;

beforeEach(() => {
  vi.useFakeTimers();
  directory = makeTemporaryDirectory();
  handle = openStores({ dataDirectory: directory.path, nowMs: () => 1_764_600_000_000 });
  nodeId = ensureOwnNode(handle.stores, 0).id;
});

afterEach(() => {
  vi.useRealTimers();
  handle.close();
  directory.remove();
});

function start(
  machine: FakeMachine,
  overrides: Partial<RecorderStores> = {},
  lock: ExclusiveLock = FREE,
  onChange: (status: RecorderStatus) => void = () => undefined,
) {
  const recorder = new Recorder({
    clocks: machine.clocks,
    stores: { ...handle.stores, ...overrides },
    nodeId: () => nodeId,
    source: 'cli',
    lock,
    beatIntervalMs: BEAT,
    onChange,
  });
  recorder.start();
  return recorder;
}

/** The recorder's timer and the machine's clocks move together, beat by beat. */
function live(machine: FakeMachine, ms: number): void {
  for (let left = ms; left > 0; left -= BEAT) {
    machine.run(Math.min(BEAT, left));
    vi.advanceTimersByTime(Math.min(BEAT, left));
  }
}

function totals(fromMs: number, toMs: number) {
  const boots = handle.stores.uptime.boots([nodeId], fromMs, toMs).get(nodeId) ?? [];
  return totalStates(computeTimeline(boots, { startS: fromMs / 1000, endS: toMs / 1000 }, toMs));
}

function truth(fromMs: number, toMs: number) {
  const boots = handle.stores.uptime.boots([nodeId], fromMs, toMs).get(nodeId) ?? [];
  return computeTimeline(boots, { startS: fromMs / 1000, endS: toMs / 1000 }, toMs).map(
    ({ startS, endS, state, cause }) => `${endS - startS} ${state}${cause === null ? '' : ` ${cause}`}`,
  );
}

describe('an hour of heartbeats', () => {
  test('is one row, however many heartbeats', () => {
    const machine = fakeMachine();
    const t0 = machine.nowMs();
    start(machine);
    live(machine, HOUR);
    expect(totals(t0, machine.nowMs())).toEqual({ upS: 3600, downS: 0, unknownS: 0 });
    expect(handle.database.statement<{ n: number }>('SELECT count(*) AS n FROM spans').get()?.n).toBe(1);
  });

  test('includes the time since boot, because the machine was up before the recorder', () => {
    const machine = fakeMachine({ uptimeMs: 2 * HOUR });
    start(machine);
    live(machine, BEAT);
    const { upS, unknownS } = totals(machine.nowMs() - 3 * HOUR, machine.nowMs());
    expect(upS).toBe(7260);
    expect(unknownS).toBe(3540);
  });
});

describe('a clock change', () => {
  test.each([
    ['an hour forward', HOUR],
    ['an hour back', -HOUR],
    ['a week forward', 7 * 24 * HOUR],
    ['three seconds by NTP', 3000],
  ])('%s neither adds nor loses uptime', (_name, stepMs) => {
    const machine = fakeMachine();
    start(machine);
    live(machine, HOUR);
    machine.setClock(stepMs);
    live(machine, HOUR);
    const { upS, downS } = totals(machine.nowMs() - 2 * HOUR, machine.nowMs());
    expect([upS, downS]).toEqual([7200, 0]);
    expect(handle.stores.uptime.clockSteps(nodeId, { startS: 0, endS: (machine.nowMs() + HOUR) / 1000 })).toMatchObject(
      [{ stepMs }],
    );
  });

  test('is detected at the next start when the recorder was off', () => {
    const machine = fakeMachine();
    const first = start(machine);
    live(machine, HOUR);
    first.stop('quit');
    machine.run(HOUR);
    machine.setClock(-5 * HOUR);
    start(machine);
    live(machine, BEAT);
    expect(totals(machine.nowMs() - 2 * HOUR, machine.nowMs())).toEqual({ upS: 7200, downS: 0, unknownS: 0 });
  });

  test('is not assumed for slow drift below the tolerance', () => {
    const machine = fakeMachine();
    start(machine);
    for (let minute = 0; minute < 5; minute += 1) {
      machine.setClock(300);
      live(machine, BEAT);
    }
    expect(handle.stores.uptime.clockSteps(nodeId, { startS: 0, endS: (machine.nowMs() + HOUR) / 1000 })).toEqual([]);
  });
});

describe('a suspend', () => {
  test('is downtime to the second, and only for the length of the sleep', () => {
    const machine = fakeMachine();
    const t0 = machine.nowMs();
    start(machine);
    live(machine, HOUR);
    machine.run(20_000);
    machine.sleep(HOUR);
    live(machine, 40_000);
    live(machine, HOUR);
    expect(totals(t0, machine.nowMs())).toEqual({ upS: 7260, downS: 3600, unknownS: 0 });
    expect(truth(t0, machine.nowMs())).toContain('3600 down suspend');
  });

  test('is detected by the silence where the monotonic clock continues', () => {
    const machine = fakeMachine({ monotonicRunsInSuspend: true });
    const t0 = machine.nowMs();
    start(machine);
    live(machine, HOUR);
    machine.sleep(HOUR);
    live(machine, BEAT);
    expect(truth(t0, machine.nowMs())[1]).toMatch(/^36\d\d down suspend$/);
  });

  test('is exact when the system announces it', () => {
    const machine = fakeMachine({ monotonicRunsInSuspend: true });
    const t0 = machine.nowMs();
    const recorder = start(machine);
    live(machine, HOUR);
    machine.run(30_000);
    recorder.noteSuspend();
    machine.sleep(100_000);
    recorder.noteResume();
    live(machine, HOUR);
    expect(totals(t0, machine.nowMs())).toEqual({ upS: 7230, downS: 100, unknownS: 0 });
  });

  test('is not assumed when a busy machine misses heartbeats', () => {
    const machine = fakeMachine();
    const t0 = machine.nowMs();
    start(machine);
    machine.run(10 * BEAT);
    live(machine, BEAT);
    expect(totals(t0, machine.nowMs())).toEqual({ upS: 660, downS: 0, unknownS: 0 });
  });
});

describe('the end of a boot', () => {
  test('is the last heartbeat before a power loss, with downtime until the next boot', () => {
    const machine = fakeMachine();
    const t0 = machine.nowMs();
    start(machine);
    live(machine, HOUR);
    vi.clearAllTimers();
    const after = machine.reboot(600_000);
    start(after);
    live(after, HOUR);
    expect(truth(t0, after.nowMs())).toEqual(['3600 up', '600 down crash', '3600 up']);
  });

  test('leaves the time before the next boot unknown after the farmer quits', () => {
    const machine = fakeMachine();
    const t0 = machine.nowMs();
    start(machine).stop('quit');
    const after = machine.reboot(HOUR);
    start(after);
    expect(truth(t0, after.nowMs())).toEqual(['3600 unknown app-off']);
  });

  test('is detected by the boot time where boots have no id', () => {
    const machine = fakeMachine({ bootKey: null });
    const t0 = machine.nowMs();
    const first = start(machine);
    live(machine, HOUR);
    first.stop('quit');
    machine.run(BEAT);
    const second = start(machine);
    live(machine, BEAT);
    second.stop('shutdown');
    const after = machine.reboot(300_000);
    start(after);
    live(after, BEAT);
    expect(truth(t0, after.nowMs())).toEqual(['3600 up', '60 up app-off', '60 up', '300 down reboot', '60 up']);
  });
});

describe('a shutdown announced by the system', () => {
  // Catches a recorder that stays silent for months because another program once called a shutdown off.
  test('is recorded through when it is cancelled', () => {
    const machine = fakeMachine();
    const t0 = machine.nowMs();
    const recorder = start(machine);
    live(machine, HOUR);
    recorder.noteShutdown();
    recorder.noteShutdown();
    expect(recorder.status().state).toBe('stopped');
    live(machine, 3 * BEAT);
    expect(recorder.status().state).toBe('recording');
    live(machine, HOUR);
    expect(totals(t0, machine.nowMs())).toEqual({ upS: 2 * 3600 + 180, downS: 0, unknownS: 0 });
    recorder.stop('quit');
  });

  // Catches a program that has quit and writes on.
  test('starts nothing when the program ends meanwhile', () => {
    const machine = fakeMachine();
    const recorder = start(machine);
    recorder.noteShutdown();
    recorder.stop('quit');
    live(machine, 5 * BEAT);
    expect(recorder.status().state).toBe('stopped');
  });
});

describe('a full disk', () => {
  test('is reported while heartbeats continue, and the first that can be written covers all of them', () => {
    const machine = fakeMachine();
    const t0 = machine.nowMs();
    let isFull = false;
    const changes: RecorderStatus[] = [];
    const full = new FarmerError('DISK_FULL', storedText('There is no room left.'), {
      hint: storedText('Free some space.'),
    });
    const transaction: RecorderStores['transaction'] = (work) =>
      handle.stores.transaction(() => {
        const result = work();
        if (isFull) {
          throw full;
        }
        return result;
      });
    const recorder = start(machine, { transaction }, FREE, (status) => changes.push(status));
    isFull = true;
    live(machine, HOUR);
    expect(recorder.status()).toMatchObject({ state: 'failing', problem: { error: full, message: full.message } });
    machine.setClock(5000);
    isFull = false;
    live(machine, BEAT);
    expect(recorder.status()).toMatchObject({ state: 'recording', problem: null });
    expect(totals(t0 + 5000, machine.nowMs()).upS).toBe(3660);
  });

  test('loses nothing when it is full from the start', () => {
    const machine = fakeMachine({ uptimeMs: 0 });
    let isFull = true;
    const transaction: RecorderStores['transaction'] = (work) => {
      if (isFull) {
        throw new FarmerError('DISK_FULL', storedText('There is no room left.'), {
          hint: storedText('Free some space.'),
        });
      }
      return handle.stores.transaction(work);
    };
    const t0 = machine.nowMs();
    start(machine, { transaction });
    live(machine, HOUR);
    isFull = false;
    live(machine, BEAT);
    expect(totals(t0, machine.nowMs()).upS).toBe(3660);
  });
});

describe('two recorders', () => {
  test('wait for each other: the second takes over when the first ends', () => {
    const machine = fakeMachine();
    const t0 = machine.nowMs();
    const first = start(machine, {}, createProcessLock(directory.path, 'recorder'));
    const second = start(machine, {}, createProcessLock(directory.path, 'recorder'));
    expect([first.status().state, second.status().state]).toEqual(['recording', 'standby']);
    live(machine, HOUR);
    first.stop('quit');
    live(machine, HOUR);
    expect(second.status().state).toBe('recording');
    second.stop('quit');
    expect(totals(t0, machine.nowMs())).toEqual({ upS: 7200, downS: 0, unknownS: 0 });
  });
});
