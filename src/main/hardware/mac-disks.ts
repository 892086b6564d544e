import type { DiskFacts, Fact } from '#shared/contract/hardware/hardware-reading.ts';
import { LEFT_OUT, type LeftOutReason } from './disk-names.ts';
import {
  type DiskCandidate,
  classifyDisks,
  type Finding,
  reportedMedium,
  type Transport,
  UNKNOWN_DISK,
} from './disk-rules.ts';
import { transportNamed } from './linux-transport.ts';
import { parsePlist } from './plist.ts';
import { known, oncePerReading, type Probe, unavailable, valueOf } from './probe.ts';
import { asRecord, asRecords, cleanText, deviceName, positiveWhole, type Row } from './sanitise.ts';

const MAX_DISKS = 64;

const BUSES: readonly (readonly [RegExp, Transport])[] = [
  [/usb/i, 'usb'],
  [/disk image/i, 'virtual'],
  [/virt/i, 'hypervisor'],
  [/fire ?wire|thunderbolt|secure digital|\bsd\b|card/i, 'removable'],
  [/fibre|iscsi|network/i, 'network'],
  [/apple ?fabric|nvm|pci/i, 'nvme'],
];

function transportOf(bus: string): Transport {
  return BUSES.find(([pattern]) => pattern.test(bus))?.[1] ?? transportNamed(bus);
}

const MEDIA: Readonly<Record<string, 'ssd' | 'hdd'>> = { SSD: 'ssd', NVMe: 'ssd', HD: 'hdd', HDD: 'hdd' };

const BASE = {
  ...UNKNOWN_DISK,
  data: { is: null, because: 'macOS does not show whether it holds data.' },
} as const;

/** A whole disk in the list of macOS, with its partitions and its details. */
interface ListedDisk {
  readonly entry: Row;
  /** Empty when macOS reports no details. */
  readonly info: Row;
}

/** The disks listed by macOS, read once per reading; empty when the command fails. */
const listMacDisks = oncePerReading(async (probe): Promise<readonly ListedDisk[]> => {
  const list = asRecord(parsePlist(await probe.run('diskutil', ['list', '-plist'])));
  const entries = asRecords(list.AllDisksAndPartitions).filter((entry) =>
    /^disk\d+$/.test(cleanText(entry.DeviceIdentifier)),
  );
  return Promise.all(
    entries.slice(0, MAX_DISKS).map(async (entry) => {
      const info = await probe.run('diskutil', ['info', '-plist', cleanText(entry.DeviceIdentifier)]);
      return { entry, info: asRecord(parsePlist(info)) };
    }),
  );
});

function findData({ entry, info }: ListedDisk): Finding {
  const content = cleanText(entry.Content) || cleanText(info.Content);
  if (asRecords(entry.Partitions).length > 0) {
    return { is: true, because: 'macOS lists partitions on it.' };
  }
  if (content === '') {
    return BASE.data;
  }
  return content.endsWith('_partition_scheme') && Array.isArray(entry.Partitions)
    ? { is: false, because: 'macOS lists a partition table without partitions.' }
    : { is: content.endsWith('_partition_scheme') ? null : true, because: 'macOS names what is on it.' };
}

/** Containers, RAID sets and images are stored on disks that are listed themselves. */
function leftOutOf({ entry, info }: ListedDisk): LeftOutReason | null {
  const isMade =
    info.VirtualOrPhysical === 'Virtual' ||
    asRecords(entry.APFSPhysicalStores).length > 0 ||
    /AppleAPFS|CoreStorage|AppleRAID/i.test(cleanText(info.IORegistryEntryName));
  if (isMade) {
    return /disk image/i.test(cleanText(info.BusProtocol)) ? LEFT_OUT.virtual : LEFT_OUT.mapped;
  }
  if (cleanText(info.OpticalDeviceType) !== '' || cleanText(info.OpticalMediaType) !== '') {
    return LEFT_OUT.optical;
  }
  return info.RemovableMedia === true ? LEFT_OUT.removable : null;
}

/**
 * A memory card or Thunderbolt enclosure reports its internal bus, so only for an internal disk does the bus show how
 * it is attached.
 */
function fromDiskutil(listed: ListedDisk): DiskCandidate {
  const { entry, info } = listed;
  const transport = transportOf(cleanText(info.BusProtocol));
  const isAttached = info.Internal === true && (transport !== 'nvme' || info.SolidState === true);
  const isLocal = ['nvme', 'sata', 'sas', 'scsi'].includes(transport);
  return {
    ...BASE,
    name: cleanText(entry.DeviceIdentifier),
    model: (cleanText(info.MediaName) || cleanText(info.IORegistryEntryName)).replace(/ Media$/, ''),
    size: info.TotalSize ?? info.Size ?? entry.Size,
    transport: isLocal && !isAttached ? '' : transport,
    isRemovable: info.Internal !== true,
    leftOut: leftOutOf(listed),
    ...reportedMedium('macOS', info.SolidState === true ? 'ssd' : info.SolidState === false ? 'hdd' : null),
    data: findData(listed),
  };
}

/**
 * The library reports the bus of an external disk as its type, and "HD" for anything that it cannot parse, as on a Mac
 * in another language.
 */
function fromLayout(layout: Row): DiskCandidate {
  const isGuessed = layout.type === 'HD' && /ssd|flash|nvme/i.test(cleanText(layout.name));
  const type = cleanText(layout.type);
  const isInternal = ['NVMe', 'SSD', 'HD'].includes(type);
  const transport = transportOf(`${cleanText(layout.interfaceType)}${isInternal ? '' : ` ${type}`}`);
  return {
    ...BASE,
    name: deviceName(layout.device),
    model: cleanText(layout.name),
    vendor: cleanText(layout.vendor),
    size: layout.size,
    transport: isInternal && type === 'NVMe' ? 'nvme' : transport,
    isRemovable: !isInternal,
    leftOut: isInternal || transport === 'usb' ? null : LEFT_OUT.removable,
    ...reportedMedium('macOS', isGuessed ? null : MEDIA[type]),
    serial: cleanText(layout.serialNum),
  };
}

/** The library reports every disk as virtual. A smaller one with the model of another is a container on that disk. */
function fromBlock(block: Row, blocks: readonly Row[]): DiskCandidate {
  const model = cleanText(block.model);
  const size = positiveWhole(block.size, Number.MAX_SAFE_INTEGER) ?? 0;
  const isContainer = blocks.some(
    (other) => cleanText(other.model) === model && (positiveWhole(other.size, Number.MAX_SAFE_INTEGER) ?? 0) > size,
  );
  const isRemovable = block.removable === true || block.physical === 'CD/DVD';
  return {
    ...BASE,
    name: deviceName(block.name),
    model,
    size: block.size,
    transport: transportOf(cleanText(block.protocol)),
    isRemovable,
    leftOut: isContainer ? LEFT_OUT.mapped : isRemovable ? LEFT_OUT.removable : null,
    // SSD was reported by the system, but HDD is only the library's default.
    ...reportedMedium('macOS', block.physical === 'SSD' ? 'ssd' : null),
  };
}

/** Disks on macOS: from its own list, otherwise from the library's disk layout and block devices. */
export async function readMacDisks(probe: Probe): Promise<Fact<DiskFacts>> {
  const listed = await listMacDisks(probe);
  if (listed.length > 0) {
    return known(classifyDisks(listed.map(fromDiskutil)), 'diskutil');
  }
  const answer = await probe.ask('diskLayout');
  const layouts = asRecords(valueOf(answer));
  if (layouts.length > 0) {
    return known(classifyDisks(layouts.map(fromLayout)), 'systeminformation diskLayout()');
  }
  const blocks = asRecords(valueOf(await probe.ask('blockDevices'))).filter((block) =>
    /^disk\d+$/.test(deviceName(block.name)),
  );
  if (blocks.length > 0) {
    return known(classifyDisks(blocks.map((block) => fromBlock(block, blocks))), 'systeminformation blockDevices()');
  }
  return answer.state === 'unavailable' ? answer : unavailable('hidden', 'The system lists no disks to this user.');
}
