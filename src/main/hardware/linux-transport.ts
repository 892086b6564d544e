import type { Finding, Transport } from './disk-rules.ts';
import type { Probe } from './probe.ts';

/**
 * The position of a device in the sysfs tree shows how it is attached. The first match wins: iSCSI over USB is a
 * network disk.
 */
const PATHS: readonly (readonly [RegExp, Transport])[] = [
  [/\/session\d+\/|\/rport-|\/nvme-fabrics\/|\/ctlr_\d/, 'network'],
  [/\/usb\d+\//, 'usb'],
  [/\/fw\d+|\/firewire|\/pcmcia/, 'removable'],
  [/\/end_device-/, 'sas'],
  [/\/port-\d+:\d+\/target/, 'network'],
  [/\/virtio\d+\//, 'virtio'],
  [/VMBUS|vmbus/i, 'hypervisor'],
  [/\/vbd-\d|\/xen/, 'xen'],
  [/\/mmc_host\//, 'mmc'],
  [/\/ata\d+\//, 'sata'],
  [/\/nvme\/nvme\d|\/nvme-subsystem\//, 'nvme'],
  [/\.ufs(?:hc|hci)?\/|\/ufshcd/, 'ufs'],
  [/^\/sys\/devices\/(?:virtual|pseudo_|.*tcm_loop)/, 'virtual'],
];

const DRIVERS: readonly (readonly [RegExp, Transport])[] = [
  [/iscsi|^ib_(?:iser|srp)|^lpfc|^qla\d|^fnic|^zfcp|^bfa|^bnx2|^qed[if]|^cxgb\di|^libfc|^fcoe|^efct/, 'network'],
  [/^(?:usb-storage|uas|ums-)/, 'usb'],
  [/^sbp2/, 'removable'],
  [/^virtio/, 'virtio'],
  [/storvsc|^vmw_pvscsi|^ibmvscsi/, 'hypervisor'],
  [/^xen/, 'xen'],
  [/^(?:scsi_debug|tcm_loop)/, 'virtual'],
  [/^(?:ahci|ata_|sata_|pata_)/, 'sata'],
  [/^ufs/, 'ufs'],
];

const RAID_DRIVERS =
  /^(?:megaraid|megasas|aacraid|hpsa|smartpqi|cciss|arcmsr|3w-|ips$|gdth|dpt|hptiop|rr\d|stex|mvumi|esas2r|pmcraid|ipr$|DAC960|myr[bs]|atp870u|bcm_vk)/;

/** The names of buses in lsblk and the library. */
const BUS_NAMES: Readonly<Record<string, Transport>> = {
  nvme: 'nvme',
  pcie: 'nvme',
  sata: 'sata',
  ata: 'sata',
  sas: 'sas',
  scsi: 'scsi',
  spi: 'scsi',
  virtio: 'virtio',
  xen: 'xen',
  vmbus: 'hypervisor',
  raid: 'raid',
  spaces: 'spaces',
  mmc: 'mmc',
  usb: 'usb',
  sd: 'removable',
  sbp: 'removable',
  ieee1394: 'removable',
  iscsi: 'network',
  fc: 'network',
  fcoe: 'network',
  srp: 'network',
  nbd: 'network',
  tcp: 'network',
  rdma: 'network',
  'fibre channel': 'network',
  smb: 'network',
};

/** The transport for the name of a bus; unknown for an unknown name. */
export function transportNamed(bus: string): Transport {
  return BUS_NAMES[bus.toLowerCase()] ?? '';
}

/** The sysfs folder of a block device. */
export function blockFolder(name: string): string {
  return `/sys/block/${name.replaceAll('/', '!')}`;
}

/**
 * How an NVMe namespace is attached: by its controller, or by the controllers of its subsystem. A subsystem without
 * controllers may belong to a storage server; kernels too old to report transports have no subsystems.
 */
async function readNvme(probe: Probe, folder: string, path: string): Promise<Transport> {
  if (PATHS[0]?.[0].test(path) === true) {
    return 'network';
  }
  const names = (await probe.list(`${folder}/device`)) ?? [];
  const controllers = names.filter((name) => /^nvme\d+$/.test(name));
  const lines = await Promise.all(
    ['', ...controllers.map((name) => `/${name}`)].map((name) => probe.readLine(`${folder}/device${name}/transport`)),
  );
  const transports = lines.filter((transport) => transport !== null);
  if (transports.some((transport) => transport !== 'pcie')) {
    return 'network';
  }
  return transports.length === 0 && path.includes('/nvme-subsystem/') ? '' : 'nvme';
}

/** Memory cards and eMMC share one driver; the type of the card and its boot partitions distinguish them. */
function mmcTransport(cardType: string | null, name: string, devices: readonly string[]): Transport {
  if (cardType === 'MMC' || (cardType === null && devices.includes(`${name}boot0`))) {
    return 'mmc';
  }
  return cardType === null ? '' : 'removable';
}

function byName(name: string): Transport {
  return /^vd[a-z]/.test(name)
    ? 'virtio'
    : /^xvd[a-z]/.test(name)
      ? 'xen'
      : /^(?:cciss|ida|rd)[!/]/.test(name)
        ? 'raid'
        : '';
}

const NO_LEVEL: Finding = { is: false, because: 'The kernel reports that it is no RAID volume.' };
const HAS_LEVEL: Finding = { is: true, because: 'The kernel reports its RAID level.' };
const RAID_DRIVER: Finding = { is: true, because: 'Its driver is that of a RAID controller.' };

/** How a disk is attached, and whether its controller is a RAID controller that does not pass it through. */
export interface Attachment {
  readonly transport: Transport;
  readonly raid: Finding | null;
}

/** The kernel marks devices behind an external port, such as a Thunderbolt enclosure. */
async function isExternal(probe: Probe, path: string | null): Promise<boolean> {
  const device = /^\S*\/[\da-f]{4}:[\da-f]{2}:[\da-f]{2}\.[\da-f](?=\/)/i.exec(path ?? '')?.[0];
  return device !== undefined && (await probe.readLine(`${device}/removable`)) === 'removable';
}

/** The evidence that a disk is not hidden by a RAID controller. */
export const PASSED_THROUGH: Finding = {
  is: false,
  because: 'The disk itself answers with the name or the identifier of its maker.',
};

/**
 * Determines how a disk is attached: by its position in the sysfs tree, then by its driver, then by the bus that lsblk
 * reports.
 * @param devices names of all block devices
 */
export async function readAttachment(
  probe: Probe,
  name: string,
  listedBus: string,
  devices: readonly string[],
  isPassedThrough: boolean,
): Promise<Attachment> {
  const folder = blockFolder(name);
  const path = await probe.realPath(folder);
  if (await isExternal(probe, path)) {
    return { transport: 'removable', raid: null };
  }
  if (name.startsWith('nvme')) {
    return { transport: await readNvme(probe, folder, path ?? ''), raid: null };
  }
  if (name.startsWith('mmcblk')) {
    return { transport: mmcTransport(await probe.readLine(`${folder}/device/type`), name, devices), raid: null };
  }
  const host = /\/host(\d+)\//.exec(path ?? '')?.[1];
  const [driver, level] = await Promise.all([
    host === undefined ? null : probe.readLine(`/sys/class/scsi_host/host${host}/proc_name`),
    probe.readLine(`${folder}/device/raid_level`),
  ]);
  const transport =
    PATHS.find(([pattern]) => pattern.test(path ?? ''))?.[1] ??
    DRIVERS.find(([pattern]) => pattern.test(driver ?? ''))?.[1] ??
    (transportNamed(listedBus) || byName(name));
  if (level !== null && level !== '') {
    return { transport, raid: /^N\/?A$/i.test(level) ? NO_LEVEL : HAS_LEVEL };
  }
  const isRaid = RAID_DRIVERS.test(driver ?? '');
  return { transport, raid: isRaid ? (isPassedThrough ? PASSED_THROUGH : RAID_DRIVER) : null };
}
