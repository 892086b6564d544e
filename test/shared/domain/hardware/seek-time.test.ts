import { describe, expect, it } from 'vitest';
import type { Disk, HardwareReading, SeekTime } from '#shared/contract/hardware/hardware-reading.ts';
import { resourcesOf } from '#shared/domain/hardware/reading-resources.ts';
import { keepSeekTimes, withSeekTimes } from '#shared/domain/hardware/seek-time.ts';
import { readRecording, valueOf } from '#test/main/hardware/recordings.ts';

const GUEST = 'vm-firecracker';

const seek = (averageUs: number, isUncached = true): SeekTime => ({
  averageUs,
  reads: 256,
  isUncached,
  measuredAtMs: 1,
});

function disksOf(reading: HardwareReading): readonly Disk[] {
  return valueOf(reading.parts.disks).disks;
}

async function measured(time: SeekTime): Promise<HardwareReading> {
  const reading = await readRecording(GUEST);
  return withSeekTimes(reading, new Map(disksOf(reading).map((disk) => [disk.name, time])));
}

describe('a measured seek time', () => {
  it.each([
    [120, true, 'ssd'],
    [399, true, 'ssd'],
    [450, true, 'unknown'],
    [600, true, 'unknown'],
    [601, true, 'hdd'],
    [9000, true, 'hdd'],
    // Reads that came from memory are fast on any disk; slow ones are slow all the same.
    [120, false, 'unknown'],
    [9000, false, 'hdd'],
  ])('of %s µs, with the cache bypassed: %s, determines the kind %s', async (averageUs, isUncached, kind) => {
    const disks = disksOf(await measured(seek(averageUs, isUncached)));
    expect(disks.map((disk) => disk.kind)).toEqual([kind]);
    expect(disks[0]?.kindReason).toContain(`${averageUs / 1000} ms`);
  });

  it('makes the sums known, and never overrules the kernel', async () => {
    const { sruBytes, hruBytes } = resourcesOf(await measured(seek(100)));
    expect([sruBytes.state, hruBytes.state]).toEqual(['known', 'known']);
    const reading = await readRecording('workstation-ryzen');
    const slow = new Map(disksOf(reading).map((disk) => [disk.name, seek(9000)]));
    expect(withSeekTimes(reading, slow)).toEqual(reading);
  });

  it('is kept for the same disk in a later reading, and not for another', async () => {
    const later = await readRecording(GUEST);
    expect(disksOf(keepSeekTimes(later, await measured(seek(100)))).map((disk) => disk.kind)).toEqual(['ssd']);
    const earlier = structuredClone(await measured(seek(100)));
    for (const disk of disksOf(earlier)) {
      disk.sizeBytes += 512;
    }
    expect(keepSeekTimes(later, earlier)).toEqual(later);
  });
});
