import { describe, expect, it } from 'vitest';
import type { Amount, HardwareReading } from '#shared/contract/hardware/hardware-reading.ts';
import { resourcesOf } from '#shared/domain/hardware/reading-resources.ts';
import { recordedMachine } from '#main/hardware/recorded-machine.ts';
import { WINDOWS_QUERY } from '#main/hardware/windows-query.ts';
import { plist } from './drawn/mac.ts';
import { machineRecording, readMachine, type RecordedParts, valueOf } from './recordings.ts';

// Kinds of machines out of public fault reports, each as the few files and commands that make the difference.

const TB = 1_000_000_000_000;
const PCI = '/sys/devices/pci0000:00/0000:00:17.0';
const BARE = { '/proc/cpuinfo': 'flags : fpu vmx\n' };

interface ReportedDisk {
  readonly name: string;
  readonly model?: string;
  readonly bus?: string;
  readonly serial?: string;
  readonly rotates?: boolean;
  readonly type?: string;
  readonly fsType?: string;
  /** Files in the folder of the disk. */
  readonly files?: Readonly<Record<string, string>>;
  readonly link?: string;
}

function read(platform: string, parts: RecordedParts): Promise<HardwareReading> {
  return readMachine(recordedMachine(machineRecording(platform, parts)));
}

function linux(disks: readonly ReportedDisk[], files: Readonly<Record<string, string>> = {}): Promise<HardwareReading> {
  const ofDisks = disks.flatMap(({ name, rotates, files: own }) =>
    Object.entries({ 'queue/rotational': rotates === true ? '1' : '0', removable: '0', ...own }).map(
      ([file, text]) => [`/sys/block/${name}/${file}`, `${text}\n`] as const,
    ),
  );
  return read('linux', {
    calls: {
      diskLayout: [],
      blockDevices: disks.map(({ name, model = '', bus = null, serial = '', type = 'disk', fsType = '' }) => ({
        name,
        type,
        size: TB,
        model,
        serial,
        protocol: bus,
        fsType,
        mount: '',
      })),
    },
    files: { ...BARE, ...Object.fromEntries(ofDisks), ...files },
    links: Object.fromEntries(
      disks.flatMap(({ name, link }) => (link === undefined ? [] : [[`/sys/block/${name}`, `${link}/block/${name}`]])),
    ),
  });
}

const windows = (answer: object) =>
  read('win32', {
    commands: { [`powershell.exe -NoProfile -NonInteractive -Command ${WINDOWS_QUERY}`]: JSON.stringify(answer) },
  });

const inTb = (amount: Amount) => (amount.state === 'known' ? amount.value / TB : `at least ${amount.atLeast / TB}`);

/** SSD and HDD in TB. */
function sums(reading: HardwareReading) {
  const { sruBytes, hruBytes } = resourcesOf(reading);
  return [inTb(sruBytes), inTb(hruBytes)];
}

const SAS = { bus: 'sas', rotates: true, serial: 'ZL2ABCDE' };
const HBA = (driver: string) => ({ '/sys/class/scsi_host/host0/proc_name': `${driver}\n` });

describe('disks on Linux', () => {
  it.each<[string, readonly ReportedDisk[], object, readonly (number | string)[]]>([
    ['NVMe of a storage server, below a subsystem', [{ name: 'nvme0n1', model: 'dellemc-powerstore' }], {}, [0, 0]],
    ['NVMe over TCP from another Linux', [{ name: 'nvme1n1', model: 'Linux' }], {}, [0, 0]],
    [
      'NVMe with two ports below a subsystem',
      [
        {
          name: 'nvme0n1',
          model: 'SAMSUNG MZWLL3T2',
          link: '/sys/devices/virtual/nvme-subsystem/nvme-subsys0',
          files: { 'device/nvme0/transport': 'pcie', 'device/nvme1/transport': 'pcie' },
        },
      ],
      {},
      [1, 0],
    ],
    [
      'NVMe in a box on Thunderbolt',
      [{ name: 'nvme1n1', model: 'Sabrent', link: '/sys/devices/pci0000:00/0000:00:07.0/0000:05:00.0/nvme/nvme1' }],
      { '/sys/devices/pci0000:00/0000:00:07.0/0000:05:00.0/removable': 'removable\n' },
      [0, 0],
    ],
    [
      'a disk that megaraid passes through',
      [
        {
          name: 'sda',
          model: 'ST4000NM0035',
          rotates: true,
          link: `${PCI}/host0/target0:0:1/0:0:1:0`,
          files: { 'device/vendor': 'ATA', 'device/wwid': 'naa.5000c500a1b2c3d4' },
        },
      ],
      HBA('megaraid_sas'),
      [0, 1],
    ],
    [
      'a volume of smartpqi',
      [
        {
          name: 'sda',
          rotates: true,
          link: `${PCI}/host0/target0:1:0/0:1:0:0`,
          files: { 'device/raid_level': 'RAID-5' },
        },
      ],
      HBA('smartpqi'),
      ['at least 0', 'at least 0'],
    ],
    ['a volume of a boot card that shows as NVMe', [{ name: 'nvme0n1', model: 'HPE NS204i-u Gen11' }], {}, [1, 0]],
    [
      'fake RAID: the members count, the array does not',
      [
        { name: 'sda', model: 'INTEL SSDSC2BB48', bus: 'sata', serial: 'A000001', fsType: 'isw_raid_member' },
        { name: 'sdb', model: 'INTEL SSDSC2BB48', bus: 'sata', serial: 'A000002', fsType: 'isw_raid_member' },
        { name: 'md126', type: 'raid1' },
      ],
      {},
      [2, 0],
    ],
    [
      'two actuators with one serial number',
      [
        { name: 'sda', ...SAS, files: { 'device/wwid': 'naa.6000c500a0000000' } },
        { name: 'sdb', ...SAS, files: { 'device/wwid': 'naa.6000c500a0000001' } },
      ],
      {},
      [0, 2],
    ],
    [
      'two ports of a disk whose identifier differs in its case',
      [
        { name: 'sda', ...SAS, files: { 'device/wwid': 'naa.5000c500a000000a' } },
        { name: 'sdb', ...SAS, files: { 'device/wwid': 'naa.5000C500A000000A' } },
      ],
      {},
      [0, 1],
    ],
    [
      'two ports of which one shows no identifier',
      [
        { name: 'sda', ...SAS, files: { 'device/wwid': 'naa.5000c500a000000a' } },
        { name: 'sdb', ...SAS },
      ],
      {},
      ['at least 0', 'at least 1'],
    ],
    [
      'UFS',
      [{ name: 'sda', model: 'KLUDG4UHDC', link: '/sys/devices/platform/soc/1d84000.ufshc/host0/target0:0:0/0:0:0:0' }],
      HBA('ufshcd'),
      [1, 0],
    ],
    [
      'a memory disk, a cache and a ZFS volume',
      [{ name: 'pmem0s' }, { name: 'bcache0' }, { name: 'zd16' }],
      {},
      [0, 0],
    ],
    [
      'an external disk whose bus is not shown',
      [{ name: 'sdb', model: 'WD Elements 25A3', rotates: true }],
      {},
      ['at least 0', 'at least 0'],
    ],
    [
      'a disk without the kernel’s flag',
      [{ name: 'sda', model: 'ST4000NM0035', files: { 'queue/rotational': '' } }],
      {},
      ['at least 0', 'at least 0'],
    ],
    [
      'a disk of the hypervisor of Power',
      [{ name: 'sda', model: 'VDASD', link: '/sys/devices/vio/3/host0/target0:0:1/0:0:1:0' }],
      HBA('ibmvscsi'),
      ['at least 0', 'at least 0'],
    ],
  ])('counts the disks of: %s', async (_, disks, files, expected) => {
    expect(sums(await linux(disks, { ...files }))).toEqual(expected);
  });

  it('never reports a disk with two signatures as empty', async () => {
    const files = {
      '/sys/block/sda/dev': '8:0\n',
      '/run/udev/data/b8:0': 'E:ID_BUS=ata\nE:ID_FS_AMBIVALENT=zfs xfs\n',
    };
    const { disks } = valueOf((await linux([{ name: 'sda', bus: 'sata' }], files)).parts.disks);
    expect(disks[0]?.holdsData).toBe(true);
  });
});

describe('disks on Windows and macOS', () => {
  const disk = { DeviceId: '0', Model: 'X', Size: TB, BusType: 11, MediaType: 4 };
  it.each<[string, object, readonly (number | string)[]]>([
    ['an NVMe disk in RAID mode', { ...disk, Model: 'NVMe Samsung SSD 980', BusType: 8 }, [1, 0]],
    [
      'a VROC volume',
      { ...disk, Model: 'Intel Raid 1 Volume', BusType: 8, MediaType: 0 },
      ['at least 0', 'at least 0'],
    ],
    [
      'a controller that calls its bus SAS',
      { ...disk, Model: 'PERC H330', BusType: 10, MediaType: 3 },
      ['at least 0', 'at least 0'],
    ],
    ['a disk of a storage server', { ...disk, Model: 'DGC VRAID', BusType: 6 }, [0, 0]],
    ['a VMware NVMe disk', { ...disk, Model: 'VMware Virtual NVMe Disk', BusType: 17 }, ['at least 0', 'at least 0']],
    ['a disk without a size', { ...disk, Size: null }, ['at least 0', 'at least 0']],
    ['an empty card reader', { ...disk, Size: 0, BusType: 12 }, [0, 0]],
  ])('counts the disks of Windows: %s', async (_, physicalDisk, expected) => {
    expect(sums(await windows({ physicalDisks: [physicalDisk] }))).toEqual(expected);
  });

  const info = {
    BusProtocol: 'SATA',
    Internal: true,
    MediaName: 'APPLE SSD',
    TotalSize: TB,
    VirtualOrPhysical: 'Physical',
  };
  it.each<[string, readonly object[], readonly (number | string)[]]>([
    [
      'a Fusion drive: its two disks',
      [
        { ...info, SolidState: true },
        { ...info, SolidState: false },
        { ...info, TotalSize: 2 * TB, VirtualOrPhysical: 'Virtual' },
      ],
      [1, 1],
    ],
    [
      'a box on Thunderbolt or a card in a slot',
      [{ ...info, BusProtocol: 'PCI-Express', Internal: false, SolidState: true }],
      ['at least 0', 'at least 0'],
    ],
    ['a PC that runs macOS', [{ ...info, Internal: false, SolidState: false }], ['at least 0', 'at least 0']],
    [
      'a guest of UTM',
      [{ ...info, BusProtocol: 'VirtIO', MediaName: 'Apple Inc. VirtIO Block Media' }],
      ['at least 0', 'at least 0'],
    ],
    ['a mounted image', [{ ...info, BusProtocol: 'Disk Image', VirtualOrPhysical: 'Virtual' }], [0, 0]],
    ['an optical drive', [{ ...info, OpticalDeviceType: 'DVD-R' }], [0, 0]],
  ])('counts the disks of macOS: %s', async (_, infos, expected) => {
    const commands = {
      'diskutil list -plist': plist({
        AllDisksAndPartitions: infos.map((__, index) => ({ DeviceIdentifier: `disk${index}` })),
      }),
      ...Object.fromEntries(infos.map((entry, index) => [`diskutil info -plist disk${index}`, plist(entry)])),
    };
    expect(sums(await read('darwin', { commands }))).toEqual(expected);
  });

  it('ignores the defaults of the library on a Mac in another language', async () => {
    const layout = { device: 'disk0', type: 'HD', name: 'APPLE SSD SM0512F', size: TB, interfaceType: 'SATA' };
    expect(sums(await read('darwin', { calls: { diskLayout: [layout] } }))).toEqual(['at least 0', 'at least 0']);
  });
});

describe('ports on Linux', () => {
  it.each<[string, string, Readonly<Record<string, string>>, string]>([
    ['a socket of a built-in switch', 'lan1', { uevent: 'DEVTYPE=dsa', 'device/uevent': 'DRIVER=mt7530' }, 'wired'],
    ['a port that stands for a guest’s', 'eth0', { 'device/class': '0x020000', phys_port_name: 'pf0vf0' }, 'virtual'],
    ['the port of such a card itself', 'enp8s0', { 'device/class': '0x020000', phys_port_name: 'p0' }, 'wired'],
    ['a part of a card', 'enp8s0f0s88', { 'device/uevent': 'DRIVER=mlx5_core.sf' }, 'virtual'],
    [
      'a Mellanox card with the class of radios',
      'enp5s0',
      { 'device/class': '0x028000', 'device/uevent': 'DRIVER=mlx4_core' },
      'wired',
    ],
    [
      'a radio without a folder of its own',
      'eth1',
      { 'device/class': '0x028000', 'device/uevent': 'DRIVER=wl' },
      'wifi',
    ],
    ['an unknown card of that class', 'eth1', { 'device/class': '0x028000', 'device/uevent': 'DRIVER=new' }, 'unknown'],
    ['a port of a guest', 'ens3', { 'device/uevent': 'DRIVER=virtio_net' }, 'virtual'],
    ['a board’s own port', 'eth0', { 'device/uevent': 'DRIVER=bcmgenet' }, 'wired'],
    ['eth0 and nothing else', 'eth0', {}, 'unknown'],
  ])('classifies %s', async (_, name, files, kind) => {
    const folder = `/sys/class/net/${name}`;
    const entries = Object.entries({ type: '1', operstate: 'up', ...files });
    const parts = {
      files: { ...BARE, ...Object.fromEntries(entries.map(([file, text]) => [`${folder}/${file}`, `${text}\n`])) },
      folders: [`${folder}/device`],
    };
    expect(valueOf((await read('linux', parts)).parts.network).map((port) => port.kind)).toEqual([kind]);
  });
});

describe('machines that show only a part of their resources', () => {
  it.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    [
      'the control domain of Xen',
      { '/sys/hypervisor/type': 'xen\n', '/proc/xen/capabilities': 'control_d\n' },
      ['unavailable', 'unavailable'],
    ],
    [
      'cores that are switched off',
      { '/sys/devices/system/cpu/present': '0-15\n', '/sys/devices/system/cpu/online': '0-7\n' },
      ['unavailable', 'known'],
    ],
    [
      'a kernel that was given fewer cores',
      { '/proc/cmdline': 'root=/dev/sda1 maxcpus=4 quiet\n' },
      ['unavailable', 'known'],
    ],
    ['a kernel that was given less memory', { '/proc/cmdline': 'root=/dev/sda1 mem=8G\n' }, ['known', 'unavailable']],
    [
      'parameters that only look like it',
      { '/proc/cmdline': 'mem_sleep_default=deep memtest=0\n' },
      ['known', 'known'],
    ],
  ])('detects partial resources of %s: cores and memory %s', async (_, files, expected) => {
    const { cru, mruBytes } = resourcesOf(await linux([], files));
    expect([cru.state, mruBytes.state]).toEqual(expected);
  });
});

const dmi = (vendor: string, product: string, board: string) => ({
  '/sys/class/dmi/id/sys_vendor': vendor,
  '/sys/class/dmi/id/product_name': product,
  '/sys/class/dmi/id/board_vendor': board,
});

describe('guests, real machines and containers', () => {
  it.each<[string, Readonly<Record<string, string>>, boolean | null]>([
    ['a real machine of a cloud that also rents out guests', dmi('Google', 'Google Compute Engine', 'Google'), null],
    ['a guest with every name of its host but the board’s', dmi('LENOVO', '20N2S00600', 'Oracle Corporation'), true],
    ['a server of Oracle', dmi('Oracle Corporation', 'ORACLE SERVER X8-2', 'Oracle Corporation'), false],
    ['QEMU on ARM', { '/proc/cpuinfo': '', '/proc/device-tree/model': 'linux,dummy-virt\0' }, true],
  ])('classifies %s as virtual: %s', async (_, files, expected) => {
    const { virtualisation } = (await linux([], files)).parts;
    expect(virtualisation.state === 'known' ? virtualisation.value.isVirtual : null).toBe(expected);
  });

  it.each<[string, Readonly<Record<string, string>>, boolean]>([
    ['the service of Docker on its host', { '/proc/self/cgroup': '0::/system.slice/docker.service\n' }, false],
    ['a service inside a container', { '/proc/self/cgroup': '0::/lxc.payload.web/system.slice/nginx.service\n' }, true],
    ['gVisor', { '/proc/self/mounts': 'none / 9p rw,trans=fd,rfdno=4 0 0\n' }, true],
    ['Kata', { '/proc/self/mounts': 'kataShared / virtiofs rw 0 0\n' }, true],
    ['Flatpak', { '/.flatpak-info': '' }, true],
  ])('detects whether %s is in a container: %s', async (_, files, expected) => {
    expect(valueOf((await linux([], files)).parts.virtualisation).inContainer).toBe(expected);
  });

  it('trusts the kernel’s setting for threads over a count of cores', async () => {
    const calls = { cpu: { cores: 24, physicalCores: 16 } };
    const files = { ...BARE, '/sys/devices/system/cpu/smt/control': 'notsupported\n' };
    const { firmware } = (await read('linux', { calls, files })).parts;
    expect(valueOf(firmware).hyperThreading.state).toBe('unknown');
  });
});
