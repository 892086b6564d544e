import type { DiskFacts, Fact } from '#shared/domain/hardware/hardware-reading.ts';
import { type DiskCandidate, decideDisks } from './disk-rules.ts';
import { readLinuxDisks } from './linux-disks.ts';
import { known, type Probe, unavailable } from './probe.ts';
import { asRecords, cleanText } from './sanitise.ts';

type Listed = Readonly<Record<string, unknown>>;
type Kind = Pick<DiskCandidate, 'kind' | 'kindReason'>;

/** What Windows calls the bus when its storage service has not spoken: then the medium is a guess of the library. */
const WINDOWS_GUESSED_BUSES = new Set(['scsi', 'ide', 'hdc', '1394']);

function windowsKind(type: string, bus: string): Kind {
  if (bus === 'nvme') {
    return { kind: 'ssd', kindReason: 'NVMe is always solid state.' };
  }
  if (type === 'SSD' || type === 'SCM') {
    return { kind: 'ssd', kindReason: 'Windows reports a solid-state medium.' };
  }
  if (type === 'HD' && !WINDOWS_GUESSED_BUSES.has(bus)) {
    return { kind: 'hdd', kindReason: 'Windows reports a rotating medium.' };
  }
  return { kind: 'unknown', kindReason: 'Windows does not say whether its medium rotates.' };
}

function windowsCandidate(layout: Listed): DiskCandidate {
  const bus = cleanText(layout.interfaceType).toLowerCase();
  return {
    name: cleanText(layout.device).replace(/^\\\\\.\\/, ''),
    model: cleanText(layout.name),
    vendor: cleanText(layout.vendor),
    size: layout.size,
    bus,
    isRemovable: bus === 'sd' || bus === 'file backed virtual',
    ...windowsKind(cleanText(layout.type), bus),
    serial: cleanText(layout.serialNum),
    holdsData: null,
  };
}

function macKind(type: string): Kind {
  if (type === 'NVMe') {
    return { kind: 'ssd', kindReason: 'NVMe is always solid state.' };
  }
  if (type === 'SSD') {
    return { kind: 'ssd', kindReason: 'macOS reports a solid-state medium.' };
  }
  return type === 'HD'
    ? { kind: 'hdd', kindReason: 'macOS reports a rotating medium.' }
    : { kind: 'unknown', kindReason: 'macOS does not say whether its medium rotates.' };
}

/** macOS gives an external disk the name of its bus as type. */
function macCandidate(layout: Listed): DiskCandidate {
  const type = cleanText(layout.type);
  const isExternal = !['NVMe', 'SSD', 'HD'].includes(type);
  const bus = cleanText(layout.interfaceType).toLowerCase();
  return {
    name: cleanText(layout.device).replace(/^\/dev\//, ''),
    model: cleanText(layout.name),
    vendor: cleanText(layout.vendor),
    size: layout.size,
    bus: bus.includes('usb') ? 'usb' : bus,
    isRemovable: isExternal,
    ...macKind(type),
    serial: cleanText(layout.serialNum),
    holdsData: null,
  };
}

function macBlockCandidate(block: Listed): DiskCandidate {
  const physical = cleanText(block.physical);
  const bus = cleanText(block.protocol).toLowerCase();
  return {
    name: cleanText(block.name),
    model: cleanText(block.model),
    vendor: '',
    size: block.size,
    bus: bus.includes('usb') ? 'usb' : bus,
    isRemovable: block.removable === true || physical === 'CD/DVD',
    ...macKind(physical === 'SSD' ? 'SSD' : ''),
    serial: cleanText(block.serial),
    holdsData: null,
  };
}

async function macBlocks(probe: Probe): Promise<readonly DiskCandidate[]> {
  const answer = await probe.ask('blockDevices');
  return asRecords(answer.state === 'known' ? answer.value : null)
    .filter((block) => block.type === 'disk')
    .map(macBlockCandidate);
}

async function readLayout(probe: Probe, toCandidate: (layout: Listed) => DiskCandidate): Promise<Fact<DiskFacts>> {
  const answer = await probe.ask('diskLayout');
  const listed = asRecords(answer.state === 'known' ? answer.value : null).map(toCandidate);
  if (listed.length > 0) {
    return known(decideDisks(listed), 'systeminformation diskLayout()');
  }
  const blocks = probe.platform === 'darwin' ? await macBlocks(probe) : [];
  if (blocks.length > 0) {
    return known(decideDisks(blocks), 'systeminformation blockDevices()');
  }
  return answer.state === 'unavailable' ? answer : unavailable('hidden', 'The system lists no disks to this user.');
}

function withRaidDoubt(facts: DiskFacts): DiskFacts {
  const disks = facts.disks.map((disk) =>
    disk.behindRaid
      ? { ...disk, kindReason: `${disk.kindReason} A RAID controller answers for the disks behind it.` }
      : disk,
  );
  return { ...facts, disks };
}

/**
 * Every disk that counts, with its kind by rotation and the reason for it, and what was left out and why.
 * Source: docs/hardware.md#disks
 */
export async function readDisks(probe: Probe): Promise<Fact<DiskFacts>> {
  const facts =
    probe.platform === 'linux'
      ? await readLinuxDisks(probe)
      : await readLayout(probe, probe.platform === 'darwin' ? macCandidate : windowsCandidate);
  return facts.state === 'known' ? known(withRaidDoubt(facts.value), facts.source) : facts;
}
