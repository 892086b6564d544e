import type { DiskFacts, DiskKind, Fact, LeftOutDisk } from '#shared/domain/hardware/hardware-reading.ts';
import { type DiskCandidate, decideDisks, toLeftOut } from './disk-rules.ts';
import { known, type Probe, unavailable } from './probe.ts';
import { asRecords, cleanText, positiveWhole } from './sanitise.ts';

type Listed = Readonly<Record<string, unknown>>;

const SECTOR_BYTES = 512;
const MAX_SECTORS = 2 ** 44;
const WHOLE_DEVICE_TYPES = new Set(['disk', 'rom', 'loop']);

interface Sysfs {
  readonly rotational: string | null;
  readonly removable: string | null;
  readonly transport: string | null;
  readonly cardType: string | null;
}

async function readSysfs(probe: Probe, name: string): Promise<Sysfs> {
  const folder = `/sys/block/${name}`;
  const [rotational, removable, transport, cardType] = await Promise.all([
    probe.readLine(`${folder}/queue/rotational`),
    probe.readLine(`${folder}/removable`),
    name.startsWith('nvme') ? probe.readLine(`${folder}/device/transport`) : null,
    name.startsWith('mmcblk') ? probe.readLine(`${folder}/device/type`) : null,
  ]);
  return { rotational, removable, transport, cardType };
}

function kindOf(
  name: string,
  rotational: string | null,
  listedKind: string,
): Pick<DiskCandidate, 'kind' | 'kindReason'> {
  if (name.startsWith('nvme')) {
    return { kind: 'ssd', kindReason: 'NVMe is always solid state.' };
  }
  const isVirtual = /^x?vd[a-z]/.test(name);
  const doubt = isVirtual ? ' A virtual disk says so whatever lies beneath it.' : '';
  if (rotational === '0') {
    return { kind: 'ssd', kindReason: `The kernel reports no rotation (rotational = 0).${doubt}` };
  }
  if (rotational === '1') {
    return { kind: 'hdd', kindReason: `The kernel reports a rotating disk (rotational = 1).${doubt}` };
  }
  const kinds: Readonly<Record<string, DiskKind>> = { SSD: 'ssd', NVMe: 'ssd', HDD: 'hdd', HD: 'hdd' };
  const kind = kinds[listedKind] ?? 'unknown';
  return kind === 'unknown'
    ? { kind, kindReason: 'The kernel does not show whether it rotates.' }
    : { kind, kindReason: `The list of disks calls it ${kind.toUpperCase()}; the kernel's flag cannot be read.` };
}

function busOf(name: string, listedBus: unknown, sysfs: Sysfs): string {
  if (sysfs.transport !== null && sysfs.transport !== 'pcie') {
    return sysfs.transport;
  }
  if (name.startsWith('nvme')) {
    return 'nvme';
  }
  if (name.startsWith('mmcblk')) {
    return 'mmc';
  }
  const listed = cleanText(listedBus).toLowerCase();
  return listed || (name.startsWith('vd') ? 'virtio' : name.startsWith('xvd') ? 'xen' : '');
}

function isPartOf(device: Listed, name: string): boolean {
  const rest = String(device.name).startsWith(name) ? String(device.name).slice(name.length) : '';
  return /^p?\d+$/.test(rest);
}

function isUsed(device: Listed): boolean {
  return cleanText(device.mount) !== '' || cleanText(device.fsType) !== '';
}

async function toCandidate(
  probe: Probe,
  block: Listed,
  layout: Listed,
  blocks: readonly Listed[],
): Promise<DiskCandidate> {
  const name = String(block.name);
  const sysfs = await readSysfs(probe, name);
  return {
    name,
    model: cleanText(layout.name) || cleanText(block.model),
    vendor: cleanText(layout.vendor),
    size: block.size ?? layout.size,
    bus: busOf(name, block.protocol ?? layout.interfaceType, sysfs),
    isRemovable: block.removable === true || sysfs.removable === '1' || sysfs.cardType === 'SD',
    ...kindOf(name, sysfs.rotational, cleanText(block.physical) || cleanText(layout.type)),
    serial: cleanText(layout.serialNum) || cleanText(block.serial),
    holdsData: blocks.length === 0 ? null : isUsed(block) || blocks.some((device) => isPartOf(device, name)),
  };
}

function mappedDevices(blocks: readonly Listed[]): readonly LeftOutDisk[] {
  const names = new Set<string>();
  return blocks.flatMap((block) => {
    const name = cleanText(block.name);
    const type = cleanText(block.type);
    if (WHOLE_DEVICE_TYPES.has(type) || type === 'part' || type === '' || name === '' || names.has(name)) {
      return [];
    }
    names.add(name);
    const reason = { code: 'mapped', because: 'It is made of disks that are already counted.' } as const;
    return [toLeftOut({ name, model: cleanText(block.model), size: block.size }, reason)];
  });
}

async function listedDisks(probe: Probe): Promise<Fact<DiskFacts>> {
  const [blockAnswer, layoutAnswer] = await Promise.all([probe.ask('blockDevices'), probe.ask('diskLayout')]);
  const blocks = blockAnswer.state === 'known' ? asRecords(blockAnswer.value) : [];
  const layouts = new Map(
    asRecords(layoutAnswer.state === 'known' ? layoutAnswer.value : null).map((layout) => [
      cleanText(layout.device).replace(/^\/dev\//, ''),
      layout,
    ]),
  );
  const whole = blocks.filter((block) => WHOLE_DEVICE_TYPES.has(cleanText(block.type)) && cleanText(block.name) !== '');
  const listedNames = new Set(whole.map((block) => String(block.name)));
  const onlyInLayout = [...layouts.keys()].filter((name) => name !== '' && !listedNames.has(name));
  const devices = [...whole, ...onlyInLayout.map((name) => ({ name }))];
  if (devices.length === 0) {
    return blockAnswer.state === 'unavailable'
      ? blockAnswer
      : unavailable('hidden', 'The system lists no block devices.');
  }
  const candidates = await Promise.all(
    devices.map((device) => toCandidate(probe, device, layouts.get(String(device.name)) ?? {}, blocks)),
  );
  const decided = decideDisks(candidates);
  const source = whole.length > 0 ? 'systeminformation blockDevices()' : 'systeminformation diskLayout()';
  return known({ disks: decided.disks, leftOut: [...decided.leftOut, ...mappedDevices(blocks)] }, source);
}

async function sysfsCandidate(probe: Probe, name: string): Promise<DiskCandidate> {
  const folder = `/sys/block/${name}`;
  const [sysfs, size, model, vendor, path, entries] = await Promise.all([
    readSysfs(probe, name),
    probe.readLine(`${folder}/size`),
    probe.readLine(`${folder}/device/model`),
    probe.readLine(`${folder}/device/vendor`),
    probe.realPath(folder),
    probe.list(folder),
  ]);
  const sectors = size === '0' ? 0 : positiveWhole(size, MAX_SECTORS);
  return {
    name,
    model: cleanText(model),
    vendor: cleanText(vendor).replace(/^(?:ATA|0x[\da-f]+)$/i, ''),
    size: sectors === null ? null : sectors * SECTOR_BYTES,
    bus: busOf(name, path?.includes('/usb') === true ? 'usb' : '', sysfs),
    isRemovable: sysfs.removable === '1' || sysfs.cardType === 'SD',
    ...kindOf(name, sysfs.rotational, ''),
    serial: '',
    holdsData: entries?.some((entry) => isPartOf({ name: entry }, name)) === true ? true : null,
  };
}

async function kernelDisks(probe: Probe): Promise<Fact<DiskFacts>> {
  const names = await probe.list('/sys/block');
  if (names === null) {
    return unavailable('hidden', 'The system shows its disks neither in its list of block devices nor in the kernel.');
  }
  const candidates = await Promise.all([...names].sort().map((name) => sysfsCandidate(probe, name)));
  return known(decideDisks(candidates), '/sys/block');
}

/** Disks on Linux: the list of block devices with the kernel's own flags, and the kernel alone where that list is empty. */
export async function readLinuxDisks(probe: Probe): Promise<Fact<DiskFacts>> {
  const listed = await listedDisks(probe);
  if (listed.state === 'known') {
    return listed;
  }
  const fromKernel = await kernelDisks(probe);
  return fromKernel.state === 'known' ? fromKernel : listed;
}
