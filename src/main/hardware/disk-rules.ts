import type { Disk, DiskFacts, DiskKind, LeftOutCode, LeftOutDisk } from '#shared/domain/hardware/hardware-reading.ts';
import { positiveWhole } from './sanitise.ts';

/** 1 PiB: far above any single disk; a larger figure is a slip of the driver. */
export const MAX_DISK_BYTES = 2 ** 50;

/** What is known of one block device before it is decided whether it counts. */
export interface DiskCandidate {
  readonly name: string;
  readonly model: string;
  readonly vendor: string;
  /** As the system gave it: may be negative, zero, NaN or text. */
  readonly size: unknown;
  /** Lower-case name of the bus: "nvme", "sata", "usb", …, or "". */
  readonly bus: string;
  readonly isRemovable: boolean;
  readonly kind: DiskKind;
  readonly kindReason: string;
  /** Tells two paths to one disk from two disks. Private: never leaves the reader. */
  readonly serial: string;
  readonly holdsData: boolean | null;
}

/** Why something that the system lists is no disk of this machine. */
export interface LeftOutReason {
  readonly code: LeftOutCode;
  readonly because: string;
}

const NAME_RULES: readonly { readonly pattern: RegExp; readonly reason: LeftOutReason }[] = [
  {
    pattern: /^loop\d/,
    reason: { code: 'loop', because: 'A loop device is a file on a disk that is already counted.' },
  },
  { pattern: /^z?ram\d/, reason: { code: 'ram', because: 'A disk in memory is not a disk.' } },
  { pattern: /^(?:sr|cdrom|scd)\d/, reason: { code: 'optical', because: 'An optical drive does not count.' } },
  { pattern: /^fd\d/, reason: { code: 'removable', because: 'A floppy drive does not count.' } },
  {
    pattern: /^(?:nbd|rbd|drbd)\d/,
    reason: { code: 'network', because: 'A network block device is a disk of another machine.' },
  },
  {
    pattern: /^(?:dm-|md|bcache|zd)\d/,
    reason: { code: 'mapped', because: 'It is made of disks that are already counted.' },
  },
  {
    pattern: /^mmcblk\d+(?:boot|rpmb|gp)\d*$/,
    reason: { code: 'partition', because: 'It is a part of a disk that is already counted.' },
  },
];

const NETWORK_BUSES = new Set(['iscsi', 'fc', 'fcoe', 'fibre channel', 'tcp', 'rdma', 'smb']);
const BUS_LABELS: Readonly<Record<string, string>> = {
  nvme: 'NVMe',
  pcie: 'NVMe',
  sata: 'SATA',
  ata: 'SATA',
  sas: 'SAS',
  scsi: 'SCSI',
  spi: 'SCSI',
  virtio: 'virtio',
  xen: 'Xen',
  raid: 'RAID',
  spaces: 'Storage Spaces',
  mmc: 'eMMC',
};
const RAID_NAMES =
  /\bPERC\b|MegaRAID|ServeRAID|Smart Array|LOGICAL VOLUME|\b(?:LSI|AVAGO|BROADCOM) MR|\bMR\d{4}|\bRAID\d?\b|\bAdaptec\b|Storage Space/i;

/** Whether a disk is the logical disk of a RAID controller, by its bus and by the names that controllers give. */
export function isBehindRaid(candidate: Pick<DiskCandidate, 'bus' | 'model' | 'vendor'>): boolean {
  return (
    candidate.bus === 'raid' || candidate.bus === 'spaces' || RAID_NAMES.test(`${candidate.vendor} ${candidate.model}`)
  );
}

function leftOutByKind(candidate: DiskCandidate): LeftOutReason | null {
  const byName = NAME_RULES.find((rule) => rule.pattern.test(candidate.name));
  if (byName !== undefined) {
    return byName.reason;
  }
  if (candidate.bus === 'usb') {
    return { code: 'usb', because: 'A USB disk can be unplugged, so the grid does not count it.' };
  }
  if (NETWORK_BUSES.has(candidate.bus)) {
    return { code: 'network', because: 'It is reached over a network, so it is not a disk of this machine.' };
  }
  return candidate.isRemovable
    ? { code: 'removable', because: 'The system marks it as removable, so the grid does not count it.' }
    : null;
}

function leftOutBySize(size: unknown): LeftOutReason | null {
  if (size === 0 || size === '0') {
    return { code: 'empty', because: 'It has no size: an empty slot or an unused device.' };
  }
  return positiveWhole(size, MAX_DISK_BYTES) === null
    ? { code: 'nonsense', because: 'The system gave a size that no disk has.' }
    : null;
}

/** Two NVMe namespaces share a serial number and are still two disks; makers also ship serials of one repeated digit. */
function identityOf(candidate: DiskCandidate): string | null {
  const serial = candidate.serial.trim();
  return candidate.name.startsWith('nvme') || serial.length < 6 || /^(.)\1*$/.test(serial)
    ? null
    : `${serial} ${String(candidate.size)} ${candidate.model}`;
}

function toDisk(candidate: DiskCandidate): Disk {
  const behindRaid = isBehindRaid(candidate);
  return {
    name: candidate.name,
    model: candidate.model,
    vendor: candidate.vendor,
    sizeBytes: positiveWhole(candidate.size, MAX_DISK_BYTES) ?? 0,
    kind: candidate.kind,
    kindReason: candidate.kindReason,
    bus: BUS_LABELS[candidate.bus] ?? (behindRaid ? 'RAID' : ''),
    behindRaid,
    holdsData: candidate.holdsData,
  };
}

/** Writes down a device that does not count. */
export function toLeftOut(
  device: { readonly name: string; readonly model: string; readonly size: unknown },
  reason: LeftOutReason,
): LeftOutDisk {
  const { name, model } = device;
  const sizeBytes = device.size === 0 ? 0 : positiveWhole(device.size, Number.MAX_SAFE_INTEGER);
  return { name, model, sizeBytes, code: reason.code, because: reason.because };
}

/** Parts the disks that count from what does not, each with its reason; order as given. */
export function decideDisks(candidates: readonly DiskCandidate[]): DiskFacts {
  const disks: Disk[] = [];
  const leftOut: LeftOutDisk[] = [];
  const seen = new Set<string>();
  for (const candidate of candidates) {
    const identity = identityOf(candidate);
    const isSeen = seen.has(`name ${candidate.name}`) || (identity !== null && seen.has(identity));
    const duplicate: LeftOutReason = { code: 'duplicate', because: 'It is a second path to a disk already counted.' };
    const reason = leftOutByKind(candidate) ?? leftOutBySize(candidate.size) ?? (isSeen ? duplicate : null);
    if (reason === null) {
      disks.push(toDisk(candidate));
    } else {
      leftOut.push(toLeftOut(candidate, reason));
    }
    seen.add(`name ${candidate.name}`);
    if (identity !== null) {
      seen.add(identity);
    }
  }
  return { disks, leftOut };
}
