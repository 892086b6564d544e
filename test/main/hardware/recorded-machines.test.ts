import { describe, expect, it } from 'vitest';
import { computeCapacity } from '#shared/domain/hardware/capacity.ts';
import { hardwareReadingSchema } from '#shared/contract/hardware/hardware-reading.ts';
import { NO_RESOURCES } from '#shared/domain/hardware/resources.ts';
import { knownResources, resourcesOf } from '#shared/domain/hardware/reading-resources.ts';
import { READING_PARTS } from '#shared/contract/hardware/reading-parts.ts';
import { loadRecording, RECORDING_NAMES, type RecordingName, readRecording, valueOf } from './recordings.ts';

/** What each recorded machine must come out as: [cru, memory, SSD, HDD in bytes, CU, SU]. */
const EXPECTED: Readonly<Record<RecordingName, readonly [number, number, number, number, string, string] | null>> = {
  'workstation-ryzen': [32, 66_571_993_088, 3_000_603_820_032, 8_001_563_222_016, '15.25', '17.38815'],
  'server-dual-xeon': [96, 405_373_886_464, 959_656_755_200, 128_007_205_289_984, '17.875', '102.921666'],
  'laptop-wifi': [16, 16_480_092_160, 512_110_190_592, 0, '3.58707', '1.907759'],
  // A virtual disk does not show what is beneath it.
  'vm-kvm': null,
  'vm-firecracker': null,
  'mac-mini-m2': [8, 17_179_869_184, 500_277_792_768, 0, '3.75', '1.86368'],
  'windows-desktop': null,
  'container-locked': null,
};

async function disksOf(name: RecordingName) {
  return valueOf((await readRecording(name)).parts.disks);
}

async function leftOutOf(name: RecordingName) {
  return Object.fromEntries((await disksOf(name)).leftOut.map((entry) => [entry.name, entry.code]));
}

describe('recorded machines', () => {
  // Catches a part of the reader that counts a stick, a partition or a loop device, or loses a disk.
  it.each(RECORDING_NAMES)('yields the resources and units of %s', async (name) => {
    const resources = knownResources(resourcesOf(await readRecording(name)));
    const expected = EXPECTED[name];
    const units = resources === null ? null : computeCapacity(resources, 'v3');
    const { cru, mruBytes, sruBytes, hruBytes } = resources ?? NO_RESOURCES;
    const found = [cru, mruBytes, sruBytes, hruBytes, units?.cu.toString(), units?.su.toString()];
    expect(resources === null ? null : found).toEqual(expected);
  });

  // Catches a reading that the contract would refuse on its way to the renderer.
  it.each(RECORDING_NAMES)('yields a reading of %s that satisfies the contract unchanged', async (name) => {
    const reading = await readRecording(name);
    expect(hardwareReadingSchema.parse(reading)).toEqual(reading);
    expect(JSON.parse(JSON.stringify(reading))).toEqual(reading);
    expect(Object.keys(reading.parts)).toEqual([...READING_PARTS]);
  });

  // Catches a serial number, an address or a name that slips into what is stored, sent and exported.
  it.each(RECORDING_NAMES)('contains nothing private of %s', async (name) => {
    const text = JSON.stringify(await readRecording(name));
    const recording = JSON.stringify(loadRecording(name));
    const serials = [...recording.matchAll(/"(?:serialNum|serial)": ?"([^"]{5,})"/g)].map((match) => match[1] ?? '');
    expect(serials.filter((serial) => text.includes(serial))).toEqual([]);
    expect(text).not.toMatch(/[\da-f]{2}(?::[\da-f]{2}){5}|\d+\.\d+\.\d+\.\d+|(?:en|wl)x[\da-f]{12}/i);
  });
});

/** The kind of each interface by its name. */
async function kinds(name: RecordingName) {
  return Object.fromEntries(
    valueOf((await readRecording(name)).parts.network).map((entry) => [entry.name, entry.kind]),
  );
}

/** Whether the default interface has a leased address. */
async function dhcp(name: RecordingName) {
  return valueOf((await readRecording(name)).parts.network).find((entry) => entry.isDefault)?.usesDhcp;
}

describe('disks of recorded machines', () => {
  // Catches devices that are no disks of the machine, each under its own reason.
  it('excludes devices that are no disks of the machine', async () => {
    expect(await leftOutOf('workstation-ryzen')).toEqual({
      sdc: 'usb',
      loop0: 'loop',
      zram0: 'ram',
      sr0: 'optical',
      'luks-root': 'mapped',
    });
    expect(await leftOutOf('server-dual-xeon')).toEqual({
      sdj: 'duplicate',
      sdk: 'network',
      nbd0: 'network',
      'vg0-root': 'mapped',
      md0: 'mapped',
      mpatha: 'mapped',
    });
    expect(await leftOutOf('laptop-wifi')).toEqual({ mmcblk0: 'removable', zram0: 'ram' });
    expect(await leftOutOf('windows-desktop')).toEqual({ PHYSICALDRIVE2: 'usb' });
    expect(await leftOutOf('mac-mini-m2')).toEqual({ disk1: 'mapped', disk2: 'mapped', disk3: 'mapped', disk4: 'usb' });
  });

  // Catches a kind without the reason it was decided by.
  it('states why a disk is SSD or HDD', async () => {
    const { disks } = await disksOf('workstation-ryzen');
    expect(disks.map(({ name, kind, kindReason }) => [name, kind, kindReason])).toEqual([
      ['nvme0n1', 'ssd', 'NVMe is always solid state.'],
      ['sda', 'ssd', 'The kernel reports no rotation (rotational = 0).'],
      ['sdb', 'hdd', 'The kernel reports a rotating disk (rotational = 1).'],
    ]);
  });

  // Catches the doubt about a RAID controller and about wiping getting lost.
  it('detects disks behind a RAID controller, and disks with data', async () => {
    const { disks } = await disksOf('server-dual-xeon');
    expect(disks.filter((disk) => disk.behindRaid).map((disk) => [disk.name, disk.bus, disk.holdsData])).toEqual([
      ['sda', 'RAID', true],
    ]);
    expect(disks.filter((disk) => disk.holdsData === false)).toHaveLength(8);
  });

  // Catches a guess of the library on Windows ("HD" before the storage service has spoken) taken for a fact.
  it('reports SSD and HDD as unknown when the medium of one disk is unknown', async () => {
    const { sruBytes, hruBytes } = resourcesOf(await readRecording('windows-desktop'));
    expect(sruBytes).toMatchObject({ state: 'unavailable', code: 'ambiguous', atLeast: 1_000_202_273_280 });
    expect(hruBytes).toMatchObject({ state: 'unavailable', code: 'ambiguous', atLeast: 4_000_784_417_280 });
    expect(sruBytes).toHaveProperty('because', 'It cannot be told whether PHYSICALDRIVE3 is SSD or HDD.');
  });

  // Catches "no disks" being shown as 0 bytes where the system only hides them.
  it('reports that the disks of a locked-down container are hidden', async () => {
    const { disks } = (await readRecording('container-locked')).parts;
    expect(disks).toMatchObject({ state: 'unavailable', code: 'hidden' });
  });
});

describe('memory of recorded machines', () => {
  // Catches the library's made-up module (as large as the usable memory) being shown as a real one.
  it('never shows an invented module', async () => {
    for (const name of ['vm-kvm', 'laptop-wifi', 'container-locked'] as const) {
      expect(valueOf((await readRecording(name)).parts.memory).modules.state).toBe('unavailable');
    }
  });

  // Catches modules missing for a plain user although the device manager lists them, and empty slots counted.
  it('lists modules for an unprivileged user, and distinguishes usable and installed memory', async () => {
    const memory = valueOf((await readRecording('workstation-ryzen')).parts.memory);
    expect(
      valueOf(memory.modules).map((module) => [module.slot, module.sizeBytes, module.type, module.clockMhz]),
    ).toEqual([
      ['DIMM_A2', 34_359_738_368, 'DDR5', 6000],
      ['DIMM_B2', 34_359_738_368, 'DDR5', 6000],
    ]);
    expect(valueOf(memory.installedBytes)).toBe(68_719_476_736);
    expect(memory.usableBytes).toBe(66_571_993_088);
  });

  // Catches ECC and the empty thirteenth slot of a server.
  it('lists the modules of a server', async () => {
    const modules = valueOf(valueOf((await readRecording('server-dual-xeon')).parts.memory).modules);
    expect(modules).toHaveLength(12);
    expect(modules.every((module) => module.ecc === true)).toBe(true);
  });
});

describe('virtual machines', () => {
  // Catches a real host taken for a guest (a kernel message of KVM, the BIOS text of a real board), and the reverse.
  it.each([
    ['workstation-ryzen', false, null, false],
    ['windows-desktop', false, null, false],
    ['server-dual-xeon', false, null, false],
    ['mac-mini-m2', false, null, false],
    ['container-locked', false, null, true],
    ['vm-kvm', true, 'KVM', false],
    ['vm-firecracker', true, 'KVM', false],
  ] as const)('classifies %s as virtual: %s', async (name, isVirtual, hypervisor, inContainer) => {
    const found = valueOf((await readRecording(name)).parts.virtualisation);
    expect(found).toMatchObject({ isVirtual, hypervisor, inContainer });
    expect(found.reason).not.toBe('');
  });
});

describe('processors, networks and firmware of recorded machines', () => {
  // Catches sockets multiplied twice, a brand without its first word, and ARM taken for 64-bit Intel or AMD.
  it('identifies the processors', async () => {
    const server = valueOf((await readRecording('server-dual-xeon')).parts.cpu);
    expect(server).toMatchObject({ brand: 'Intel Xeon Gold 6248R', sockets: 2, physicalCores: 48, logicalCores: 96 });
    const laptop = valueOf((await readRecording('laptop-wifi')).parts.cpu);
    expect(laptop).toMatchObject({ brand: '12th Gen Intel Core i7-1260P', vendor: 'intel', architecture: 'x64' });
    const mac = valueOf((await readRecording('mac-mini-m2')).parts.cpu);
    expect(mac).toMatchObject({ brand: 'Apple M2', vendor: 'apple', architecture: 'arm64' });
  });

  // Catches a clock of 0 MHz shown for a guest that hides it.
  it('reads the clock from the kernel where the library reports 0', async () => {
    expect(valueOf((await readRecording('vm-kvm')).parts.cpu).speedMhz).toMatchObject({ value: 2400 });
  });

  // Catches bridges called wired, Wi-Fi called wired, and a speed of -1.
  it('distinguishes wired, Wi-Fi and virtual interfaces', async () => {
    expect(await kinds('workstation-ryzen')).toEqual({
      docker0: 'virtual',
      enp5s0: 'wired',
      lo: 'loopback',
      wlp6s0: 'wifi',
    });
    expect(await kinds('windows-desktop')).toMatchObject({ Ethernet: 'wired', 'Wi-Fi': 'wifi' });
    expect(await kinds('windows-desktop')).toMatchObject({ 'vEthernet (Default Switch)': 'virtual' });
    const server = valueOf((await readRecording('server-dual-xeon')).parts.network);
    expect(server.find((entry) => entry.name === 'eno3')?.speedMbit.state).toBe('unavailable');
    expect(server.find((entry) => entry.isDefault)?.name).toBe('bond0');
  });

  // Catches a part of a Mac that only the library could read: the recording holds what its commands print.
  it('reads a Mac by its own commands', async () => {
    const { parts } = await readRecording('mac-mini-m2');
    expect(valueOf(valueOf(parts.memory).modules).map(({ sizeBytes, type }) => [sizeBytes, type])).toEqual([
      [2 ** 34, 'LPDDR5'],
    ]);
    expect(valueOf(parts.os)).toEqual({ platform: 'macos', name: 'macOS', release: '15.1', kernel: '24.1.0' });
    expect(valueOf(parts.board)).toMatchObject({ systemVendor: 'Apple', systemModel: 'Mac14,3' });
    expect(valueOf(parts.gpus)).toEqual([{ vendor: 'Apple', model: 'Apple M2', memoryBytes: null }]);
    expect(await kinds('mac-mini-m2')).toMatchObject({ lo0: 'loopback', en0: 'wired', en1: 'wifi', en4: 'other' });
    const wired = valueOf(parts.network).find((port) => port.name === 'en0');
    expect(wired).toMatchObject({ isDefault: true, isUp: true, speedMbit: { value: 1000 }, usesDhcp: { value: true } });
  });

  // Catches a part of Windows that only the library could read: the recording holds what its one query answers.
  it('reads Windows by its own query', async () => {
    const { parts } = await readRecording('windows-desktop');
    const memory = valueOf(parts.memory);
    expect(memory.usableBytes).toBe(34_155_094_016);
    expect(valueOf(memory.modules).map(({ type, ecc }) => [type, ecc])).toEqual([
      ['DDR4', false],
      ['DDR4', false],
    ]);
    expect(valueOf(parts.cpu)).toMatchObject({ logicalCores: 12, physicalCores: 6, speedMhz: { value: 2500 } });
    expect(valueOf(parts.os)).toMatchObject({ name: 'Microsoft Windows 11 Pro', release: '10.0.26100' });
    expect(valueOf(parts.board)).toMatchObject({ boardModel: 'B660M DS3H DDR4', biosDate: '2023-03-22' });
    expect(valueOf(parts.gpus).map(({ memoryBytes }) => memoryBytes)).toEqual([2 ** 30]);
    const wired = valueOf(parts.network).find((port) => port.isDefault);
    expect(wired).toMatchObject({
      name: 'Ethernet',
      isUp: true,
      speedMbit: { value: 1000 },
      usesDhcp: { value: true },
    });
  });

  // Catches a leased address read as a fixed one: the library loses the lease flag on most systems.
  it('distinguishes a DHCP lease from a static address', async () => {
    expect(await dhcp('workstation-ryzen')).toMatchObject({ state: 'known', value: true });
    expect(await dhcp('server-dual-xeon')).toMatchObject({ state: 'known', value: false });
    expect(await dhcp('container-locked')).toMatchObject({ state: 'unavailable' });
  });

  // Catches "off" said where nothing can be told, and Secure Boot misread by the four bytes of attributes.
  it.each([
    ['workstation-ryzen', ['uefi', 'on', 'on', 'on', 'on']],
    ['server-dual-xeon', ['uefi', 'on', 'on', 'off', 'on']],
    ['laptop-wifi', ['uefi', 'on', 'on', 'on', 'off']],
    ['vm-kvm', ['legacy', 'unknown', 'unknown', 'off', 'unknown']],
    ['windows-desktop', ['uefi', 'unknown', 'on', 'on', 'unknown']],
    ['container-locked', ['unknown', 'on', 'unknown', 'unknown', 'unknown']],
  ] as const)('reads the firmware settings of %s', async (name, expected) => {
    const firmware = valueOf((await readRecording(name)).parts.firmware);
    const { bootMode, virtualisation, hyperThreading, secureBoot, networkBoot, powerOnAfterLoss } = firmware;
    const states = [virtualisation, hyperThreading, secureBoot, networkBoot].map((fact) => fact.state);
    expect([bootMode, ...states]).toEqual(expected);
    expect(powerOnAfterLoss.state).toBe('unknown');
    expect(powerOnAfterLoss.howToLook).toContain('AC Power Loss');
  });
});
