import type { DiskFacts, Fact } from '#shared/contract/hardware/hardware-reading.ts';
import { LEFT_OUT } from './disk-names.ts';
import { type DiskCandidate, decideDisks, type Transport } from './disk-rules.ts';
import { transportNamed } from './linux-transport.ts';
import { known, type Probe, unavailable } from './probe.ts';
import { asRecords, cleanText, positiveWhole } from './sanitise.ts';

type Row = Readonly<Record<string, unknown>>;

const BUSES: readonly (readonly [RegExp, Transport])[] = [
  [/usb/i, 'usb'],
  [/disk image|virtual/i, 'virtual'],
  [/fire ?wire|thunderbolt|secure digital|\bsd\b|card/i, 'removable'],
  [/fibre|iscsi|network/i, 'network'],
  [/apple fabric|nvm|pci/i, 'nvme'],
];

function transportOf(bus: string): Transport {
  return BUSES.find(([pattern]) => pattern.test(bus))?.[1] ?? transportNamed(bus);
}

function mediumOf(type: string): Pick<DiskCandidate, 'medium' | 'mediumReason'> {
  if (type === 'SSD' || type === 'NVMe') {
    return { medium: 'ssd', mediumReason: 'macOS reports a solid-state medium.' };
  }
  return type === 'HD' || type === 'HDD'
    ? { medium: 'hdd', mediumReason: 'macOS reports a rotating medium.' }
    : { medium: null, mediumReason: 'macOS does not say whether its medium rotates.' };
}

const BASE = {
  raid: { is: false, because: 'Macs have no RAID controllers for their own disks.' },
  uniqueId: '',
  data: { is: null, because: 'macOS does not show whether it holds data.' },
} as const;

/** The library gives an external disk the name of its bus as type. */
function fromLayout(layout: Row): DiskCandidate {
  const type = cleanText(layout.type);
  const isInternal = ['NVMe', 'SSD', 'HD'].includes(type);
  const transport = transportOf(`${cleanText(layout.interfaceType)}${isInternal ? '' : ` ${type}`}`);
  return {
    ...BASE,
    name: cleanText(layout.device).replace(/^\/dev\//, ''),
    model: cleanText(layout.name),
    vendor: cleanText(layout.vendor),
    size: layout.size,
    transport: isInternal && type === 'NVMe' ? 'nvme' : transport,
    isRemovable: !isInternal,
    leftOut: isInternal || transport === 'usb' ? null : LEFT_OUT.removable,
    ...mediumOf(type),
    serial: cleanText(layout.serialNum),
  };
}

/** The library calls every disk virtual. A smaller one with another's model is a container on it, not a disk. */
function fromBlock(block: Row, blocks: readonly Row[]): DiskCandidate {
  const model = cleanText(block.model);
  const size = positiveWhole(block.size, Number.MAX_SAFE_INTEGER) ?? 0;
  const isContainer = blocks.some(
    (other) => cleanText(other.model) === model && (positiveWhole(other.size, Number.MAX_SAFE_INTEGER) ?? 0) > size,
  );
  const isRemovable = block.removable === true || block.physical === 'CD/DVD';
  // SSD is reported, HDD is what the library writes where nothing was.
  const medium = block.physical === 'SSD' ? 'SSD' : '';
  return {
    ...BASE,
    name: cleanText(block.name).replace(/^\/dev\//, ''),
    model,
    vendor: '',
    size: block.size,
    transport: transportOf(cleanText(block.protocol)),
    isRemovable,
    leftOut: isContainer ? LEFT_OUT.mapped : isRemovable ? LEFT_OUT.removable : null,
    ...mediumOf(medium),
    serial: '',
  };
}

async function readRows(probe: Probe, call: 'blockDevices' | 'diskLayout'): Promise<Fact<readonly Row[]>> {
  const answer = await probe.ask(call);
  return answer.state === 'known' ? known(asRecords(answer.value), answer.source) : answer;
}

/** Disks on macOS: by the system's report, or by the list of block devices where the report does not come. */
export async function readMacDisks(probe: Probe): Promise<Fact<DiskFacts>> {
  const layouts = await readRows(probe, 'diskLayout');
  if (layouts.state === 'known' && layouts.value.length > 0) {
    return known(decideDisks(layouts.value.map(fromLayout)), layouts.source);
  }
  const answer = await readRows(probe, 'blockDevices');
  const blocks =
    answer.state === 'known' ? answer.value.filter((block) => /^(?:\/dev\/)?disk\d+$/.test(cleanText(block.name))) : [];
  if (blocks.length > 0) {
    return known(decideDisks(blocks.map((block) => fromBlock(block, blocks))), 'systeminformation blockDevices()');
  }
  return layouts.state === 'unavailable' ? layouts : unavailable('hidden', 'The system lists no disks to this user.');
}
