import type { DiskFacts, Fact, LeftOutDisk } from '#shared/contract/hardware/hardware-reading.ts';
import { hasPhysicalName, LEFT_OUT, nonDiskReason } from './disk-names.ts';
import { type DiskCandidate, classifyDisks, type Finding, toLeftOut, UNKNOWN_DISK } from './disk-rules.ts';
import { blockFolder, PASSED_THROUGH, readAttachment } from './linux-transport.ts';
import { known, type Probe, unavailable, valueOf } from './probe.ts';
import { asRecords, cleanText, deviceName, positiveWhole, type Row } from './sanitise.ts';

const SECTOR_BYTES = 512;
const MAX_SECTORS = 2 ** 44;
const WHOLE_DEVICE_TYPES = new Set(['disk', 'rom', 'loop']);

/** The medium according to the kernel's flag, otherwise to lsblk. */
function mediumOf(rotational: string | null, listed: Row): Pick<DiskCandidate, 'medium' | 'mediumReason'> {
  if (rotational === '0') {
    return { medium: 'ssd', mediumReason: 'The kernel reports no rotation (rotational = 0).' };
  }
  if (rotational === '1') {
    return { medium: 'hdd', mediumReason: 'The kernel reports a rotating disk (rotational = 1).' };
  }
  // The library reports HDD for any disk that is not known to be an SSD.
  return listed.physical === 'SSD'
    ? { medium: 'ssd', mediumReason: "The list of disks calls it SSD; the kernel's flag cannot be read." }
    : { medium: null, mediumReason: 'The kernel does not show whether it rotates.' };
}

function isPartOf(part: string, name: string): boolean {
  return part.startsWith(name) && /^p?\d+$/.test(part.slice(name.length));
}

/**
 * A partition, holder, mount or file system proves that there is data. A disk is known to be empty only if its kernel
 * folder shows none of them and udev looked for a file system and found none.
 */
async function findData(probe: Probe, name: string, blocks: readonly Row[]): Promise<Finding> {
  const folder = blockFolder(name);
  const [entries, holders, number, mounts, swaps] = await Promise.all([
    probe.list(folder),
    probe.list(`${folder}/holders`),
    probe.readLine(`${folder}/dev`),
    probe.readText('/proc/self/mounts'),
    probe.readText('/proc/swaps'),
  ]);
  const sysName = name.replaceAll('/', '!');
  const isRowAsUsed = blocks.some((block) => {
    const listed = deviceName(block.name);
    const isUsed = cleanText(block.mount) !== '' || cleanText(block.fsType) !== '';
    return (listed === name && isUsed) || (listed !== name && isPartOf(listed, name));
  });
  const isMounted = `${mounts ?? ''}\n${swaps ?? ''}`.split('\n').some((line) => {
    const device = /^\/dev\/(\S+)/.exec(line)?.[1] ?? '';
    return device === name || isPartOf(device, name);
  });
  const hasParts = entries?.some((entry) => isPartOf(entry, sysName)) === true;
  if (hasParts) {
    return { is: true, because: 'The kernel shows a partition on it.' };
  }
  if (isRowAsUsed || isMounted || (holders ?? []).length > 0) {
    return { is: true, because: 'It is mounted, part of a volume, or listed with a file system.' };
  }
  const udev = (number === null ? null : await probe.readText(`/run/udev/data/b${number}`)) ?? '';
  if (/^E:ID_FS_\w+=./m.test(udev)) {
    return { is: true, because: 'The device manager found a file system on it.' };
  }
  const isProbed = /^E:ID_/m.test(udev) && !/^E:ID_PART_TABLE_TYPE=./m.test(udev);
  return isProbed && entries !== null
    ? { is: false, because: 'It has no partition and no holder, and the device manager found no file system.' }
    : { is: null, because: 'No partition shows, but the device manager has no report of a file system either.' };
}

/** A device whose name shows that it is not a disk is read for its size only, because there may be hundreds of them. */
async function toNonDisk(probe: Probe, name: string, blocks: readonly Row[]): Promise<DiskCandidate> {
  const block = blocks.find((entry) => deviceName(entry.name) === name);
  const sectors = positiveWhole(await probe.readLine(`${blockFolder(name)}/size`), MAX_SECTORS);
  const size = sectors === null ? (block?.size ?? 0) : sectors * SECTOR_BYTES;
  return { ...UNKNOWN_DISK, name, model: cleanText(block?.model), size };
}

async function toCandidate(
  probe: Probe,
  name: string,
  lists: { readonly blocks: readonly Row[]; readonly layouts: readonly Row[]; readonly names: readonly string[] },
): Promise<DiskCandidate> {
  const { blocks, layouts, names } = lists;
  const folder = blockFolder(name);
  const line = (file: string) => probe.readLine(`${folder}/${file}`);
  const [rotational, removable, hidden, sectors, kernelModel, kernelVendor, wwid, nvmeWwid, nvmeSerial] =
    await Promise.all([
      line('queue/rotational'),
      line('removable'),
      line('hidden'),
      line('size'),
      line('device/model'),
      line('device/vendor'),
      line('device/wwid'),
      line('wwid'),
      name.startsWith('nvme') ? line('device/serial') : null,
    ]);
  const block: Row = blocks.find((entry) => deviceName(entry.name) === name) ?? {};
  const layout: Row = layouts.find((entry) => deviceName(entry.device) === name) ?? {};
  const model = cleanText(layout.name) || cleanText(block.model) || cleanText(kernelModel);
  const vendor = cleanText(layout.vendor) || cleanText(kernelVendor).replace(/^0x[\da-f]+$/i, '');
  const uniqueId = cleanText(nvmeWwid) || cleanText(wwid);
  const isPassedThrough =
    hasPhysicalName({ model, vendor }) ||
    /^ATA$/i.test(cleanText(kernelVendor)) ||
    /^(?:t10\.ATA|naa\.5)/.test(uniqueId);
  const bus = cleanText(block.protocol) || cleanText(layout.interfaceType);
  const { transport, raid } = await readAttachment(probe, name, bus, names, isPassedThrough);
  const kernelSize = sectors === '0' ? 0 : positiveWhole(sectors, MAX_SECTORS);
  return {
    name,
    model,
    vendor: vendor.replace(/^ATA$/i, ''),
    size: kernelSize === null ? (block.size ?? layout.size) : kernelSize * SECTOR_BYTES,
    transport,
    isRemovable: removable === '1' || (removable === null && block.removable === true),
    leftOut: hidden === '1' ? LEFT_OUT.duplicate : null,
    ...mediumOf(rotational, block),
    raid: raid ?? (/^ATA$/i.test(cleanText(kernelVendor)) || uniqueId.startsWith('naa.5') ? PASSED_THROUGH : null),
    uniqueId,
    serial: cleanText(layout.serialNum) || cleanText(block.serial) || cleanText(nvmeSerial),
    data: await findData(probe, name, blocks),
  };
}

function mappedDevices(blocks: readonly Row[], seen: ReadonlySet<string>): readonly LeftOutDisk[] {
  const mapped = new Map(
    blocks
      .filter((block) => !WHOLE_DEVICE_TYPES.has(cleanText(block.type)) && cleanText(block.type) !== 'part')
      .map((block) => [deviceName(block.name), block]),
  );
  return [...mapped]
    .filter(([name, block]) => name !== '' && cleanText(block.type) !== '' && !seen.has(name))
    .map(([name, block]) => toLeftOut({ name, model: cleanText(block.model), size: block.size }, LEFT_OUT.mapped));
}

/** Intel's RST mode hides NVMe disks behind the SATA controller; the driver counts them but cannot access them. */
async function hiddenNvmeReason(probe: Probe): Promise<string | null> {
  const ports = (await probe.list('/sys/bus/pci/drivers/ahci')) ?? [];
  const counts = await Promise.all(
    ports
      .filter((port) => port.includes(':'))
      .map((port) => probe.readLine(`/sys/bus/pci/drivers/ahci/${port}/remapped_nvme`)),
  );
  return counts.some((count) => positiveWhole(count, 64) !== null)
    ? 'The firmware hides NVMe disks behind the SATA controller: set it from RAID or RST to AHCI.'
    : null;
}

/**
 * Disks on Linux. The kernel's sysfs tree is authoritative; lsblk adds a name, a bus and a file system, and the size
 * when the tree cannot be read. Source: docs/hardware.md#disks
 */
export async function readLinuxDisks(probe: Probe): Promise<Fact<DiskFacts>> {
  const [blockDevices, diskLayout, kernelNames] = await Promise.all([
    probe.ask('blockDevices'),
    probe.ask('diskLayout'),
    probe.list('/sys/block'),
  ]);
  const blocks = asRecords(valueOf(blockDevices));
  const layouts = asRecords(valueOf(diskLayout));
  const whole = blocks
    .filter((block) => WHOLE_DEVICE_TYPES.has(cleanText(block.type)))
    .map((block) => deviceName(block.name));
  const layoutNames = layouts.map((layout) => deviceName(layout.device));
  const fromKernel = [...(kernelNames ?? [])].map((name) => name.replaceAll('!', '/'));
  const listed = [...whole, ...layoutNames].filter((name) => name !== '');
  const names = [...listed, ...[...new Set(fromKernel)].filter((name) => !listed.includes(name)).toSorted()];
  if (names.length === 0) {
    return unavailable('hidden', 'The system shows its disks neither in its list of block devices nor in the kernel.');
  }
  const lists = { blocks, layouts, names };
  const candidates = await Promise.all(
    [...new Set(names)].map((name) =>
      nonDiskReason(name) === null ? toCandidate(probe, name, lists) : toNonDisk(probe, name, blocks),
    ),
  );
  const decided = classifyDisks(candidates);
  const mapped = mappedDevices(blocks, new Set(names));
  const hidden = await hiddenNvmeReason(probe);
  const because = hidden ?? (kernelNames === null ? 'The kernel does not show its own list of disks.' : null);
  return known(
    {
      ...decided,
      leftOut: [...decided.leftOut, ...mapped],
      ...(because === null ? {} : { atLeastBecause: because }),
    },
    listed.length === 0 ? '/sys/block' : '/sys/block, systeminformation blockDevices()',
  );
}
