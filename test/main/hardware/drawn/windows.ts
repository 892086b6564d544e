import * as fc from 'fast-check';
import { WINDOWS_QUERY } from '#main/hardware/windows-query.ts';
import { machineRecording } from '../recordings.ts';
import type { DrawnMachine } from './truth.ts';

const COMMAND = `powershell.exe -NoProfile -NonInteractive -Command ${WINDOWS_QUERY}`;
const MEMORY_BYTES = 2 ** 34;
const CORES = 8;

/** Numbers of BusType with the names that the library gives, and whether a node would count such a disk. */
const BUSES = {
  nvme: { number: 17, name: 'NVMe', counts: true, isRaid: false },
  sata: { number: 11, name: 'SATA', counts: true, isRaid: false },
  sas: { number: 10, name: 'SAS', counts: true, isRaid: false },
  raid: { number: 8, name: 'RAID', counts: true, isRaid: true },
  usb: { number: 7, name: 'USB', counts: false, isRaid: false },
  iscsi: { number: 9, name: 'iSCSI', counts: false, isRaid: false },
  fibre: { number: 6, name: 'Fibre Channel', counts: false, isRaid: false },
  card: { number: 12, name: 'SD', counts: false, isRaid: false },
  vhd: { number: 15, name: 'File Backed Virtual', counts: false, isRaid: false },
} as const;
type Bus = keyof typeof BUSES;

const disk = fc
  .record({
    bus: fc.constantFrom(...(Object.keys(BUSES) as Bus[])),
    isSsd: fc.boolean(),
    isMediumKnown: fc.boolean(),
    // A member of a pool has no number, and is not in the list of Get-Disk.
    isPooled: fc.boolean(),
    partitions: fc.integer({ min: 0, max: 3 }),
    style: fc.constantFrom(0, 1, 2),
    serial: fc.constantFrom('', '0000_0000', 'CTRLSERIAL0001', 'WD-WCC7K1234567'),
    gigabytes: fc.integer({ min: 1, max: 20_000 }),
  })
  // Every NVMe disk is solid state.
  .map((drawn) => (drawn.bus === 'nvme' ? { ...drawn, isSsd: true } : drawn));

const ADAPTERS = {
  ethernet: { HardwareInterface: true, Virtual: false, PnPDeviceID: 'PCI\\VEN_8086', NdisPhysicalMedium: 14 },
  wifi: { HardwareInterface: true, Virtual: false, PnPDeviceID: 'PCI\\VEN_10EC', NdisPhysicalMedium: 9 },
  oldWifi: {
    HardwareInterface: true,
    Virtual: false,
    PnPDeviceID: 'PCI\\VEN_10EC',
    NdisPhysicalMedium: 14,
    InterfaceType: 71,
  },
  modem: { HardwareInterface: true, Virtual: false, PnPDeviceID: 'USB\\VID_12D1', NdisPhysicalMedium: 8 },
  phone: { HardwareInterface: true, Virtual: false, PnPDeviceID: 'USB\\VID_18D1', NdisPhysicalMedium: 14 },
  bluetooth: { HardwareInterface: true, Virtual: false, PnPDeviceID: 'BTH\\MS', NdisPhysicalMedium: 10 },
  tunnel: { HardwareInterface: false, Virtual: true, PnPDeviceID: 'ROOT\\NET', NdisPhysicalMedium: 0 },
  switch: { HardwareInterface: false, Virtual: true, PnPDeviceID: 'ROOT\\VMS_VSMP', NdisPhysicalMedium: 14 },
} as const;
type Adapter = keyof typeof ADAPTERS;

const machine = fc.record({
  disks: fc.array(disk, { minLength: 1, maxLength: 6 }),
  adapters: fc.array(fc.constantFrom(...(Object.keys(ADAPTERS) as Adapter[])), { maxLength: 4 }),
  isGuest: fc.boolean(),
  maker: fc.constantFrom('Microsoft Corporation', 'QEMU', 'LENOVO', 'Nobody Ltd'),
});
type DrawnWindows = typeof machine extends fc.Arbitrary<infer T> ? T : never;

const nameOf = (isPooled: boolean, index: number) => `PHYSICAL${isPooled ? 'DISK' : 'DRIVE'}${index}`;

function answerOf({ disks, adapters, isGuest, maker }: DrawnWindows): object {
  return {
    computer: {
      Manufacturer: isGuest ? maker : 'LENOVO',
      Model: 'X',
      HypervisorPresent: isGuest,
      NumberOfLogicalProcessors: CORES,
    },
    physicalDisks: disks.map((drawn, index) => ({
      DeviceId: drawn.isPooled ? '' : String(index),
      Model: 'DISK',
      Size: drawn.gigabytes * 1e9,
      UniqueId: `5000C500${String(index).padStart(8, '0')}`,
      BusType: BUSES[drawn.bus].number,
      MediaType: drawn.isMediumKnown ? (drawn.isSsd ? 4 : 3) : 0,
    })),
    disks: disks.flatMap(({ partitions, style, isPooled }, index) =>
      isPooled ? [] : [{ Number: index, NumberOfPartitions: partitions, PartitionStyle: style }],
    ),
    adapters: adapters.map((kind, index) => ({ Name: `LAN-Verbindung ${index}`, ...ADAPTERS[kind] })),
  };
}

function toMachine(drawn: DrawnWindows): DrawnMachine {
  const { disks, adapters, isGuest } = drawn;
  return {
    recording: machineRecording('win32', {
      calls: {
        cpu: { cores: CORES },
        mem: { total: MEMORY_BYTES },
        diskLayout: disks.map(({ bus, isSsd, isPooled, serial, gigabytes }, index) => ({
          device: isPooled ? '' : `\\\\.\\PHYSICALDRIVE${index}`,
          name: 'DISK',
          type: isSsd ? 'SSD' : 'HD',
          size: gigabytes * 1e9,
          serialNum: `${serial}${serial === '' ? '' : index}`,
          interfaceType: BUSES[bus].name,
        })),
        networkInterfaces: adapters.map((_, index) => ({ iface: `LAN-Verbindung ${index}`, type: 'wired' })),
      },
      commands: { [COMMAND]: JSON.stringify(answerOf(drawn)) },
    }),
    truth: {
      disks: disks.map(({ bus, isSsd, isPooled, partitions, gigabytes }, index) => ({
        name: nameOf(isPooled, index),
        bytes: gigabytes * 1e9,
        counts: BUSES[bus].counts,
        isSsd,
        isRaid: BUSES[bus].isRaid,
        hasData: isPooled || partitions > 0,
      })),
      wired: adapters.flatMap((kind, index) => (kind === 'ethernet' ? [`LAN-Verbindung ${index}`] : [])),
      isGuest,
      cores: CORES,
      memoryBytes: MEMORY_BYTES,
    },
  };
}

/** A Windows machine by what its one query answers, and what the library makes of it. */
export const drawnWindows: fc.Arbitrary<DrawnMachine> = machine.map(toMachine);
