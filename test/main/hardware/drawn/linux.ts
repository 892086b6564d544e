import * as fc from 'fast-check';
import { machineRecording } from '../recordings.ts';
import type { DrawnMachine } from './truth.ts';

const SECTOR = 512;
const CORES = 8;
const MEMORY_BYTES = 2 ** 34;
/** The kernel marks what hangs on a port that leads out of the machine. */
const REMOVABLE = '/sys/devices/pci0000:00/0000:05:00.0/removable';
const PCI = '/sys/devices/pci0000:00/0000:00:17.0';

/** How a disk can be attached: where the kernel shows it, the driver of its host, and whether it counts. */
const ATTACHMENTS = {
  sata: { path: `${PCI}/ata1/host0/target0:0:0/0:0:0:0`, driver: 'ahci', bus: 'sata', counts: true },
  sas: { path: `${PCI}/host0/port-0:0/end_device-0:0/target0:0:0/0:0:0:0`, driver: 'mpt3sas', counts: true },
  megaraid: { path: `${PCI}/host0/target0:2:0/0:2:0:0`, driver: 'megaraid_sas', counts: true, isRaid: true },
  hpsa: { path: `${PCI}/host0/scsi_host/host0/target0:1:0/0:1:0:0`, driver: 'hpsa', counts: true, isRaid: true },
  smartpqi: { path: `${PCI}/host0/target0:1:0/0:1:0:0`, driver: 'smartpqi', counts: true, isRaid: true },
  smartpqiVolume: {
    path: `${PCI}/host0/target0:1:0/0:1:0:0`,
    driver: 'smartpqi',
    level: 'RAID-1(1+0)',
    counts: true,
    isRaid: true,
  },
  smartpqiDisk: {
    path: `${PCI}/host0/port-0:0/end_device-0:0/target0:0:0/0:0:0:0`,
    driver: 'smartpqi',
    level: 'N/A',
    counts: true,
  },
  aacraid: { path: `${PCI}/host0/target0:0:0/0:0:0:0`, driver: 'aacraid', counts: true, isRaid: true },
  mptRaid: {
    path: `${PCI}/host0/target0:1:0/0:1:0:0`,
    driver: 'mpt3sas',
    level: 'raid1',
    counts: true,
    isRaid: true,
  },
  unknownCard: { path: `${PCI}/host0/target0:0:0/0:0:0:0`, driver: 'newraid', counts: true, isRaid: true },
  nvme: { path: `${PCI}/nvme/nvme0`, driver: '', counts: true, isNvme: true },
  usb: { path: `${PCI}/usb2/2-1/host6/target6:0:0/6:0:0:0`, driver: 'uas', bus: 'usb', counts: false },
  usbOfFirmware: {
    path: `/sys/devices/platform/soc/xhci/usb1/1-1/host6/target6:0:0/6:0:0:0`,
    driver: 'usb-storage',
    counts: false,
  },
  iscsi: { path: '/sys/devices/platform/host6/session1/target6:0:0/6:0:0:0', driver: 'iscsi_tcp', counts: false },
  fibre: { path: `${PCI}/host1/rport-1:0-0/target1:0:0/1:0:0:0`, driver: 'qla2xxx', counts: false },
  nvmeOverTcp: { path: '/sys/devices/virtual/nvme-fabrics/ctl/nvme0', driver: '', counts: false, isNvme: true },
  // Every disk of another machine carries the name of its server.
  nvmeOfServer: {
    path: '/sys/devices/virtual/nvme-subsystem/nvme-subsys0',
    driver: '',
    model: 'dellemc-powerstore',
    counts: false,
    isNvme: true,
  },
  thunderbolt: { path: '/sys/devices/pci0000:00/0000:05:00.0/nvme/nvme0', driver: '', counts: false, isNvme: true },
  ufs: { path: '/sys/devices/platform/soc/1d84000.ufshc/host0/target0:0:0/0:0:0:0', driver: 'ufshcd', counts: true },
  debug: { path: '/sys/devices/pseudo_0/adapter0/host9/target9:0:0/9:0:0:0', driver: 'scsi_debug', counts: false },
} as const satisfies Record<
  string,
  {
    path: string;
    driver: string;
    bus?: string;
    level?: string;
    model?: string;
    counts: boolean;
    isRaid?: true;
    isNvme?: true;
  }
>;
type Attachment = keyof typeof ATTACHMENTS;
/** Disks that only their place in the kernel's tree tells from those of this machine. */
const SURE: ReadonlySet<Attachment> = new Set<Attachment>(['nvmeOverTcp', 'nvmeOfServer', 'thunderbolt']);

const disk = fc
  .record({
    attachment: fc.constantFrom(...(Object.keys(ATTACHMENTS) as Attachment[])),
    isSsd: fc.boolean(),
    isRemovable: fc.boolean(),
    hasPartition: fc.boolean(),
    hasPartitionRow: fc.boolean(),
    hasUdev: fc.boolean(),
    hasRow: fc.boolean(),
    hasWwid: fc.boolean(),
    // Few serial numbers, so that different disks share one.
    serial: fc.constantFrom('', '0000_0000', 'CTRLSERIAL0001', 'WD-WCC7K1234567'),
    gigabytes: fc.integer({ min: 1, max: 20_000 }),
  })
  .map((drawn) => ('isNvme' in ATTACHMENTS[drawn.attachment] ? { ...drawn, isSsd: true } : drawn));
type DrawnDisk = typeof disk extends fc.Arbitrary<infer T> ? T : never;

const ADAPTERS = {
  ethernet: { name: 'enp1s', uevent: '', driver: 'igb', pciClass: '0x020000', folder: 'device' },
  wifi: { name: 'wlp2s', uevent: 'DEVTYPE=wlan', driver: 'iwlwifi', pciClass: '0x028000', folder: 'wireless' },
  oldWifi: { name: 'eth1', uevent: '', driver: 'wl', pciClass: '0x028000', folder: 'device' },
  modem: { name: 'wwp0s', uevent: 'DEVTYPE=wwan', driver: 'qmi_wwan', pciClass: null, folder: 'device' },
  phone: { name: 'enp0s20u', uevent: '', driver: 'rndis_host', pciClass: null, folder: 'device' },
  bridge: { name: 'br', uevent: 'DEVTYPE=bridge', driver: '', pciClass: null, folder: 'bridge' },
  vlan: { name: 'enp1s0.', uevent: 'DEVTYPE=vlan', driver: '', pciClass: null, folder: 'queues' },
  bond: { name: 'bond', uevent: 'DEVTYPE=bond', driver: '', pciClass: null, folder: 'bonding' },
  bluetooth: { name: 'bnep', uevent: 'DEVTYPE=bluetooth', driver: 'bnep', pciClass: null, folder: 'device' },
  representor: { name: 'eth', uevent: '', driver: 'mlx5_core', pciClass: '0x020000', folder: 'device' },
  function: { name: 'enp1s0f0v', uevent: '', driver: 'iavf', pciClass: '0x020000', folder: 'device/physfn' },
} as const;
type Adapter = keyof typeof ADAPTERS;

const machine = fc.record({
  disks: fc.array(disk, { minLength: 1, maxLength: 8 }),
  adapters: fc.array(fc.constantFrom(...(Object.keys(ADAPTERS) as Adapter[])), { maxLength: 4 }),
  guest: fc
    .record({
      isGuest: fc.boolean(),
      showsFlag: fc.boolean(),
      maker: fc.constantFrom('QEMU', 'Scaleway', 'Nobody Ltd', 'Dell Inc.', 'ASRock'),
    })
    .filter((drawn) => !drawn.isGuest || drawn.showsFlag || !/Dell|ASRock/.test(drawn.maker)),
});
type DrawnLinux = typeof machine extends fc.Arbitrary<infer T> ? T : never;

const bytesOf = ({ gigabytes }: DrawnDisk) => gigabytes * 1e9 - ((gigabytes * 1e9) % SECTOR);
const isNvme = (drawn: DrawnDisk) => 'isNvme' in ATTACHMENTS[drawn.attachment];
const isRaid = (drawn: DrawnDisk) => 'isRaid' in ATTACHMENTS[drawn.attachment];
const nameOf = (drawn: DrawnDisk, index: number) =>
  isNvme(drawn) ? `nvme${index}n1` : `sd${'abcdefgh'[index] ?? 'z'}`;

function diskFiles(drawn: DrawnDisk, index: number) {
  const name = nameOf(drawn, index);
  const attachment = ATTACHMENTS[drawn.attachment];
  const folder = `/sys/block/${name}`;
  const host = 20 + index;
  const rotational = isRaid(drawn) || !drawn.isSsd ? '1' : '0';
  const wwid = `naa.600508b1001c00000000000000000${index}ab\n`;
  const part = isNvme(drawn) ? `${name}p1` : `${name}1`;
  return {
    files: {
      [`${folder}/size`]: `${bytesOf(drawn) / SECTOR}\n`,
      [`${folder}/queue/rotational`]: `${rotational}\n`,
      [`${folder}/removable`]: drawn.isRemovable ? '1\n' : '0\n',
      [`${folder}/dev`]: `8:${index * 16}\n`,
      ...(isNvme(drawn)
        ? {
            [`${folder}/device/${'model' in attachment ? 'model' : 'transport'}`]:
              'model' in attachment ? `${attachment.model}\n` : drawn.attachment === 'nvmeOverTcp' ? 'tcp\n' : 'pcie\n',
          }
        : { [`/sys/class/scsi_host/host${host}/proc_name`]: `${attachment.driver}\n` }),
      ...('level' in attachment ? { [`${folder}/device/raid_level`]: `${attachment.level}\n` } : {}),
      ...(drawn.hasWwid ? { [`${folder}/${isNvme(drawn) ? '' : 'device/'}wwid`]: wwid } : {}),
      ...(drawn.hasPartition ? { [`${folder}/${part}/partition`]: '1\n' } : {}),
      ...(drawn.hasUdev
        ? {
            [`/run/udev/data/b8:${index * 16}`]: `E:ID_BUS=scsi\n${drawn.hasPartition ? 'E:ID_PART_TABLE_TYPE=gpt\n' : ''}`,
          }
        : {}),
    },
    link: { [folder]: `${attachment.path.replace(/host\d+/g, `host${host}`)}/block/${name}` },
    rows: drawn.hasRow
      ? [
          {
            name,
            type: 'disk',
            size: bytesOf(drawn),
            physical: 'HDD',
            model: 'model' in attachment ? attachment.model : 'DISK',
            serial: drawn.serial,
            removable: drawn.isRemovable,
            ...('bus' in attachment ? { protocol: attachment.bus } : {}),
          },
          ...(drawn.hasPartition && drawn.hasPartitionRow ? [{ name: part, type: 'part', fsType: 'ext4' }] : []),
        ]
      : [],
  };
}

function adapterFiles(kind: Adapter, index: number) {
  const { name, uevent, driver, pciClass, folder } = ADAPTERS[kind];
  const path = `/sys/class/net/${name}${index}`;
  return {
    files: {
      [`${path}/type`]: '1\n',
      [`${path}/operstate`]: 'up\n',
      [`${path}/uevent`]: `${uevent}\n`,
      ...(driver === '' ? {} : { [`${path}/device/uevent`]: `DRIVER=${driver}\n` }),
      ...(kind === 'representor' ? { [`${path}/phys_port_name`]: 'pf0vf0\n' } : {}),
      ...(pciClass === null ? {} : { [`${path}/device/class`]: `${pciClass}\n` }),
    },
    folder: `${path}/${folder}`,
  };
}

function toMachine({ disks, adapters, guest }: DrawnLinux): DrawnMachine {
  const drawnDisks = disks.map((drawn, index) => diskFiles(drawn, index));
  const drawnAdapters = adapters.map((kind, index) => adapterFiles(kind, index));
  const { isGuest, showsFlag, maker } = guest;
  const flags = isGuest && showsFlag ? 'fpu vmx hypervisor' : 'fpu vmx';
  return {
    sure: [
      REMOVABLE,
      ...disks.flatMap((drawn, index) => (SURE.has(drawn.attachment) ? [`/sys/block/${nameOf(drawn, index)}`] : [])),
      ...adapters.map((_, index) => `/sys/class/net/${ADAPTERS.representor.name}${index}/phys_port_name`),
    ],
    recording: machineRecording('linux', {
      calls: {
        cpu: { cores: CORES },
        mem: { total: MEMORY_BYTES },
        blockDevices: drawnDisks.flatMap(({ rows }) => rows),
        diskLayout: [],
      },
      files: Object.assign(
        {
          [REMOVABLE]: 'removable\n',
          '/sys/class/dmi/id/sys_vendor': `${isGuest ? maker : 'Dell Inc.'}\n`,
          // A guest that hides the processor's flag hides the processor's flags altogether.
          ...(isGuest && !showsFlag ? {} : { '/proc/cpuinfo': `flags : ${flags}\n` }),
        },
        ...drawnDisks.map(({ files }) => files),
        ...drawnAdapters.map(({ files }) => files),
      ),
      folders: drawnAdapters.map(({ folder }) => folder),
      links: Object.assign({}, ...drawnDisks.map(({ link }) => link)),
    }),
    truth: {
      disks: disks.map((drawn, index) => ({
        name: nameOf(drawn, index),
        bytes: bytesOf(drawn),
        counts: ATTACHMENTS[drawn.attachment].counts,
        isSsd: drawn.isSsd,
        isRaid: isRaid(drawn),
        hasData: drawn.hasPartition,
      })),
      wired: adapters.flatMap((kind, index) => (kind === 'ethernet' ? [`${ADAPTERS.ethernet.name}${index}`] : [])),
      isGuest,
      cores: CORES,
      memoryBytes: MEMORY_BYTES,
    },
  };
}

/** A Linux machine by what its kernel, its device manager and lsblk show. */
export const drawnLinux: fc.Arbitrary<DrawnMachine> = machine.map(toMachine);
