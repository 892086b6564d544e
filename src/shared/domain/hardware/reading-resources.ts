import type {
  Amount,
  DiskFacts,
  Fact,
  HardwareReading,
  ReadResources,
} from '#shared/contract/hardware/hardware-reading.ts';
import { type PartlyKnownResources, type Resources, wholeResources } from './resources.ts';

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

function eachResource<T>({ cru, mruBytes, sruBytes, hruBytes }: ReadResources, of: (amount: Amount) => T) {
  return { cru: of(cru), mruBytes: of(mruBytes), sruBytes: of(sruBytes), hruBytes: of(hruBytes) };
}

/** The resources with `null` where one is not known. */
export function resourcesWithGaps(read: ReadResources): PartlyKnownResources {
  return eachResource(read, (amount) => (amount.state === 'known' ? amount.value : null));
}

/** The resources when all four are known, or `null`. */
export function knownResources(read: ReadResources): Resources | null {
  return wholeResources(resourcesWithGaps(read));
}

/** The resources that are certain: known amounts, and lower bounds for the others. */
export function certainResources(read: ReadResources): Resources {
  return eachResource(read, (amount) => (amount.state === 'known' ? amount.value : amount.atLeast));
}

/** Whether a machine is virtual by its reading; `null` where it is unknown. */
export function isVirtualReading({ parts: { virtualisation } }: HardwareReading): boolean | null {
  return virtualisation.state === 'known' ? virtualisation.value.isVirtual : null;
}
