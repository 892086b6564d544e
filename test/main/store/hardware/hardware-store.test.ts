import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HardwareReading } from '#shared/contract/hardware/hardware-reading.ts';
import { readingHash } from '#main/store/hardware/hardware-store.ts';
import { readHardware } from '#main/hardware/reader.ts';
import { openStores, type StoreHandle } from '#main/store/stores.ts';
import { machineOf } from '#test/main/hardware/recordings.ts';
import { NOON_MS, plannedTitan, queryPlan } from '#test/support/stores.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

let directory: TemporaryDirectory;
let handle: StoreHandle;
let nodeId: number;

beforeEach(() => {
  directory = makeTemporaryDirectory();
  handle = openStores({ dataDirectory: directory.path, nowMs: () => NOON_MS });
  nodeId = handle.stores.nodes.add(plannedTitan(), NOON_MS).id;
});

afterEach(() => {
  handle.close();
  directory.remove();
});

const readAt = (timeMs: number) => readHardware(machineOf('laptop-wifi'), { nowMs: () => timeMs });

function withCpuBrand(reading: HardwareReading, brand: string): HardwareReading {
  const { cpu } = reading.parts;
  if (cpu.state !== 'known') {
    throw new Error('The recorded machine has a processor.');
  }
  return { ...reading, parts: { ...reading.parts, cpu: { ...cpu, value: { ...cpu.value, brand } } } };
}

describe('hardware snapshots', () => {
  // Catches a row for every reading of an unchanged machine.
  it('are extended while nothing changes', async () => {
    const { hardware } = handle.stores;
    const first = hardware.record(nodeId, await readAt(NOON_MS));
    const again = hardware.record(nodeId, await readAt(NOON_MS + 60_000));
    expect(first.isNew).toBe(true);
    expect(again).toMatchObject({ isNew: false, previous: null });
    expect(again.snapshot).toMatchObject({ id: first.snapshot.id, takenAtMs: NOON_MS, lastSeenAtMs: NOON_MS + 60_000 });
    expect(again.snapshot.resources).toEqual({
      cru: 16,
      mruBytes: 16_480_092_160,
      sruBytes: 512_110_190_592,
      hruBytes: 0,
    });
  });

  // Catches a change that is not told because it was laid over the state before.
  it('follow one another when something changes, with access to the previous one', async () => {
    const { hardware } = handle.stores;
    const reading = await readAt(NOON_MS);
    hardware.record(nodeId, reading);
    const changed = withCpuBrand({ ...reading, takenAtMs: NOON_MS + 1 }, 'Another CPU');
    const recorded = hardware.record(nodeId, changed);
    expect(recorded.isNew).toBe(true);
    expect(recorded.previous?.reading).toEqual(reading);
    expect(hardware.history(nodeId, 10).map((snapshot) => snapshot.takenAtMs)).toEqual([NOON_MS + 1, NOON_MS]);
  });

  // Catches a clock set back that makes a snapshot end before it began.
  it('survive a clock that was set back', async () => {
    const { hardware } = handle.stores;
    hardware.record(nodeId, await readAt(NOON_MS));
    const earlier = hardware.record(nodeId, await readAt(NOON_MS - 5000));
    expect(earlier.snapshot).toMatchObject({ takenAtMs: NOON_MS, lastSeenAtMs: NOON_MS });
  });

  // Catches a plugged cable told as a change of hardware, and a swapped processor that is not.
  it('are distinguished only by lasting properties', async () => {
    const reading = await readAt(NOON_MS);
    const { network } = reading.parts;
    if (network.state !== 'known') {
      throw new Error('The recorded machine has a network.');
    }
    const unplugged = network.value.map((one) => ({ ...one, isUp: false, isDefault: false }));
    const withUnplugged = { ...reading, parts: { ...reading.parts, network: { ...network, value: unplugged } } };
    expect(readingHash(withUnplugged)).toBe(readingHash(reading));
    expect(readingHash(withCpuBrand(reading, 'Another CPU'))).not.toBe(readingHash(reading));
  });

  // Catches snapshots that outlive their node.
  it('are deleted with their node', async () => {
    const { hardware, nodes } = handle.stores;
    hardware.record(nodeId, await readAt(NOON_MS));
    nodes.markDeleted(nodeId, NOON_MS);
    nodes.purgeDeleted(NOON_MS + 1);
    expect(handle.database.statement('SELECT id FROM hardware_snapshots').all()).toEqual([]);
  });

  // Catches a history that is sorted in memory at every look.
  it('are read newest first from their index', () => {
    const plan = queryPlan(
      handle.database,
      'SELECT reading_json FROM hardware_snapshots WHERE node_id = @nodeId ORDER BY taken_at_ms DESC, id DESC LIMIT 1',
    );
    expect(plan).toContain('USING INDEX hardware_snapshots_by_node');
    expect(plan).not.toContain('USE TEMP B-TREE FOR ORDER BY');
  });
});
