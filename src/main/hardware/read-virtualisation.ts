import type { Fact, VirtualisationFacts } from '#shared/domain/hardware/hardware-reading.ts';
import { readBoard } from './read-board.ts';
import { known, type Probe, unavailable } from './probe.ts';
import { asRecord, asRecords, cleanText, parseLines } from './sanitise.ts';

interface Evidence {
  readonly hypervisor: string | null;
  readonly reason: string;
}

/** Names that hypervisors write where a maker of real machines writes its own. */
const MAKER_PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/vmware/i, 'VMware'],
  [/virtualbox|innotek/i, 'VirtualBox'],
  [/\bxen\b|hvm domu/i, 'Xen'],
  [/microsoft corporation virtual machine|^virtual machine\b/i, 'Hyper-V'],
  [/parallels/i, 'Parallels'],
  [/\bbochs\b/i, 'Bochs'],
  [/\bbhyve\b/i, 'bhyve'],
  [/virtualmac|apple virtualization/i, 'Apple Virtualization'],
  [/\bqemu\b|\bkvm\b|openstack|rhev|ovirt|proxmox|\bseabios\b/i, 'KVM'],
  [/google compute engine|droplet|digitalocean|hetzner vserver|alibaba cloud ecs|cloud hypervisor|firecracker/i, 'KVM'],
];

function byMaker(text: string): Evidence | null {
  const match = MAKER_PATTERNS.find(([pattern]) => pattern.test(text));
  return match === undefined ? null : { hypervisor: match[1], reason: `The firmware names itself as ${match[1]}.` };
}

async function boardEvidence(probe: Probe): Promise<Evidence | null> {
  const board = await readBoard(probe);
  if (board.state === 'unavailable') {
    return null;
  }
  const { systemVendor, systemModel, boardVendor, biosVendor, biosVersion } = board.value;
  return (
    byMaker(`${systemVendor} ${systemModel}`.trim()) ?? byMaker(boardVendor) ?? byMaker(`${biosVendor} ${biosVersion}`)
  );
}

const CLOCKS = '/sys/devices/system/clocksource/clocksource0/available_clocksource';
const HYPERVISOR_CLOCKS: readonly (readonly [string, string])[] = [
  ['kvm-clock', 'KVM'],
  ['hyperv_clocksource', 'Hyper-V'],
  ['xen', 'Xen'],
];

/** A guest's kernel reads its hypervisor's clock, which tells the name where the firmware keeps silent. */
async function hypervisorByClock(probe: Probe): Promise<string | null> {
  const clocks = (await probe.readLine(CLOCKS)) ?? '';
  return HYPERVISOR_CLOCKS.find(([clock]) => clocks.includes(clock))?.[1] ?? null;
}

/** The control domain of Xen runs on the real machine although it sees the hypervisor. */
async function isXenControlDomain(probe: Probe): Promise<boolean> {
  return ((await probe.readText('/proc/xen/capabilities')) ?? '').includes('control_d');
}

async function linuxKernelEvidence(probe: Probe): Promise<Evidence | 'bare' | null> {
  if (/microsoft|wsl2/i.test(probe.kernelRelease)) {
    return { hypervisor: 'WSL', reason: 'It is a Linux inside Windows (WSL).' };
  }
  const [cpuInfo, hypervisorType, deviceTree] = await Promise.all([
    probe.readText('/proc/cpuinfo'),
    probe.readLine('/sys/hypervisor/type'),
    probe.readText('/proc/device-tree/hypervisor/compatible'),
  ]);
  if (await isXenControlDomain(probe)) {
    return 'bare';
  }
  if (hypervisorType !== null && hypervisorType !== '') {
    return {
      hypervisor: hypervisorType === 'xen' ? 'Xen' : hypervisorType,
      reason: 'The kernel runs under a hypervisor.',
    };
  }
  if (deviceTree !== null) {
    return { hypervisor: 'KVM', reason: 'The device tree names a hypervisor.' };
  }
  const flags = parseLines(cpuInfo ?? '', ':').get('flags');
  if (flags === undefined) {
    return null;
  }
  return flags.split(/\s+/).includes('hypervisor')
    ? { hypervisor: await hypervisorByClock(probe), reason: 'The processor reports that it runs under a hypervisor.' }
    : 'bare';
}

async function diskEvidence(probe: Probe): Promise<Evidence | null> {
  const answer = await probe.ask('diskLayout');
  const models = asRecords(answer.state === 'known' ? answer.value : null).map((disk) => cleanText(disk.name));
  const virtual = models.find((model) => /\bQEMU\b|VBOX HARDDISK|VMware Virtual/i.test(model));
  return virtual === undefined ? null : { hypervisor: null, reason: `It has a virtual disk (${virtual}).` };
}

/**
 * The library's own verdict counts only outside Linux: there it also takes a kernel message of a real host that can
 * run guests for a guest's, and the BIOS text of real boards for Virtual PC.
 */
async function libraryEvidence(probe: Probe): Promise<Evidence | null> {
  if (probe.platform === 'linux') {
    return null;
  }
  const answer = await probe.ask('system');
  const system = asRecord(answer.state === 'known' ? answer.value : null);
  const host = cleanText(system.virtualHost);
  return system.virtual === true && host !== 'Virtual PC'
    ? { hypervisor: host || null, reason: 'The system reports a virtual machine.' }
    : null;
}

/** A container image leaves its marker in the root folder; a machine started from such an image has a disk as its root. */
async function isInContainer(probe: Probe): Promise<boolean> {
  if (probe.platform !== 'linux') {
    return false;
  }
  const [root, run, manager, mounts] = await Promise.all([
    probe.list('/'),
    probe.list('/run'),
    probe.readLine('/run/systemd/container'),
    probe.readText('/proc/self/mounts'),
  ]);
  if (manager !== null && manager !== '' && !/wsl/i.test(manager)) {
    return true;
  }
  if (run?.includes('.containerenv') === true) {
    return true;
  }
  const rootMount = (mounts ?? '').split('\n').find((line) => line.split(' ')[1] === '/') ?? '';
  const isOwnDisk = /^\/dev\/\S+ \/ (?:ext4|ext3|xfs|f2fs) /.test(rootMount);
  return root?.includes('.dockerenv') === true && !isOwnDisk;
}

function verdict(evidence: Evidence | null, others: readonly (Evidence | null)[], inContainer: boolean) {
  if (evidence === null) {
    return { isVirtual: false, hypervisor: null, inContainer, reason: 'Nothing points to a hypervisor.' };
  }
  const named = [evidence, ...others].find((entry) => entry !== null && entry.hypervisor !== null);
  return { isVirtual: true, hypervisor: named?.hypervisor ?? null, inContainer, reason: evidence.reason };
}

/**
 * Whether this is a virtual machine, by what cannot be there on a real one: the processor's hypervisor flag, the names
 * in the firmware, the device tree, virtual disks. Source: docs/hardware.md#virtual-machines
 */
export async function readVirtualisation(probe: Probe): Promise<Fact<VirtualisationFacts>> {
  const [kernel, board, disk, library, inContainer] = await Promise.all([
    probe.platform === 'linux' ? linuxKernelEvidence(probe) : null,
    boardEvidence(probe),
    diskEvidence(probe),
    libraryEvidence(probe),
    isInContainer(probe),
  ]);
  const found = [kernel === 'bare' ? null : kernel, board, disk, library];
  const first = found.find((entry) => entry !== null) ?? null;
  const canTell = first !== null || kernel === 'bare' || (await readBoard(probe)).state === 'known';
  return canTell
    ? known(verdict(first, found, inContainer), 'firmware and kernel')
    : unavailable('hidden', 'The system hides both its processor flags and its firmware.');
}
