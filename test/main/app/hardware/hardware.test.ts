import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCalls } from '#main/app/router.ts';
import type { AppContext } from '#main/app/context.ts';
import { createEventHub } from '#main/app/events.ts';
import { readPassport } from '#main/app/hardware/passport.ts';
import { shareService } from '#main/share/share.ts';
import { createGrid } from '#main/grid/grid.ts';
import { createComputeThread } from '#main/compute/compute-thread.ts';
import { IncomingFiles } from '#main/store/data/incoming-files.ts';
import { createHardwareService } from '#main/hardware/hardware-service.ts';
import { readHardware } from '#main/hardware/reader.ts';
import { createChannels } from '#main/channels/channels.ts';
import { createSecretStore } from '#main/store/secrets/secret-file.ts';
import { createDataKeeper } from '#main/store/data/data-keeper.ts';
import { openStores, type StoreHandle } from '#main/store/stores.ts';
import { machineOf, type RecordingName } from '#test/main/hardware/recordings.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';
import { allInEnglish } from '#shared/message.ts';

const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

let directory: TemporaryDirectory;
let handle: StoreHandle;
let nowMs = 0;
let machine: RecordingName = 'server-dual-xeon';
/** How many of the machine's memory modules of 32 GiB are pulled out. */
let pulledModules = 0;

beforeEach(() => {
  directory = makeTemporaryDirectory();
  nowMs = 1_750_000_000_000;
  machine = 'server-dual-xeon';
  pulledModules = 0;
  handle = openStores({ dataDirectory: directory.path, nowMs: () => nowMs });
});

afterEach(() => {
  handle.close();
  directory.remove();
});

function machineWithPulledModules() {
  const base = machineOf(machine);
  const lostBytes = pulledModules * 34_359_738_368;
  return {
    ...base,
    call: async (name: Parameters<typeof base.call>[0]) => {
      const answer = await base.call(name);
      if (name === 'mem' && typeof answer === 'object' && answer !== null && 'total' in answer) {
        return { ...answer, total: Number(answer.total) - lostBytes };
      }
      return name === 'memLayout' && Array.isArray(answer) ? answer.slice(pulledModules) : answer;
    },
  };
}

function contextWith(stores: AppContext['stores']): AppContext {
  return {
    nowMs: () => nowMs,
    stores,
    incomingFiles: async () => new IncomingFiles(),
    dataKeeper: async () =>
      createDataKeeper({ dataDirectory: directory.path, nowMs: () => nowMs, programVersion: '1.2.3' }),
    hardware: createHardwareService({
      nowMs: () => nowMs,
      read: (options) => readHardware(machineWithPulledModules(), options),
    }),
    grid: async () => createGrid(Date.now),
    channels: async () => createChannels({ nowMs: () => nowMs, ca: undefined }),
    secrets: createSecretStore(directory.path, null),
    share: async () => shareService,
    compute: async () => createComputeThread(null),
    events: createEventHub(),
    log: SILENT,
    host: 'cli',
    version: '1.2.3',
    dataDirectory: directory.path,
  };
}

const openNodes = () => createCalls(contextWith(async () => handle.stores)).nodes;
const openHardware = () => createCalls(contextWith(async () => handle.stores)).hardware.readings;

describe('reading this machine', () => {
  // Catches a second node made by each reading, and a reading that is not stored.
  it('creates the node once and stores each new state once', async () => {
    const hardware = openHardware();
    const first = await hardware.read();
    nowMs += 60_000;
    const second = await hardware.read();
    expect([first.hasChanged, second.hasChanged]).toEqual([false, false]);
    expect(second.nodeId).toBe(first.nodeId);
    expect(handle.stores.nodes.list()).toHaveLength(1);
    expect(handle.stores.nodes.list()[0]).toMatchObject({ kind: 'this-machine', resources: first.machine.known });
    const snapshots = handle.stores.hardware.history(first.nodeId ?? 0, 10);
    expect(snapshots.map((state) => [state.takenAtMs, state.lastSeenAtMs])).toEqual([[nowMs - 60_000, nowMs]]);
  });

  // Catches a check that writes although it was told not to.
  it('stores nothing unless requested', async () => {
    const hardware = openHardware();
    expect(await hardware.read({ isStored: false })).toMatchObject({ nodeId: null, hasChanged: null });
    expect(handle.stores.nodes.list()).toHaveLength(0);
  });

  // Catches resources that vanish from the node because one later reading could not tell them.
  it('keeps the last known resources when a later reading lacks some of the four', async () => {
    const hardware = openHardware();
    const { machine: known } = await hardware.read();
    machine = 'container-locked';
    nowMs += 60_000;
    const { machine: partly, hasChanged } = await hardware.read();
    expect([partly.known, hasChanged]).toEqual([null, true]);
    expect(handle.stores.nodes.thisMachine()?.resources).toEqual(known.known);
  });

  // Catches the empty screen after a restart: the stored reading must be there at once, with its age.
  it('returns the stored reading immediately after a restart', async () => {
    await openHardware().read();
    nowMs += 3_600_000;
    const restarted = openHardware();
    const last = await restarted.getLast();
    expect(last.machine).toMatchObject({ ageMs: 3_600_000, known: { cru: 96 } });
    expect(last).toMatchObject({ isReading: false, progress: null });
  });

  // Catches a broken database that keeps the farmer from seeing what was read.
  it('returns the last reading although the database cannot be opened', async () => {
    const hardware = createCalls(contextWith(() => Promise.reject(new Error('database disk image is malformed'))))
      .hardware.readings;
    expect((await hardware.getLast()).machine).toBeNull();
    await hardware.read({ isStored: false });
    expect((await hardware.getLast()).machine?.known?.cru).toBe(96);
  });
});

describe('hardware changes', () => {
  // Catches a missing module told without its price, or with that of another policy.
  it('include the cost of a missing module', async () => {
    const hardware = openHardware();
    const { nodeId } = await hardware.read();
    pulledModules = 11;
    nowMs += 60_000;
    await hardware.read();
    const { changes } = await hardware.listChanges({ nodeId: nodeId ?? 0 });
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({ seenAtMs: nowMs, beforeAtMs: nowMs - 60_000, worth: { cuBefore: '17.875' } });
    expect(allInEnglish(changes)[0]?.sentence).toMatch(/32 GiB module.*missing.*CU 17\.875 → 6\.\d+.*TFT a month/);
  });

  // Catches a stack instead of a clear refusal.
  it('are refused for an unknown node', async () => {
    const hardware = openHardware();
    await expect(hardware.listChanges({ nodeId: 99 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(hardware.exportPassport({ nodeId: 99 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('the hardware passport', () => {
  // Catches a passport that another computer reads as another machine.
  it('transfers the machine to another computer', async () => {
    const hardware = openHardware();
    const { text, fileName, passport } = await hardware.exportPassport({ nodeId: null });
    expect(fileName).toBe('passport-dell-inc-poweredge-r740xd.farmer');
    expect(passport).toMatchObject({ format: 1, program: 'Farmer 1.2.3', issuedAt: new Date(nowMs).toISOString() });
    const [node] = (await openNodes().importNodes({ text })).nodes;
    expect(node).toMatchObject({ kind: 'imported', importSource: 'passport', resources: passport.resources });
    const again = await hardware.exportPassport({ nodeId: node?.id ?? 0 });
    expect(again.passport.reading).toEqual(passport.reading);
  });

  // Catches a passport that was edited, cut, of another format or no passport at all being taken.
  it('is refused with the reason when it is damaged', async () => {
    const hardware = openHardware();
    const { text } = await hardware.exportPassport({ nodeId: null });
    const document = JSON.parse(text);
    const refused: readonly (readonly [string, RegExp])[] = [
      [text.replace('"cru": 96', '"cru": 960'), /hash does not fit/],
      [text.slice(0, -40), /not a hardware passport/],
      ['[]', /not a hardware passport/],
      [JSON.stringify({ ...document, format: 2 }), /a format that this version does not know/],
      [JSON.stringify({ ...document, reading: { ...document.reading, parts: {} } }), /malformed at "reading\.parts/],
      [JSON.stringify({ ...document, name: 'Another name' }), /hash does not fit/],
    ];
    for (const [damaged, reason] of refused) {
      expect(() => readPassport(damaged)).toThrow(reason);
    }
    expect(handle.stores.nodes.list()).toHaveLength(0);
  });

  // Catches keys in another order, as another program may write them, taken for damage.
  it('is accepted with reordered keys and different spacing', async () => {
    const hardware = openHardware();
    const { text } = await hardware.exportPassport({ nodeId: null });
    const turned = JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text)).toReversed()));
    expect((await openNodes().importNodes({ text: turned })).nodes[0]?.resources?.cru).toBe(96);
  });
});
