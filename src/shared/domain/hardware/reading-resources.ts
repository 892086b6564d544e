import type { DiskFacts, Fact, HardwareReading, Known, Unavailable } from './hardware-reading.ts';
import type { Resources } from './resources.ts';

/** A resource that is not fully known, with what is certain: at least so much. */
export interface UnavailableAmount extends Unavailable {
  readonly atLeast: number;
}
/** A count or an amount in bytes, or "unavailable, because …" with a lower bound. */
export type Amount = Known<number> | UnavailableAmount;

/** The four resources of a reading, each known or not: `cru` a count, the others bytes. */
export interface ReadResources {
  readonly cru: Amount;
  readonly mruBytes: Amount;
  readonly sruBytes: Amount;
  readonly hruBytes: Amount;
}

function amountOf<T>(part: Fact<T>, pick: (value: T) => number): Amount {
  return part.state === 'known'
    ? { state: 'known', value: pick(part.value), source: part.source }
    : { state: 'unavailable', code: part.code, because: part.because, atLeast: 0 };
}

function diskAmount(part: Fact<DiskFacts>, kind: 'ssd' | 'hdd'): Amount {
  if (part.state === 'unavailable') {
    return amountOf(part, () => 0);
  }
  const sum = part.value.disks.reduce((bytes, disk) => bytes + (disk.kind === kind ? disk.sizeBytes : 0), 0);
  const undecided = part.value.disks.filter((disk) => disk.kind === 'unknown').map((disk) => disk.name);
  if (undecided.length === 0) {
    return { state: 'known', value: sum, source: part.source };
  }
  return {
    state: 'unavailable',
    code: 'ambiguous',
    because: `It cannot be told whether ${undecided.join(', ')} is SSD or HDD.`,
    atLeast: sum,
  };
}

/**
 * The grid's four resources out of a reading. Memory is what the system may use, disks are summed by kind, and
 * a disk of unknown kind makes both SSD and HDD unavailable with a lower bound.
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
