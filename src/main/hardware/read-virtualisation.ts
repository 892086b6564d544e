import type { Fact, VirtualisationFacts } from '#shared/contract/hardware/hardware-reading.ts';
import { isXenControlDomain } from './partial-resources.ts';
import { readBoard } from './read-board.ts';
import { containerReason } from './read-container.ts';
import { cpuFlags, known, oncePerReading, type Probe, unavailable, valueOf } from './probe.ts';
import { asRecord, asRecords, cleanText } from './sanitise.ts';
import { queryWindows } from './windows-query.ts';

interface Guest {
  readonly hypervisor: string | null;
  readonly reason: string;
}

/** Names that hypervisors and clouds put in place of a manufacturer. */
const GUEST_MAKERS: readonly (readonly [RegExp, string])[] = [
  [/vmware/i, 'VMware'],
  [/virtualbox|innotek|oracle.*virtual/i, 'VirtualBox'],
  [/\bxen\b|hvm domu/i, 'Xen'],
  [/microsoft corporation virtual machine|^virtual machine\b/i, 'Hyper-V'],
  [/parallels/i, 'Parallels'],
  [/\bbochs\b/i, 'Bochs'],
  [/\bbhyve\b/i, 'bhyve'],
  [/virtualmac|apple virtualization/i, 'Apple Virtualization'],
  [/nutanix.*\bahv\b|^nutanix\b(?! NX)/i, 'Nutanix AHV'],
  [/\bqemu\b|\bkvm\b|openstack|rhev|ovirt|proxmox|\bseabios\b|standard pc \(|dummy-virt/i, 'KVM'],
  [
    /google compute engine|droplet|digitalocean|hetzner vserver|alibaba cloud|cloud hypervisor|firecracker|amazon ec2(?!.*metal)|scaleway|upcloud|vultr|linode|akamai|exoscale|tencent cloud|huawei ?cloud|yandex|ovhcloud public|oraclecloud|crosvm|z3 cloud|ionos|gandi|cloudsigma|kubevirt|smartdc|joyent|ucloud|baidu cloud|jdcloud/i,
    'KVM',
  ],
];

/** Manufacturers of real machines and boards. A name in neither list proves nothing. */
const HARDWARE_MAKERS =
  /\b(?:dell|hp|hpe|hewlett|lenovo|ibm|fujitsu|fsc|super ?micro|asus|asustek|gigabyte|giga-byte|msi|micro-star|asrock|acer|intel|apple|samsung|toshiba|sony|lg electronics|huawei technologies|inspur|quanta|cisco|tyan|zotac|biostar|ecs|elitegroup|shuttle|foxconn|minisforum|beelink|azw|gmktec|topton|chuwi|protectli|qotom|framework|system76|tuxedo|razer|panasonic|medion|wortmann|terra|jginyue|huananzhi|machinist|aaeon|advantech|kontron|dfi|seco|pc engines|odroid|hardkernel|raspberry|clevo|notebook|positivo|lanner|wiwynn|zte|h3c|sugon|nec|hitachi|bull|sun microsystems|alienware|evga|pegatron|compal|wistron|colorful|maxsun|onda|aorus|nuc)\b/i;

/** Clouds whose real machines have the same name as their guests. */
const MIXED_CLOUDS =
  /google compute engine|alibaba cloud|oraclecloud|tencent cloud|huawei ?cloud|yandex|scaleway|ovhcloud|ionos|baidu cloud|jdcloud|ucloud/i;

function byMaker(text: string): Guest | null {
  const match = GUEST_MAKERS.find(([pattern]) => pattern.test(text));
  return match === undefined ? null : { hypervisor: match[1], reason: `The firmware names itself as ${match[1]}.` };
}

interface Firmware {
  readonly guest: Guest | null;
  /** The manufacturer of real machines named by the firmware, or "". */
  readonly maker: string;
  readonly isMixedCloud: boolean;
}

async function readMakers(probe: Probe): Promise<Firmware> {
  const [read, windows] = await Promise.all([readBoard(probe), queryWindows(probe)]);
  const reported = byMaker(`${cleanText(windows?.computer.Manufacturer)} ${cleanText(windows?.computer.Model)}`.trim());
  if (read.state === 'unavailable') {
    return { guest: reported, maker: '', isMixedCloud: false };
  }
  const { systemVendor, systemModel, boardVendor, biosVendor, biosVersion } = read.value;
  // Coreboot uses SeaBIOS on real machines too.
  const bios = /coreboot/i.test(biosVendor) ? '' : `${biosVendor} ${biosVersion}`;
  // VirtualBox can copy all names of its host except that of the board.
  const isCopied =
    /^oracle corporation$/i.test(boardVendor) && !/oracle|sun micro/i.test(systemVendor) && systemVendor !== '';
  const board = isCopied ? 'VirtualBox' : boardVendor;
  const guest = reported ?? byMaker(`${systemVendor} ${systemModel}`.trim()) ?? byMaker(board) ?? byMaker(bios);
  const named = systemVendor || boardVendor || systemModel;
  return {
    guest,
    maker: HARDWARE_MAKERS.test(named) ? named : '',
    isMixedCloud: MIXED_CLOUDS.test(`${systemVendor} ${systemModel}`),
  };
}

const CLOCKS = '/sys/devices/system/clocksource/clocksource0/available_clocksource';
const HYPERVISOR_CLOCKS: readonly (readonly [string, string])[] = [
  ['kvm-clock', 'KVM'],
  ['hyperv_clocksource', 'Hyper-V'],
  ['xen', 'Xen'],
];

/** A guest's kernel uses the clock of its hypervisor, whose name shows when the firmware does not. */
async function hypervisorByClock(probe: Probe): Promise<string | null> {
  const clocks = (await probe.readLine(CLOCKS)) ?? '';
  return HYPERVISOR_CLOCKS.find(([clock]) => clocks.includes(clock))?.[1] ?? null;
}

/** The result from the kernel: a guest, "bare" when the processor reports no hypervisor, `null` when undetermined. */
async function readKernel(probe: Probe): Promise<Guest | 'bare' | null> {
  if (/microsoft|wsl2/i.test(probe.runtime.kernelRelease)) {
    return { hypervisor: 'WSL', reason: 'It is a Linux inside Windows (WSL).' };
  }
  const [flags, hypervisorType, deviceTree, virtio, vmbus] = await Promise.all([
    cpuFlags(probe),
    probe.readLine('/sys/hypervisor/type'),
    probe.readText('/proc/device-tree/hypervisor/compatible'),
    probe.list('/sys/bus/virtio/devices'),
    probe.list('/sys/bus/vmbus/devices'),
  ]);
  if (await isXenControlDomain(probe)) {
    return 'bare';
  }
  if (hypervisorType !== null && hypervisorType !== '') {
    const hypervisor = hypervisorType === 'xen' ? 'Xen' : hypervisorType;
    return { hypervisor, reason: 'The kernel runs under a hypervisor.' };
  }
  if (deviceTree !== null) {
    return { hypervisor: 'KVM', reason: 'The device tree names a hypervisor.' };
  }
  if (flags?.has('hypervisor') === true) {
    const hypervisor = await hypervisorByClock(probe);
    return { hypervisor, reason: 'The processor reports that it runs under a hypervisor.' };
  }
  if ((virtio ?? []).length > 0 || (vmbus ?? []).length > 0) {
    return { hypervisor: null, reason: 'It has devices that only a hypervisor gives.' };
  }
  return flags === null ? null : 'bare';
}

async function readDisk(probe: Probe): Promise<Guest | null> {
  const answers = await Promise.all([probe.ask('diskLayout'), probe.ask('blockDevices')]);
  const models = answers
    .flatMap((answer) => asRecords(valueOf(answer)))
    .flatMap((disk) => [cleanText(disk.name), cleanText(disk.model)]);
  const virtual = models.find((model) => /\bQEMU\b|VBOX HARDDISK|VMware Virtual/i.test(model));
  return virtual === undefined ? null : { hypervisor: null, reason: `It has a virtual disk (${virtual}).` };
}

/**
 * The library mistakes the BIOS text of some real boards for Virtual PC, and on Linux a message of a host for that of a
 * guest.
 */
async function readLibrary(probe: Probe): Promise<Guest | null> {
  if (probe.platform === 'linux') {
    return null;
  }
  const system = asRecord(valueOf(await probe.ask('system')));
  const host = cleanText(system.virtualHost);
  return system.virtual === true && host !== 'Virtual PC'
    ? { hypervisor: host || null, reason: 'The system reports a virtual machine.' }
    : null;
}

/** Whether Windows sees a hypervisor, which is also true of Hyper-V's host; `null` when neither source tells. */
async function windowsHypervisor(probe: Probe): Promise<boolean | null> {
  const present = (await queryWindows(probe))?.computer.HypervisorPresent;
  if (typeof present === 'boolean') {
    return present;
  }
  const { hypervizor: seen } = asRecord(valueOf(await probe.ask('osInfo')));
  return typeof seen === 'boolean' ? seen : null;
}

/** macOS: its own report, otherwise the processor's flags. Unofficial guests use the names of real Macs. */
async function readMac(probe: Probe): Promise<Guest | 'bare' | null> {
  const [present, cpu] = await Promise.all([probe.run('sysctl', ['-n', 'kern.hv_vmm_present']), probe.ask('cpu')]);
  const flags = cleanText(asRecord(valueOf(cpu)).flags);
  if (present?.trim() === '1' || /\bvmm\b/i.test(flags)) {
    return { hypervisor: null, reason: 'The processor reports that it runs under a hypervisor.' };
  }
  return present?.trim() === '0' || flags !== '' ? 'bare' : null;
}

/** What the system itself reports of a hypervisor. */
async function readSystem(probe: Probe): Promise<Guest | 'bare' | null> {
  switch (probe.platform) {
    case 'linux':
      return readKernel(probe);
    case 'darwin':
      return readMac(probe);
    default:
      return null;
  }
}

/**
 * The evidence for a real machine, or `null`: the absence of a hypervisor's traces proves nothing. A guest may have the
 * name of its host's manufacturer, so that name counts only on ARM, whose processors do not report a hypervisor.
 */
async function realMachineReason(probe: Probe, system: Guest | 'bare' | null, maker: string): Promise<string | null> {
  if (system === 'bare') {
    return 'The processor reports no hypervisor.';
  }
  if (probe.platform === 'win32' && (await windowsHypervisor(probe)) === false) {
    return 'Windows reports no hypervisor.';
  }
  const isArm = probe.platform !== 'win32' && probe.architecture === 'arm64';
  return isArm && maker !== '' ? `The firmware names a maker of real machines (${maker}).` : null;
}

async function findVirtualisation(probe: Probe): Promise<Fact<VirtualisationFacts>> {
  const [system, firmware, disk, library, container] = await Promise.all([
    readSystem(probe),
    readMakers(probe),
    readDisk(probe),
    readLibrary(probe),
    containerReason(probe),
  ]);
  // The processor reports no hypervisor, but the name is used for guests and real machines alike.
  const isOpen = system === 'bare' && firmware.isMixedCloud;
  const guests = [system === 'bare' ? null : system, isOpen ? null : firmware.guest, disk, library].filter(
    (guest) => guest !== null,
  );
  const [guest] = guests;
  const source = 'firmware and kernel';
  const containerFacts = {
    inContainer: container !== null,
    containerReason: container ?? 'No container manager has left a trace.',
  };
  if (guest !== undefined) {
    const hypervisor = guests.find((other) => other.hypervisor !== null)?.hypervisor ?? null;
    return known({ isVirtual: true, hypervisor, ...containerFacts, reason: guest.reason }, source);
  }
  const reason = isOpen ? null : await realMachineReason(probe, system, firmware.maker);
  return reason === null
    ? unavailable('hidden', 'Nothing proves a real machine, and nothing points to a hypervisor.')
    : known({ isVirtual: false, hypervisor: null, ...containerFacts, reason }, source);
}

/**
 * Whether this is a virtual machine. Both results require evidence: for a guest, the processor's flag, a name in the
 * firmware or a virtual device; for a real machine, a processor or system that reports no hypervisor, or on ARM the
 * manufacturer. Source: docs/hardware.md#virtual-machines
 */
export const readVirtualisation = oncePerReading(findVirtualisation);
