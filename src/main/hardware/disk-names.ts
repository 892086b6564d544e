import type { LeftOutCode } from '#shared/contract/hardware/hardware-reading.ts';

/** Why a listed device is not a disk of this machine. */
export interface LeftOutReason {
  readonly code: LeftOutCode;
  readonly because: string;
}

export const LEFT_OUT = {
  removable: { code: 'removable', because: 'The system marks it as removable, so the grid does not count it.' },
  usb: { code: 'usb', because: 'A USB disk can be unplugged, so the grid does not count it.' },
  network: { code: 'network', because: 'It is reached over a network, so it is not a disk of this machine.' },
  virtual: { code: 'virtual', because: 'It exists in software only, so it is not a disk of this machine.' },
  mapped: { code: 'mapped', because: 'It is made of disks that are already counted.' },
  partition: { code: 'partition', because: 'It is a part of a disk that is already counted.' },
  duplicate: { code: 'duplicate', because: 'It is a second path to a disk already counted.' },
  optical: { code: 'optical', because: 'An optical drive does not count.' },
  empty: { code: 'empty', because: 'It has no size: an empty slot or an unused device.' },
  nonsense: { code: 'nonsense', because: 'The system gave a size that no disk has.' },
} as const satisfies Record<string, LeftOutReason>;

/** Linux names of block devices that are not disks. Source: Documentation/admin-guide/devices.txt */
const NON_DISK_NAMES: readonly (readonly [RegExp, LeftOutReason])[] = [
  [/^loop\d/, { code: 'loop', because: 'A loop device is a file on a disk that is already counted.' }],
  [/^(?:z?ram|pmem|zd_ram|ps3vram|xpram)\d/, { code: 'ram', because: 'A disk in memory is not a disk.' }],
  [/^(?:sr|cdrom|scd|pcd|pktcdvd|gdrom)\d?/, LEFT_OUT.optical],
  [/^(?:fd|pf|pd|swim)\d/, { code: 'removable', because: 'A floppy drive does not count.' }],
  [
    /^(?:mspblk|msblk|memstick|xd_?card|ub[a-z]$)/,
    { code: 'removable', because: 'A memory card can be taken out, so the grid does not count it.' },
  ],
  [
    /^(?:nbd|rnbd|rbd|drbd|vrbd|etherd|aoe|dnbd|sheepdog|vitastor|storpool|sp-|scini|oss)/,
    { code: 'network', because: 'A network block device is a disk of another machine.' },
  ],
  [/^(?:dm-|md|bcache|zd\d|device-mapper|cachedev|veracrypt|vxd|VxDMP|VxVM|rapiddisk)/, LEFT_OUT.mapped],
  [
    /^(?:mtdblock|mtdblock_ro|ubiblock|mtd|ftl|nftl|inftl|rfd)/,
    { code: 'virtual', because: 'A flash chip of the firmware is not a disk.' },
  ],
  [/^(?:null|nullb|ublk|ublkb|zloop|scsi_debug|vduse|simdisk|ubd|dcssblk|blk_test|brd)/, LEFT_OUT.virtual],
  [/^mmcblk\d+(?:boot|rpmb|gp)\d*$/, LEFT_OUT.partition],
  [/^nvme\d+c\d+n\d+$/, LEFT_OUT.duplicate],
];

/** Names of whole disks; a name in neither list may be anything. */
const DISK_NAMES =
  /^(?:[shv]d[a-z]+|xvd[a-z]+|nvme\d+n\d+|mmcblk\d+|dasd[a-z]+|rssd[a-z]+|fio[a-z]+|(?:cciss|ida|rd)[!/]c\d+d\d+|disk\d+|PHYSICALDRIVE\d+)$/;

/** Why a device with this name is not a disk, or `null`. */
export function nonDiskReason(name: string): LeftOutReason | null {
  return NON_DISK_NAMES.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

/** Whether only disks have names of this form. */
export function hasDiskName(name: string): boolean {
  return DISK_NAMES.test(name);
}

const RAID_NAMES =
  /\bPERC\b|\bP?RAID|RAID\d*\b|MegaR|ServeR|Smart ?Array|Logical[ _-]?(?:Vol|Dr|Disk|Unit)|\b(?:LSI|AVAGO|BROADCOM) MR|\bMR\d{3,4}|\b(?:Adaptec|Areca|AMCC|3ware|HPT|HighPoint|ICP|ServerWorks)\b|\bASR-?\d{3,5}|\bARC-?\d{4}|-VOL\b|\bVOL(?:UME)?[#_ -]?\d|\bVD\b|\bVD[_ ]?\d|VIRTUAL DR|\b(?:SMC|AOC-S?)(?:2|3)\d{3}|\b9[5-7][05]0(?:S[EX]?|-\d+i)|\bRM?S\d[A-Z]{2}\d{3}|\bRM[ST]\d[A-Z]{2}\d{3}|\bUCSC?-|\bBOSS\b|DELLBOSS|\bSAS[23]1?[0-9]08\b|Storage Space|\bNS204|M\.2.*(?:VD|Mirror)|\bRR\d{4}|SuperTrak|FastTrak|\bP[2-8][1-4]\di?[a-z]?\b.*(?:HP|SMART)|\bCP\d00i|\bEP[45]\d0i|\bD2[56]\d{2}\b|\bJMB39|\bJMicron\b|Marvell_NVMe|NVIDIA +(?:STRIPE|MIRROR)|\b[79][34]0-(?:8|16)i/i;
const PHYSICAL_NAMES =
  /^(?:ATA +)?(?:Samsung|MZ[A-Z\d]{5}|WDC?[ _]|WD\d|WU[HS]\d|H[UT][HSCA]\d|HGST|Hitachi H|HD[ST]\d|ST\d{3,}|SEAGATE|TOSHIBA|KIOXIA|MG\d{2}|MK\d{4}|DT01|THNS|INTEL SSD|SSDSC|SSDPE|MICRON|MTFD|CRUCIAL|CT\d{3,}|KINGSTON|SanDisk|SDSS|PNY|ADATA|SU\d{3}|Patriot|Corsair|OCZ|PLEXTOR|PX-|LITE-?ON|SK ?hynix|HFS\d|TRANSCEND|TS\d+G|APACER|SPCC|TEAM|T253|GIGABYTE|GOODRAM|LEXAR|NETAC|KINGSPEC|INTENSO|VERBATIM|FUJITSU M|MAXTOR|SOLIDIGM|SSSTC|APPLE (?:SSD|HDD)|FORESEE|BIWIN|Mushkin|SDL[FL]|AL1[345]S|PX0\d|K[PRC][MD]\d|XS\d{3}|[XZ]A\d{3}|SATADOM|SuperMicro SSD|INNODISK|(?:M4|C300)-CT|DELL\(tm\)|[DEMVL][A-Z]\d{4,6}[A-Z]{5})/i;
const VIRTUAL_NAMES =
  /\bQEMU\b|VBOX|VMware|\bVirtual (?:disk|HD|S)\b|\bMsft\b|Microsoft Virtual|Amazon (?:Elastic|EC2)|\bnvme_card|PersistentDisk|EphemeralDisk|Google|Parallels|Prl Virtual|\bXen(?:Source)?\b|Nutanix|BHYVE|Red Hat VirtIO|\bVirtIO\b|BlockVolume|OracleCloud|PVDISK|Alibaba Cloud|Microsoft NVMe Direct|MSFT NVMe/i;
const NETWORK_NAMES =
  /\biSCSI\b|LIO-ORG|VIRTUAL-DISK|\bLUN\b|EQLOGIC|100E-00|COMPELNT|FlashArray|\bNimble\b|SYMMETRIX|^DGC\b|^IBM 2145|3PARdata|INFINIDAT|NFINIDAT|^SYNOLOGY|^QNAP|(?:True|Free)NAS|OPEN-V|powerstore|NetApp|ONTAP|XtremIO|XtremApp|\bMSA \d{4}|\bME4\d{3}|\bDS-Volume|ETERNUS|Oracle SSM|^Linux$/i;

/** External disks also have a manufacturer's name; where the transport is unknown, nothing else identifies them. */
const EXTERNAL_NAMES =
  /\b(?:Elements|My ?(?:Passport|Book)|easystore|Expansion|Portable|Backup\+?|One Touch|Ultra Touch|FreeAgent|GoFlex|Cruzer|Flash ?(?:Disk|Drive)|DataTraveler|External|USB\d?|Store ?Jet|Rugged|Canvio|DT microDuo|MassStorage|Mass Storage|STORAGE DEVICE|Card ?Reader)\b/i;

interface NamedDisk {
  readonly vendor: string;
  readonly model: string;
}

const join = ({ vendor, model }: NamedDisk) => `${vendor} ${model}`.trim();

/** Whether the name was given by a RAID controller or its driver. */
export const hasRaidName = (device: NamedDisk) => RAID_NAMES.test(join(device));
/** Whether the name was given by a disk manufacturer. */
export const hasPhysicalName = (device: NamedDisk) =>
  !hasRaidName(device) &&
  !EXTERNAL_NAMES.test(join(device)) &&
  (/^ATA$/i.test(device.vendor) || PHYSICAL_NAMES.test(device.model) || PHYSICAL_NAMES.test(join(device)));
/** Whether the name was given by a hypervisor. */
export const hasVirtualName = (device: NamedDisk) => VIRTUAL_NAMES.test(join(device));
/** Whether the name was given by a storage server. */
export const hasNetworkName = (device: NamedDisk) => NETWORK_NAMES.test(join(device));
