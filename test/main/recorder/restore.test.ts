import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Recorder } from '#main/recorder/recorder.ts';
import { createDataKeeper } from '#main/store/data/data-keeper.ts';
import { openStores, type StoreHandle, type Stores } from '#main/store/stores.ts';
import { computeTimeline, totalStates } from '#shared/domain/uptime/timeline.ts';
import { plannedTitan } from '#test/support/stores.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';
import { type FakeMachine, fakeMachine } from './fake-clocks.ts';

const BEAT_MS = 60_000;

let parent: TemporaryDirectory;
let handle: StoreHandle;
let machine: FakeMachine;
let recorder: Recorder;

beforeEach(() => {
  parent = makeTemporaryDirectory();
  machine = fakeMachine();
  handle = openAt('here');
  recorder = recorderOn(handle);
});

afterEach(() => {
  handle.close();
  parent.remove();
});

const openAt = (name: string) => openStores({ dataDirectory: join(parent.path, name), nowMs: () => machine.nowMs() });
const keeperAt = (name: string) =>
  createDataKeeper({ dataDirectory: join(parent.path, name), nowMs: () => machine.nowMs(), programVersion: '1' });

function ownNodeId({ nodes }: Stores): number {
  return (nodes.thisMachine() ?? nodes.add({ ...plannedTitan('here'), kind: 'this-machine' }, 0)).id;
}

function recorderOn({ stores }: StoreHandle, on: FakeMachine = machine): Recorder {
  const started = new Recorder({
    clocks: on.clocks,
    stores,
    nodeId: () => ownNodeId(stores),
    source: 'cli',
    lock: { tryAcquire: () => true, release: () => undefined },
    beatIntervalMs: BEAT_MS,
    keepsAlive: false,
  });
  started.start();
  return started;
}

function live(beats: number, on = recorder, of = machine): void {
  for (let beat = 0; beat < beats; beat += 1) {
    of.run(BEAT_MS);
    on.noteResume();
  }
}

function upSecondsSince(startMs: number): number {
  const id = ownNodeId(handle.stores);
  const boots = handle.stores.uptime.boots([id], startMs, machine.nowMs()).get(id) ?? [];
  const window = { startS: startMs / 1000, endS: machine.nowMs() / 1000 };
  return totalStates(computeTimeline(boots, window, machine.nowMs())).upS;
}

describe('a recorder during a restore', () => {
  // Catches beats that go to a row which is no longer there, unnoticed until the next start.
  it('continues in the restored data', async () => {
    const startMs = machine.nowMs();
    const file = join(parent.path, 'before-the-first-beat');
    await keeperAt('here').exportBackup(file);
    live(5);
    await keeperAt('here').restoreBackup({ path: file }, false);
    live(5);
    expect(upSecondsSince(startMs)).toBe(10 * 60);
  });

  // Catches uptime of this machine that is written to the boots of another one with the same row numbers.
  it('keeps its time separate from the machine of the backup', async () => {
    const elsewhere = fakeMachine({ bootKey: 'their-boot', wallMs: machine.nowMs() - 86_400_000 });
    const theirs = openAt('there');
    live(3, recorderOn(theirs, elsewhere), elsewhere);
    theirs.close();
    const file = join(parent.path, 'theirs');
    await keeperAt('there').exportBackup(file);
    const startMs = machine.nowMs();
    live(5);
    await keeperAt('here').restoreBackup({ path: file }, true);
    live(5);
    const { nodes, uptime } = handle.stores;
    const imported = nodes.list().find((node) => node.kind === 'imported');
    const id = imported?.id ?? 0;
    const [boot] = uptime.boots([id], 0, machine.nowMs()).get(id) ?? [];
    expect(boot?.bootId).toBe('their-boot');
    expect(boot?.spans.map((span) => span.endMs - span.startMs)).toEqual([3 * BEAT_MS]);
    expect(upSecondsSince(startMs)).toBe(10 * 60);
  });
});
