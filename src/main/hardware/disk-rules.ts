import type { Disk, DiskFacts, DiskKind, LeftOutDisk } from '#shared/contract/hardware/hardware-reading.ts';
import {
  hasDiskName,
  hasNetworkName,
  hasPhysicalName,
  hasRaidName,
  hasVirtualName,
  LEFT_OUT,
  type LeftOutReason,
  nonDiskReason,
} from './disk-names.ts';
import { positiveWhole } from './sanitise.ts';

/** 1 PiB: far above any single disk; a larger value is a driver error. */
const MAX_DISK_BYTES = 2 ** 50;
/** 1 MiB: below any disk; a smaller value is a truncated number. */
const MIN_DISK_BYTES = 2 ** 20;
/** Maximum length of names in one sentence, in characters. */
const MAX_NAMES = 200;

/** How a disk is attached; '' when unknown. */
export type Transport =
  | 'nvme'
  | 'sata'
  | 'sas'
  | 'scsi'
  | 'mmc'
  | 'ufs'
  | 'virtio'
  | 'xen'
  | 'hypervisor'
  | 'raid'
  | 'spaces'
  | 'usb'
  | 'removable'
  | 'network'
  | 'virtual'
  | '';

/** A result with its evidence; `null` when undetermined. */
export interface Finding {
  readonly is: boolean | null;
  readonly because: string;
}

/** What is known of a block device before deciding whether it counts as a disk. */
export interface DiskCandidate {
  readonly name: string;
  readonly model: string;
  readonly vendor: string;
  /** As reported by the system: may be negative, zero, NaN or text. */
  readonly size: unknown;
  readonly transport: Transport;
  /** The system's own flag, which is also set for internal disks on hot-pluggable ports. */
  readonly isRemovable: boolean;
  /** Set when the reader of the platform already excludes the device. */
  readonly leftOut: LeftOutReason | null;
  readonly medium: 'ssd' | 'hdd' | null;
  /** The evidence for the medium. */
  readonly mediumReason: string;
  /** What the driver or the controller reports; `null` when neither does. */
  readonly raid: Finding | null;
  /** An identifier that is unique to a disk (NAA, EUI-64, NGUID), or "". Private: never leaves the reader. */
  readonly uniqueId: string;
  /** Equal for two paths to the same disk, but not always unique. Private. */
  readonly serial: string;
  readonly data: Finding;
}

/** A disk of which only the name and size are known. */
export const UNKNOWN_DISK: Omit<DiskCandidate, 'name' | 'size'> = {
  model: '',
  vendor: '',
  transport: '',
  isRemovable: false,
  leftOut: null,
  medium: null,
  mediumReason: '',
  raid: null,
  uniqueId: '',
  serial: '',
  data: { is: null, because: '' },
};

/** The medium as reported by the operating system. */
export function reportedMedium(
  system: 'Windows' | 'macOS',
  medium: DiskCandidate['medium'] = null,
): Pick<DiskCandidate, 'medium' | 'mediumReason'> {
  const mediumReason =
    medium === null
      ? `${system} does not say whether its medium rotates.`
      : `${system} reports a ${medium === 'ssd' ? 'solid-state' : 'rotating'} medium.`;
  return { medium, mediumReason };
}

const BUS_LABELS: Readonly<Partial<Record<Transport, string>>> = {
  nvme: 'NVMe',
  sata: 'SATA',
  sas: 'SAS',
  scsi: 'SCSI',
  mmc: 'eMMC',
  ufs: 'UFS',
  virtio: 'virtio',
  xen: 'Xen',
  raid: 'RAID',
  spaces: 'Storage Spaces',
};
/** Why the kind of a virtual disk is unknown. */
export const VIRTUAL_DOUBT = 'A virtual disk does not show what is beneath it.';
const VIRTUAL_TRANSPORTS: ReadonlySet<Transport> = new Set(['virtio', 'xen', 'hypervisor']);
const LOCAL_TRANSPORTS: ReadonlySet<Transport> = new Set(['nvme', 'sata', 'sas', 'mmc', 'ufs']);

function leftOutBySize(size: unknown): LeftOutReason | null {
  if (size === 0 || size === '0') {
    return LEFT_OUT.empty;
  }
  return (positiveWhole(size, MAX_DISK_BYTES) ?? 0) < MIN_DISK_BYTES ? LEFT_OUT.nonsense : null;
}

/** The transport decides, not the removable flag. Source: docs/hardware.md#disks */
function leftOutReason(candidate: DiskCandidate): LeftOutReason | null {
  const { name, transport } = candidate;
  const byName = nonDiskReason(name) ?? candidate.leftOut;
  if (byName !== null) {
    return byName;
  }
  if (transport === 'usb' || transport === 'removable' || transport === 'network' || transport === 'virtual') {
    return LEFT_OUT[transport];
  }
  const isUnattached = transport === '' || transport === 'scsi' || transport === 'nvme';
  return isUnattached && hasNetworkName(candidate) ? LEFT_OUT.network : leftOutBySize(candidate.size);
}

function isVirtualDisk(candidate: DiskCandidate): boolean {
  return VIRTUAL_TRANSPORTS.has(candidate.transport) || hasVirtualName(candidate);
}

function findRaid(candidate: DiskCandidate): Finding {
  const { raid, transport } = candidate;
  if (raid?.is === true) {
    return raid;
  }
  if (transport === 'raid' || transport === 'spaces') {
    return { is: true, because: 'The system reports a RAID volume as its bus.' };
  }
  if (hasRaidName(candidate)) {
    return { is: true, because: 'It carries the name of a RAID controller.' };
  }
  if (raid?.is === false) {
    return raid;
  }
  if (isVirtualDisk(candidate)) {
    return { is: null, because: VIRTUAL_DOUBT };
  }
  if (transport === 'nvme' || transport === 'mmc' || transport === 'ufs') {
    return { is: false, because: 'It is attached to the processor itself, with no controller in between.' };
  }
  return hasPhysicalName(candidate)
    ? { is: false, because: 'It carries the name that a maker of disks gave it, which a RAID controller would hide.' }
    : { is: null, because: 'Nothing shows whether a RAID controller is in between.' };
}

/** Whether the disk is known to be a physical part of this machine, so that the values it reports are trustworthy. */
function isPhysical(candidate: DiskCandidate, behindRaid: boolean | null): boolean {
  if (LOCAL_TRANSPORTS.has(candidate.transport)) {
    return true;
  }
  const mayBeRemovable = candidate.isRemovable && candidate.transport === '';
  return !mayBeRemovable && hasDiskName(candidate.name) && behindRaid === false;
}

const RAID_DOUBT = 'A RAID controller answers for the disks behind it.';

const decide = (kind: DiskKind, kindReason: string) => ({ kind, kindReason });

function kindOf(candidate: DiskCandidate, behindRaid: boolean | null): Pick<Disk, 'kind' | 'kindReason'> {
  const { medium, mediumReason } = candidate;
  if (isVirtualDisk(candidate)) {
    return decide('unknown', VIRTUAL_DOUBT);
  }
  if (behindRaid === true) {
    return medium === 'ssd'
      ? decide('ssd', `${mediumReason} ${RAID_DOUBT}`)
      : decide('unknown', `${RAID_DOUBT} Zero-OS measures the seek time: SSD at 0.5 ms or less.`);
  }
  if (!isPhysical(candidate, behindRaid)) {
    return decide('unknown', 'It cannot be told how it is attached, so what it reports of itself does not count.');
  }
  if (candidate.transport === 'nvme') {
    return decide('ssd', 'NVMe is always solid state.');
  }
  return decide(medium ?? 'unknown', mediumReason);
}

const SECOND_PATH = 'It has the serial number of a disk already counted and may be a second path.';

function identityReason(candidate: DiskCandidate): string {
  if (isStrongId(candidate.uniqueId)) {
    return 'No other disk has its identifier.';
  }
  return isRealSerial(candidate.serial)
    ? 'No other disk has its serial number.'
    : 'It has neither identifier nor serial number; its name alone tells it apart.';
}

function toDisk(candidate: DiskCandidate, mayBeSecondPath: boolean): Disk {
  const { name, model, vendor, transport, data } = candidate;
  const { is: behindRaid, because: raidReason } = findRaid(candidate);
  return {
    name,
    model,
    vendor,
    sizeBytes: positiveWhole(candidate.size, MAX_DISK_BYTES) ?? 0,
    ...(mayBeSecondPath ? { kind: 'unknown', kindReason: SECOND_PATH } : kindOf(candidate, behindRaid)),
    bus: BUS_LABELS[transport] ?? (behindRaid === true ? 'RAID' : ''),
    behindRaid,
    raidReason,
    holdsData: data.is,
    dataReason: data.because,
    identityReason: mayBeSecondPath ? SECOND_PATH : identityReason(candidate),
  };
}

/** Describes an excluded device. */
export function toLeftOut(
  device: { readonly name: string; readonly model: string; readonly size: unknown },
  reason: LeftOutReason,
): LeftOutDisk {
  const { name, model } = device;
  const sizeBytes = device.size === 0 ? 0 : positiveWhole(device.size, Number.MAX_SAFE_INTEGER);
  return { name, model, sizeBytes, ...reason };
}

/** Some manufacturers ship invalid serial numbers: one repeated digit, or consecutive digits. */
export function isRealSerial(serial: string): boolean {
  const digits = serial.replace(/[^a-z\d]/gi, '').toLowerCase();
  return (
    digits.length >= 6 &&
    !/^(.)\1*$/.test(digits) &&
    !'0123456789abcdef0'.includes(digits) &&
    !digits.startsWith('1234567')
  );
}

/**
 * An identifier of all zeros was not set by the manufacturer, and one that contains the serial number is no more unique
 * than that.
 */
function isStrongId(id: string): boolean {
  return /^(?:naa|eui|uuid|nguid)\.[\da-f-]{8,}/i.test(id) && !/^\w+\.[0-]+$/.test(id);
}

const controllerOf = (name: string) => /^(nvme\d+)n\d+$/.exec(name)?.[1] ?? name;

/** Whether two entries are the same disk, or `null` when undetermined. An equal serial number alone is no proof. */
function isSameDisk(a: DiskCandidate, b: DiskCandidate): boolean | null {
  if (a.name === b.name && a.name !== '') {
    return true;
  }
  const hasSerials = isRealSerial(a.serial) && isRealSerial(b.serial);
  if (isStrongId(a.uniqueId) && isStrongId(b.uniqueId)) {
    // Some manufacturers give every NVMe disk of a series the same EUI-64, so that only the serial numbers differ.
    const isEqual = a.uniqueId.toLowerCase() === b.uniqueId.toLowerCase() && (!hasSerials || a.serial === b.serial);
    return isEqual && !hasSerials && a.transport === 'nvme' ? null : isEqual;
  }
  const isSibling = a.name !== b.name && controllerOf(a.name) === controllerOf(b.name);
  const looksSame = hasSerials && a.serial === b.serial && String(a.size) === String(b.size) && a.model === b.model;
  return looksSame && !isSibling ? null : false;
}

/** Separates the disks that count from excluded devices, each with its reason, in the given order. */
export function classifyDisks(candidates: readonly DiskCandidate[]): DiskFacts {
  const disks: Disk[] = [];
  const leftOut: LeftOutDisk[] = [];
  const counted: DiskCandidate[] = [];
  for (const candidate of candidates) {
    const same = counted.map((other) => isSameDisk(candidate, other));
    const reason = leftOutReason(candidate) ?? (same.some((isSame) => isSame === true) ? LEFT_OUT.duplicate : null);
    if (reason === null) {
      disks.push(
        toDisk(
          candidate,
          same.some((isSame) => isSame === null),
        ),
      );
      counted.push(candidate);
    } else {
      leftOut.push(toLeftOut(candidate, reason));
    }
  }
  const odd = leftOut.filter(({ code }) => code === LEFT_OUT.nonsense.code).map(({ name }) => name);
  return {
    disks,
    leftOut,
    ...(odd.length === 0
      ? {}
      : { atLeastBecause: `The size of ${odd.join(', ').slice(0, MAX_NAMES)} cannot be told.` }),
  };
}
