import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Disk } from '#shared/contract/hardware/hardware-reading.ts';
import { createHardwareService } from '#main/hardware/hardware-service.ts';
import { devicePath, measureSeek } from '#main/hardware/measure-seek.ts';
import { known } from '#main/hardware/probe.ts';
import { readHardware } from '#main/hardware/reader.ts';
import type { MeasureDisk } from '#main/hardware/seek-measurement.ts';
import { machineOf, valueOf } from './recordings.ts';

const SIZE_BYTES = 16 * 1024 * 1024;
const options = { nowMs: () => 5, signal: new AbortController().signal };

describe('measuring a file instead of a disk', () => {
  let folder = '';
  let path = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'farmer-seek-'));
    path = join(folder, 'disk');
    const file = await open(path, 'w');
    await file.truncate(SIZE_BYTES);
    await file.close();
  });
  afterAll(() => rm(folder, { recursive: true }));

  // Catches reads that the system refuses because the memory for them lies at the wrong place.
  it('returns an average of many reads', async () => {
    const seek = valueOf(await measureSeek(path, SIZE_BYTES, options));
    expect(seek).toMatchObject({ reads: expect.any(Number), measuredAtMs: 5 });
    expect(seek.reads).toBeGreaterThanOrEqual(20);
    expect(Number.isSafeInteger(seek.averageUs)).toBe(true);
  });

  it('reports that it was stopped', async () => {
    const stopped = { ...options, signal: AbortSignal.abort() };
    expect(await measureSeek(path, SIZE_BYTES, stopped)).toMatchObject({ because: 'The measurement was stopped.' });
  });

  it('reports that a disk cannot be opened', async () => {
    expect(await measureSeek(join(folder, 'none'), SIZE_BYTES, options)).toMatchObject({
      state: 'unavailable',
      because: 'The disk itself cannot be opened from here.',
    });
  });

  it('opens the raw device of each system', () => {
    expect([devicePath('linux', 'sda'), devicePath('darwin', 'disk0'), devicePath('win32', 'PHYSICALDRIVE0')]).toEqual([
      '/dev/sda',
      '/dev/rdisk0',
      '\\\\.\\PHYSICALDRIVE0',
    ]);
  });
});

function serviceWith(measure: MeasureDisk) {
  return createHardwareService({
    nowMs: () => 1000,
    read: (readOptions) => readHardware(machineOf('vm-firecracker'), readOptions),
    measure,
  });
}

const kinds = (disks: readonly Disk[]) => disks.map((disk) => disk.kind);

describe('measuring the disks of a machine', () => {
  const fast = known({ averageUs: 100, reads: 256, isUncached: true, measuredAtMs: 1000 }, 'random reads');

  // Catches a measurement that the next reading forgets.
  it('determines the kind of disk, also in later readings', async () => {
    const service = serviceWith(() => Promise.resolve(fast));
    const { reading, disks } = await service.seekTimes.start();
    expect(kinds(valueOf(reading.parts.disks).disks)).toEqual(['ssd']);
    expect(disks.map(({ because }) => because)).toEqual([expect.stringContaining('0.1 ms')]);
    expect(kinds(valueOf((await service.refresh()).parts.disks).disks)).toEqual(['ssd']);
  });

  it('adds the measurement of a stored reading, whichever came first', async () => {
    const first = serviceWith(() => Promise.resolve(fast));
    const { reading } = await first.seekTimes.start();
    const later = serviceWith(() => Promise.resolve(fast));
    await later.refresh();
    later.remember({ ...reading, takenAtMs: 10 });
    expect(kinds(valueOf(later.last()?.reading.parts.disks ?? { state: 'unavailable', because: '' }).disks)).toEqual([
      'ssd',
    ]);
  });

  it('shows its progress, is shared by all callers, and can be stopped', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const service = serviceWith(async (_, { signal }) => {
      resolve();
      const stopped = Promise.withResolvers<void>();
      signal.addEventListener('abort', () => stopped.resolve());
      await stopped.promise;
      return { state: 'unavailable', code: 'failed', because: 'The measurement was stopped.' };
    });
    expect(service.seekTimes.cancel()).toBe(false);
    const both = [service.seekTimes.start(), service.seekTimes.start()];
    await promise;
    expect(service.seekTimes.progress()).toMatchObject({ done: 0, total: 1 });
    expect(service.seekTimes.cancel()).toBe(true);
    const [a, b] = await Promise.all(both);
    expect(a).toBe(b);
    expect(a?.disks.map(({ seek }) => seek)).toEqual([null]);
    expect(service.seekTimes.progress()).toBeNull();
  });
});
