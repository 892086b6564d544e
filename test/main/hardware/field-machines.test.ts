import { describe, expect, it } from 'vitest';
import type { HardwareReading } from '#shared/contract/hardware/hardware-reading.ts';
import { resourcesOf } from '#shared/domain/hardware/reading-resources.ts';
import { recordedMachine } from '#main/hardware/recorded-machine.ts';
import { WINDOWS_QUERY } from '#main/hardware/windows-query.ts';
import { machineRecording, readMachine, type RecordedParts, valueOf } from './recordings.ts';

const WINDOWS = `powershell.exe -NoProfile -NonInteractive -Command ${WINDOWS_QUERY}`;
const TB = 1_000_000_000_000;

interface ListedDisk {
  readonly name: string;
  readonly model?: string;
  readonly bus?: string;
  readonly serial?: string;
  readonly wwid?: string;
  readonly rotates?: boolean;
  readonly more?: object;
}

/** A Linux machine by what lsblk lists and what the kernel shows of each disk. */
function linux(disks: readonly ListedDisk[], parts: RecordedParts = {}): Promise<HardwareReading> {
  const files = disks.flatMap(({ name, wwid, rotates }) => [
    [`/sys/block/${name}/queue/rotational`, rotates === true ? '1\n' : '0\n'],
    ...(wwid === undefined
      ? []
      : [[`/sys/block/${name}/${name.startsWith('nvme') ? '' : 'device/'}wwid`, `${wwid}\n`]]),
  ]);
  const blockDevices = disks.map(({ name, model, bus, serial, more }) => ({
    name,
    type: 'disk',
    size: TB,
    model: model ?? '',
    serial: serial ?? '',
    protocol: bus ?? null,
    ...more,
  }));
  return readMachine(
    recordedMachine(
      machineRecording('linux', {
        ...parts,
        calls: { blockDevices, ...parts.calls },
        files: { '/proc/cpuinfo': 'flags : fpu vmx\n', ...Object.fromEntries(files), ...parts.files },
      }),
    ),
  );
}

/** A Windows machine by what its one query answers. */
function windows(answer: object): Promise<HardwareReading> {
  return readMachine(recordedMachine(machineRecording('win32', { commands: { [WINDOWS]: JSON.stringify(answer) } })));
}

function sums(reading: HardwareReading) {
  const { sruBytes, hruBytes } = resourcesOf(reading);
  const shown = (amount: typeof sruBytes) =>
    amount.state === 'known' ? `${amount.value / TB} TB` : `at least ${amount.atLeast / TB} TB`;
  return [shown(sruBytes), shown(hruBytes)];
}

async function isVirtual(reading: Promise<HardwareReading>) {
  const { virtualisation } = (await reading).parts;
  return virtualisation.state === 'known' ? virtualisation.value.isVirtual : null;
}

const isInContainer = async (reading: Promise<HardwareReading>) =>
  valueOf((await reading).parts.virtualisation).inContainer;

describe('one disk listed twice, and two disks listed once', () => {
  const sas = { bus: 'sas', model: 'ST4000NM0034', serial: 'Z4F0ABCD', rotates: true };
  const nvme = { bus: 'nvme', model: 'SPCC M.2 SSD' };
  it.each([
    ['two ports of a SAS disk', [{ wwid: 'naa.5000c50084aabbcc' }, { wwid: 'naa.5000c50084aabbcc' }], '1 TB'],
    ['two actuators', [{ wwid: 'naa.6000c500a1b20000' }, { wwid: 'naa.6000c500a1b20001' }], '2 TB'],
    ['one serial number and nothing else', [{}, {}], 'at least 1 TB'],
  ])('counts %s', async (_, [a, b], hdd) => {
    const reading = await linux([
      { name: 'sda', ...sas, ...a },
      { name: 'sdb', ...sas, ...b },
    ]);
    expect(sums(reading)[1]).toBe(hdd);
  });

  it.each([
    ['two namespaces', 'nvme0n2', { serial: 'S5XBNE0R' }, '2 TB'],
    ['two paths with one NGUID', 'nvme1n1', { serial: 'S5XBNE0R', wwid: 'eui.36585350' }, '1 TB'],
    ['two disks of a series with one EUI-64', 'nvme1n1', { serial: 'S5XBNE1R', wwid: 'eui.36585350' }, '2 TB'],
  ])('counts %s', async (_, name, second, ssd) => {
    const reading = await linux([
      { name: 'nvme0n1', ...nvme, serial: 'S5XBNE0R', ...('wwid' in second ? { wwid: second.wwid } : {}) },
      { name, ...nvme, ...second },
    ]);
    expect(sums(reading)[0]).toBe(ssd);
  });

  // Catches disks of a series that all carry one EUI-64 merged where lsblk shows no serial numbers.
  it('reads the serial numbers of NVMe disks from the kernel when lsblk is missing', async () => {
    const wwid = 'eui.0000000001000000e4d25c';
    const disks = [
      { name: 'nvme0n1', ...nvme, wwid },
      { name: 'nvme1n1', ...nvme, wwid },
    ];
    expect(sums(await linux(disks))[0]).toBe('at least 1 TB');
    const serials = {
      '/sys/block/nvme0n1/device/serial': 'A0000001\n',
      '/sys/block/nvme1n1/device/serial': 'A0000002\n',
    };
    expect(sums(await linux(disks, { files: serials }))[0]).toBe('2 TB');
  });
});

describe('devices that are no disks, and disks with data', () => {
  const names = 'zd0 zram0 bcache0 md127 drbd0 nbd0 rbd0 loop0 ram0 dm-0 pmem0 mmcblk0boot0 sr0 fd0 zloop0 nvme0c0n1';
  it.each(names.split(' '))('leaves out %s', async (name) => {
    expect(valueOf((await linux([{ name }])).parts.disks).disks).toEqual([]);
  });

  it.each([
    ['a ZFS member', { more: { fsType: 'zfs_member' } }, {}],
    ['a LUKS container', { more: { fsType: 'crypto_LUKS' } }, {}],
    ['a member of an array', {}, { folders: ['/sys/block/sda/holders/md0'] }],
    [
      'a Ceph disk that only udev knows',
      {},
      { files: { '/sys/block/sda/dev': '8:0\n', '/run/udev/data/b8:0': 'E:ID_FS_TYPE=ceph_bluestore\n' } },
    ],
  ])('never reports %s as empty', async (_, disk, parts) => {
    const { disks } = valueOf((await linux([{ name: 'sda', bus: 'sata', ...disk }], parts)).parts.disks);
    expect(disks.map((found) => found.holdsData)).toEqual([true]);
  });

  it('distinguishes soldered memory from a card', async () => {
    const cards = { '/sys/block/mmcblk0/device/type': 'MMC\n', '/sys/block/mmcblk1/device/type': 'SD\n' };
    expect(sums(await linux([{ name: 'mmcblk0' }, { name: 'mmcblk1' }], { files: cards }))).toEqual(['1 TB', '0 TB']);
    expect(sums(await linux([{ name: 'mmcblk1' }]))[0]).toBe('at least 0 TB');
  });
});

describe('disks of hypervisors and RAID controllers', () => {
  it.each([
    'QEMU HARDDISK',
    'Virtual disk',
    'Amazon Elastic Block Store',
    'MSFT NVMe Accelerator v1.0',
    'Microsoft NVMe Direct Disk',
    'nvme_card-pd',
    'Alibaba Cloud Elastic Block Storage',
    'ORCL-VBOX-NVME-VER12',
    'VMware Virtual NVMe Disk',
  ])('does not determine the kind of %s', async (model) => {
    expect(sums(await linux([{ name: 'nvme0n1', model, bus: 'nvme' }]))).toEqual(['at least 0 TB', 'at least 0 TB']);
  });

  it.each([
    'MegaRAID',
    'MR9361-8i',
    'RAID 5/6 SAS 6G',
    'NVIDIA  STRIPE',
    'JMicron H/W RAID0',
    'HPT DISK 0_0',
    'HPE NS204i-p Gen10+ Boot Controller',
    'Marvell_NVMe_Controller',
  ])('detects that %s is behind a RAID controller', async (model) => {
    const { disks } = valueOf((await linux([{ name: 'sda', model }])).parts.disks);
    expect(disks.map((disk) => disk.behindRaid)).toEqual([true]);
  });

  it.each([
    'EG0600FBDSR',
    'MB4000GCWDC',
    'AL15SEB18EQY',
    'KPM5XVUG960G',
    'SATADOM-ML 3SE',
    'DELL(tm) SSD',
    'ZA960NM10001',
  ])('recognises %s as a manufacturer’s disk', async (model) => {
    expect(sums(await linux([{ name: 'sda', model, rotates: true }]))[1]).toBe('1 TB');
  });

  // Catches an emulated disk of a guest counted because its name is nobody's.
  it('counts in a guest only disks with a manufacturer’s name', async () => {
    const files = { '/proc/cpuinfo': 'flags : fpu vmx hypervisor\n' };
    expect(sums(await linux([{ name: 'sda', model: 'XYZ', bus: 'sata' }], { files }))[0]).toBe('at least 0 TB');
    expect(sums(await linux([{ name: 'nvme0n1', model: 'Samsung SSD 980', bus: 'nvme' }], { files }))[0]).toBe('1 TB');
  });
});

const dmi = (vendor: string, product: string, bios = '', version = '') => ({
  '/sys/class/dmi/id/sys_vendor': vendor,
  '/sys/class/dmi/id/product_name': product,
  '/sys/class/dmi/id/bios_vendor': bios,
  '/sys/class/dmi/id/bios_version': version,
});

describe('guests and real machines', () => {
  it.each([
    ['Microsoft Corporation', 'Virtual Machine', true],
    ['Microsoft Corporation', 'Surface Pro', null],
    ['Nutanix', 'NX-3060-G5', null],
    ['Nutanix', 'AHV', true],
    ['Joyent', 'SmartDC HVM', true],
    ['Amazon EC2', 'm5.metal', null],
    ['Oracle Corporation', 'SUN SERVER X4-2', null],
    ['Apple Inc.', 'Apple Virtualization Generic Platform', true],
    ['Supermicro', 'X9DRi', null],
  ])('classifies %s %s without processor flags as virtual: %s', async (vendor, product, expected) => {
    const files = { '/proc/cpuinfo': '', ...dmi(vendor, product) };
    expect(await isVirtual(linux([], { files }))).toBe(expected);
  });

  it('recognises SeaBIOS under coreboot as a real machine, and a cloud’s disk on its bare metal', async () => {
    expect(await isVirtual(linux([], { files: dmi('PC Engines', 'apu2', 'coreboot', 'SeaBIOS 1.1') }))).toBe(false);
    const disk = { name: 'nvme0n1', model: 'Amazon Elastic Block Store', bus: 'nvme' };
    expect(await isVirtual(linux([disk], { files: dmi('Amazon EC2', 'm5.metal') }))).toBe(false);
  });

  it.each([
    ['the control domain of Xen', { '/sys/hypervisor/type': 'xen\n', '/proc/xen/capabilities': 'control_d\n' }, false],
    ['another domain of Xen', { '/sys/hypervisor/type': 'xen\n', '/proc/xen/capabilities': '\n' }, true],
  ])('classifies %s as virtual: %s', async (_, files, expected) => {
    expect(await isVirtual(linux([], { files }))).toBe(expected);
  });

  it('finds the emulated disk of a guest that hides everything else', async () => {
    expect(await isVirtual(linux([{ name: 'sda', model: 'QEMU HARDDISK', bus: 'sata' }]))).toBe(true);
  });

  // Catches the device file of KVM, which may be there without its driver, and threads that a hypervisor made up.
  it('does not mistake a device file for virtualisation, nor a guest’s threads for hyper-threading', async () => {
    const calls = { cpu: { cores: 8, physicalCores: 4 } };
    const stale = await linux([], {
      folders: ['/dev/kvm', '/sys/class/misc/rfkill'],
      files: { '/proc/cpuinfo': 'flags : fpu svm\n' },
    });
    expect(valueOf(stale.parts.firmware).virtualisation.state).toBe('unknown');
    const guest = await linux([], { calls, files: { '/proc/cpuinfo': 'flags : fpu hypervisor\n' } });
    expect(valueOf(guest.parts.firmware).hyperThreading.state).toBe('unknown');
  });

  const apple = { system: { manufacturer: 'Apple Inc.', model: 'iMac19,1' } };
  const mac = (parts: RecordedParts, architecture = 'x64') =>
    readMachine(recordedMachine(machineRecording('darwin', { calls: apple, ...parts }, architecture)));
  it.each([
    ['a Mac that reports no hypervisor', { commands: { 'sysctl -n kern.hv_vmm_present': '0\n' } }, false],
    ['a guest with the names of a Mac', { commands: { 'sysctl -n kern.hv_vmm_present': '1\n' } }, true],
    ['a guest by its processor', { calls: { ...apple, cpu: { cores: 4, flags: 'fpu vme vmm' } } }, true],
    ['names alone', {}, null],
  ])('classifies %s as virtual: %s', async (_, parts, expected) => {
    expect(await isVirtual(mac(parts))).toBe(expected);
  });

  it.each([
    [{ HypervisorPresent: false, Manufacturer: 'LENOVO', Model: '30E0' }, false],
    [{ HypervisorPresent: true, Manufacturer: 'LENOVO', Model: '30E0' }, null],
    [{ HypervisorPresent: true, Manufacturer: 'Microsoft Corporation', Model: 'Virtual Machine' }, true],
    [{ HypervisorPresent: true, Manufacturer: 'VMware, Inc.', Model: 'VMware20,1' }, true],
    [{ Manufacturer: 'Dell Inc.', Model: 'R740' }, null],
  ])('classifies Windows with the report %o as virtual: %s', async (computer, expected) => {
    expect(await isVirtual(windows({ computer }))).toBe(expected);
  });
});

const root = (mount: string) => ({ '/proc/self/mounts': `${mount} 0 0\n` });

describe('containers', () => {
  it.each([
    ['docker', { ...root('overlay / overlay rw,lowerdir=/var/lib/docker/overlay2/l/A'), '/.dockerenv': '' }, true],
    [
      'containerd in a cgroup of its own',
      root('overlay / overlay rw,lowerdir=/x/io.containerd.snapshotter.v1/snapshots/1/fs'),
      true,
    ],
    ['podman', { ...root('fuse-overlayfs / fuse.fuse-overlayfs rw'), '/run/.containerenv': '' }, true],
    [
      'a Proxmox container on LVM',
      {
        '/proc/self/mounts': '/dev/mapper/pve-vm--101--disk--0 / ext4 rw 0 0\nlxcfs /proc/cpuinfo fuse.lxcfs rw 0 0\n',
      },
      true,
    ],
    [
      'a Proxmox host',
      { '/proc/self/mounts': '/dev/mapper/pve-root / ext4 rw 0 0\nlxcfs /var/lib/lxcfs fuse.lxcfs rw 0 0\n' },
      false,
    ],
    [
      'a Docker host',
      { '/proc/self/mounts': '/dev/sda1 / ext4 rw 0 0\noverlay /var/lib/docker/overlay2/x/merged overlay rw 0 0\n' },
      false,
    ],
    ['a root folder that overlayroot protects', root('overlayroot / overlay rw,lowerdir=/media/root-ro'), false],
    ['ECS', { '/proc/self/cgroup': '1:cpu:/ecs/abc\n' }, true],
  ])('detects whether %s is in a container: %s', async (_, files, expected) => {
    expect(await isInContainer(linux([], { files }))).toBe(expected);
  });
});

describe('ports', () => {
  it.each([
    ['an adapter on USB', 'enx0', { driver: 'r8152' }, 'wired'],
    ['a USB network function that may be a phone', 'enp0s20f0u1', { driver: 'cdc_ncm' }, 'unknown'],
    ['a USB modem', 'usb0', { driver: 'cdc_mbim' }, 'other'],
    ['an SFP port', 'enp1s0f0', { driver: 'ixgbe', pciClass: '0x020000' }, 'wired'],
    ['InfiniBand', 'ib0', { driver: 'mlx5_core', pciClass: '0x020700', type: '32' }, 'other'],
    ['a Wi-Fi card without its driver’s folder', 'wlan0', {}, 'unknown'],
    ['Thunderbolt', 'thunderbolt0', { driver: 'thunderbolt-net' }, 'other'],
  ])('classifies the port of %s', async (_, name, port, kind) => {
    const { driver, pciClass, type } = { driver: '', pciClass: '', type: '1', ...port };
    const folder = `/sys/class/net/${name}`;
    const files = {
      [`${folder}/type`]: `${type}\n`,
      [`${folder}/operstate`]: 'down\n',
      ...(driver === '' ? {} : { [`${folder}/device/uevent`]: `DRIVER=${driver}\n` }),
      ...(pciClass === '' ? {} : { [`${folder}/device/class`]: `${pciClass}\n` }),
    };
    const { network } = (await linux([], { files, folders: [`${folder}/device`] })).parts;
    expect(valueOf(network).map((found) => found.kind)).toEqual([kind]);
  });

  it.each([
    ['USB 10/100/1000 LAN', 'wired'],
    ['Apple USB Ethernet Adapter', 'wired'],
    ['AX88179A', 'unknown'],
    ['Ethernet Adapter (en4)', 'other'],
    ['iPhone USB', 'other'],
    ['Thunderbolt 1', 'other'],
    ['Wi-Fi', 'wifi'],
  ])('classifies a Mac port that is called %s', async (port, kind) => {
    const parts = {
      calls: { networkInterfaces: [{ iface: 'en1', type: 'wired' }] },
      commands: { 'networksetup -listallhardwareports': `Hardware Port: ${port}\nDevice: en1\n` },
    };
    const { network } = (await readMachine(recordedMachine(machineRecording('darwin', parts)))).parts;
    expect(valueOf(network).map((found) => found.kind)).toEqual([kind]);
  });
});

describe('the storage service of Windows', () => {
  const disk = { Model: 'Samsung SSD 980', Size: TB, BusType: 17, MediaType: 4 };

  // Catches members of a pool, which have no number, merged into one, and a list of one that is no list.
  it('counts members of a pool, and a disk that is not returned as a list', async () => {
    expect(sums(await windows({ physicalDisks: [disk, disk] }))[0]).toBe('2 TB');
    expect(sums(await windows({ physicalDisks: { ...disk, DeviceId: '0' } }))[0]).toBe('1 TB');
  });

  it('uses the other list for disks without a medium when the first is empty', async () => {
    const sata = { Number: 1, Size: TB, BusType: 11, FriendlyName: 'ST4000' };
    expect(sums(await windows({ physicalDisks: [], disks: [{ ...sata, Number: 0, BusType: 17 }, sata] }))).toEqual([
      'at least 1 TB',
      'at least 0 TB',
    ]);
  });
});
