import type { Disk, HardwareReading, SeekTime } from '#shared/contract/hardware/hardware-reading.ts';

/** Zero-OS counts a disk as SSD up to this average seek time. Source: docs/rules.md#units */
const SSD_SEEK_US = 500;
/** Within this share of the limit another measurement could come out on the other side. */
const DOUBT = 0.2;

/** A time for a person. */
const milliseconds = (us: number) => `${us / 1000} ms`;

function judge({ averageUs, isUncached }: SeekTime): Pick<Disk, 'kind' | 'kindReason'> {
  const measured = `Measured: ${milliseconds(averageUs)} for a seek on average; Zero-OS counts up to 0.5 ms as SSD.`;
  if (Math.abs(averageUs - SSD_SEEK_US) <= SSD_SEEK_US * DOUBT) {
    return { kind: 'unknown', kindReason: `${measured} That is too close to tell.` };
  }
  if (averageUs > SSD_SEEK_US) {
    return { kind: 'hdd', kindReason: measured };
  }
  return isUncached
    ? { kind: 'ssd', kindReason: measured }
    : { kind: 'unknown', kindReason: `${measured} Some reads may have come from memory, so this proves nothing.` };
}

/** Whether a measurement could settle the kind: nothing else did, and the disk is surely a disk of its own. */
export function canSettle(disk: Disk): boolean {
  return disk.seek !== undefined || (disk.kind === 'unknown' && disk.kindReason !== disk.identityReason);
}

/** A reading with measured seek times, by the names of the disks. */
export function withSeekTimes(reading: HardwareReading, measured: ReadonlyMap<string, SeekTime>): HardwareReading {
  const { disks } = reading.parts;
  if (disks.state === 'unavailable' || measured.size === 0) {
    return reading;
  }
  const settled = disks.value.disks.map((disk): Disk => {
    const seek = measured.get(disk.name);
    return seek === undefined || !canSettle(disk) ? disk : { ...disk, seek, ...judge(seek) };
  });
  return { ...reading, parts: { ...reading.parts, disks: { ...disks, value: { ...disks.value, disks: settled } } } };
}

function isSameDisk(a: Disk, b: Disk): boolean {
  return a.name === b.name && a.model === b.model && a.sizeBytes === b.sizeBytes && a.bus === b.bus;
}

/** A reading with the seek times that were measured before on the disks that are still there. */
export function keepSeekTimes(reading: HardwareReading, earlier: HardwareReading): HardwareReading {
  const [now, before] = [reading.parts.disks, earlier.parts.disks];
  if (now.state === 'unavailable' || before.state === 'unavailable') {
    return reading;
  }
  const kept = now.value.disks.flatMap((disk) => {
    const seek = disk.seek ?? before.value.disks.find((other) => isSameDisk(disk, other))?.seek;
    return seek === undefined ? [] : [[disk.name, seek] as const];
  });
  return withSeekTimes(reading, new Map(kept));
}
