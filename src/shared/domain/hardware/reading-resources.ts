import type {
  Amount,
  DiskFacts,
  Fact,
  HardwareReading,
  ReadResources,
} from '#shared/contract/hardware/hardware-reading.ts';
import type { Resources } from './resources.ts';

function amountOf<T extends { atLeastBecause?: string | undefined }>(
  part: Fact<T>,
  valueOf: (value: T) => number,
): Amount {
  if (part.state === 'unavailable') {
    return { state: 'unavailable', code: part.code, because: part.because, atLeast: 0 };
  }
  const value = valueOf(part.value);
  const because = part.value.atLeastBecause;
  return because === undefined
    ? { state: 'known', value, source: part.source }
    : { state: 'unavailable', code: 'ambiguous', because, atLeast: value };
}

function diskAmount(part: Fact<DiskFacts>, kind: 'ssd' | 'hdd'): Amount {
  const amount = amountOf(part, ({ disks }) =>
    disks.reduce((bytes, disk) => bytes + (disk.kind === kind ? disk.sizeBytes : 0), 0),
  );
  const undecided =
    part.state === 'known' ? part.value.disks.filter((disk) => disk.kind === 'unknown').map((disk) => disk.name) : [];
  if (amount.state === 'unavailable' || undecided.length === 0) {
    return amount;
  }
  return {
    state: 'unavailable',
    code: 'ambiguous',
    because: `It cannot be told whether ${undecided.join(', ')} is SSD or HDD.`,
    atLeast: amount.value,
  };
}

/**
 * The grid's four resources out of a reading. Memory is what the system may use, disks are summed by kind. A disk of
 * unknown kind makes both SSD and HDD unavailable with a lower bound, and so does a part that may show too little.
 * Source: docs/hardware.md#resources
 */
export function resourcesOf(reading: HardwareReading): ReadResources {
  const { cpu, memory, disks } = reading.parts;
  return {
    cru: amountOf(cpu, (value) => value.logicalCores),
    mruBytes: amountOf(memory, (value) => value.usableBytes),
    sruBytes: diskAmount(disks, 'ssd'),
    hruBytes: diskAmount(disks, 'hdd'),
  };
}

/** The resources when all four are known, or `null`: a unit computed from a guess is never shown as a fact. */
export function knownResources(read: ReadResources): Resources | null {
  const { cru, mruBytes, sruBytes, hruBytes } = read;
  if (cru.state === 'known' && mruBytes.state === 'known' && sruBytes.state === 'known' && hruBytes.state === 'known') {
    return { cru: cru.value, mruBytes: mruBytes.value, sruBytes: sruBytes.value, hruBytes: hruBytes.value };
  }
  return null;
}

function certain(amount: Amount): number {
  return amount.state === 'known' ? amount.value : amount.atLeast;
}

/** The resources that are certain: known amounts, and lower bounds for the others. */
export function certainResources(read: ReadResources): Resources {
  return {
    cru: certain(read.cru),
    mruBytes: certain(read.mruBytes),
    sruBytes: certain(read.sruBytes),
    hruBytes: certain(read.hruBytes),
  };
}
