import type { DiskFacts, Fact } from '#shared/contract/hardware/hardware-reading.ts';
import { LEFT_OUT } from './disk-names.ts';
import {
  type DiskCandidate,
  classifyDisks,
  type Finding,
  isRealSerial,
  reportedMedium,
  type Transport,
  UNKNOWN_DISK,
} from './disk-rules.ts';
import { transportNamed } from './linux-transport.ts';
import { known, type Probe, unavailable, valueOf } from './probe.ts';
import { asRecords, cleanText, codeText, type Row } from './sanitise.ts';
import { queryWindows, type WindowsAnswer } from './windows-query.ts';

/** Bus types of the storage service. Source: learn.microsoft.com, MSFT_PhysicalDisk, BusType */
const BUS_TYPES: Readonly<Record<string, Transport>> = {
  1: 'scsi',
  2: '',
  3: 'sata',
  4: 'removable',
  6: 'network',
  7: 'usb',
  8: 'raid',
  9: 'network',
  10: 'sas',
  11: 'sata',
  12: 'removable',
  13: 'mmc',
  14: 'hypervisor',
  15: 'virtual',
  16: 'spaces',
  17: 'nvme',
  18: '',
};
const MEDIA: Readonly<Record<string, 'ssd' | 'hdd'>> = { 3: 'hdd', 4: 'ssd', HDD: 'hdd', SSD: 'ssd' };

function transportOf(bus: unknown): Transport {
  const name = codeText(bus);
  return BUS_TYPES[name] ?? (/virtual/i.test(name) ? 'virtual' : transportNamed(name));
}

const NO_PARTITIONS_LISTED: Finding = { is: null, because: 'Windows does not list its partitions.' };

/**
 * A partition proves data; an initialised disk without one is empty; one that Windows cannot read may contain anything.
 */
function findData(disk: Row | undefined): Finding {
  const partitions = disk?.NumberOfPartitions;
  const style = codeText(disk?.PartitionStyle);
  if (typeof partitions !== 'number') {
    return NO_PARTITIONS_LISTED;
  }
  if (partitions > 0) {
    return { is: true, because: 'Windows lists partitions on it.' };
  }
  return ['1', '2', 'MBR', 'GPT'].includes(style)
    ? { is: false, because: 'Windows has initialised it and lists no partition.' }
    : { is: null, because: 'Windows cannot read what is on it.' };
}

/** The size of an empty slot is 0; a missing size is NaN. */
const sizeOf = ({ Size }: Row) => (typeof Size === 'number' || typeof Size === 'string' ? Number(Size) : Number.NaN);

/**
 * The members of a storage pool are disks, and the virtual disk made of them is not; when the members are not listed,
 * the virtual disk is used.
 */
function fromStorageService({ physicalDisks, disks }: WindowsAnswer): readonly DiskCandidate[] {
  const numbered = new Map(disks.map((disk) => [codeText(disk.Number), disk]));
  const single = physicalDisks.map((disk, index): DiskCandidate => {
    const id = cleanText(disk.UniqueId);
    return {
      ...UNKNOWN_DISK,
      // Members of a pool may have no number.
      name: codeText(disk.DeviceId) === '' ? `PHYSICALDISK${index}` : `PHYSICALDRIVE${codeText(disk.DeviceId)}`,
      model: cleanText(disk.Model) || cleanText(disk.FriendlyName),
      vendor: cleanText(disk.Manufacturer),
      size: sizeOf(disk),
      transport: transportOf(disk.BusType),
      ...reportedMedium('Windows', MEDIA[codeText(disk.MediaType)]),
      uniqueId: /^[\da-f]{16,32}$/i.test(id) ? `naa.${id}` : id,
      data: findData(numbered.get(codeText(disk.DeviceId))),
    };
  });
  const whole = disks.map(
    (disk): DiskCandidate => ({
      ...UNKNOWN_DISK,
      name: `PHYSICALDRIVE${codeText(disk.Number)}`,
      model: cleanText(disk.FriendlyName),
      size: sizeOf(disk),
      transport: transportOf(disk.BusType),
      leftOut: single.length > 0 && transportOf(disk.BusType) === 'spaces' ? LEFT_OUT.mapped : null,
      ...reportedMedium('Windows'),
      data: findData(disk),
    }),
  );
  return [...single, ...whole.filter((disk) => single.length === 0 || disk.transport === 'spaces')];
}

/**
 * Buses reported only by the storage service; for them, the library's medium comes from the service too and is no guess
 * by name.
 */
const SERVICE_BUSES: ReadonlySet<Transport> = new Set(['nvme', 'sata', 'sas', 'raid', 'spaces', 'mmc']);
const LIBRARY_MEDIA: Readonly<Record<string, 'ssd' | 'hdd'>> = { SSD: 'ssd', HD: 'hdd' };

/** The library joins its two lists by serial number, so disks with the same one may get each other's medium. */
function fromLibrary(layouts: readonly Row[]): readonly DiskCandidate[] {
  const serials = layouts.map((layout) => cleanText(layout.serialNum));
  return layouts.map((layout, index): DiskCandidate => {
    const serial = serials[index] ?? '';
    const bus = cleanText(layout.interfaceType);
    const isAta = /^(?:ide|hdc)$/i.test(bus);
    const transport = isAta ? '' : transportOf(bus);
    const isShared = serials.indexOf(serial) !== serials.lastIndexOf(serial);
    const isReported = SERVICE_BUSES.has(transport) && !isShared;
    const isBelievable = isReported && (transport === 'nvme' || isRealSerial(serial));
    return {
      ...UNKNOWN_DISK,
      name: cleanText(layout.device).replace(/^\\\\\.\\/, '') || `PHYSICALDISK${index}`,
      model: cleanText(layout.name),
      vendor: cleanText(layout.vendor),
      size: layout.size,
      transport: isShared && transport !== 'usb' && transport !== 'network' ? '' : transport,
      ...reportedMedium('Windows', isBelievable ? LIBRARY_MEDIA[cleanText(layout.type)] : null),
      data: NO_PARTITIONS_LISTED,
    };
  });
}

/** Disks on Windows: from its storage service, otherwise what the library reports without guessing. */
export async function readWindowsDisks(probe: Probe): Promise<Fact<DiskFacts>> {
  const windows = await queryWindows(probe);
  if (windows !== null && windows.physicalDisks.length + windows.disks.length > 0) {
    return known(classifyDisks(fromStorageService(windows)), 'Get-PhysicalDisk, Get-Disk');
  }
  const answer = await probe.ask('diskLayout');
  const layouts = asRecords(valueOf(answer));
  if (layouts.length > 0) {
    return known(classifyDisks(fromLibrary(layouts)), 'systeminformation diskLayout()');
  }
  return answer.state === 'unavailable' ? answer : unavailable('hidden', 'The system lists no disks to this user.');
}
