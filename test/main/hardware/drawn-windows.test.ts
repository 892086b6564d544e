import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resourcesOf } from '#shared/domain/hardware/reading-resources.ts';
import { recordedMachine } from '#main/hardware/recorded-machine.ts';
import { WINDOWS_QUERY } from '#main/hardware/windows-query.ts';
import { machineRecording, readMachine } from './recordings.ts';

const COMMAND = `powershell.exe -NoProfile -NonInteractive -Command ${WINDOWS_QUERY}`;

/** Numbers of BusType with the names that the library gives, and whether a node would count such a disk. */
const BUSES = {
  nvme: { number: 17, name: 'NVMe', counts: true },
  sata: { number: 11, name: 'SATA', counts: true },
  sas: { number: 10, name: 'SAS', counts: true },
  raid: { number: 8, name: 'RAID', counts: true },
  usb: { number: 7, name: 'USB', counts: false },
  iscsi: { number: 9, name: 'iSCSI', counts: false },
  vhd: { number: 15, name: 'File Backed Virtual', counts: false },
} as const;

const disk = fc
  .record({
    bus: fc.constantFrom(...(Object.keys(BUSES) as (keyof typeof BUSES)[])),
    isSsd: fc.boolean(),
    isMediumKnown: fc.boolean(),
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
  modem: { HardwareInterface: true, Virtual: false, PnPDeviceID: 'USB\\VID_12D1', NdisPhysicalMedium: 8 },
  phone: { HardwareInterface: true, Virtual: false, PnPDeviceID: 'USB\\VID_18D1', NdisPhysicalMedium: 14 },
  bluetooth: { HardwareInterface: true, Virtual: false, PnPDeviceID: 'BTH\\MS', NdisPhysicalMedium: 10 },
  tunnel: { HardwareInterface: false, Virtual: true, PnPDeviceID: 'ROOT\\NET', NdisPhysicalMedium: 0 },
} as const;

const machine = fc.record({
  disks: fc.array(disk, { minLength: 1, maxLength: 6 }),
  adapters: fc.array(fc.constantFrom(...(Object.keys(ADAPTERS) as (keyof typeof ADAPTERS)[])), { maxLength: 4 }),
  isGuest: fc.boolean(),
  maker: fc.constantFrom('Microsoft Corporation', 'QEMU', 'LENOVO', 'Nobody Ltd'),
  // The whole answer, the answer of a PowerShell that is refused, one that was cut off, and none.
  answer: fc.constantFrom('whole', 'refused', 'cut', 'none'),
});

describe('Windows machines drawn over what its one query answers', () => {
  it('never gives a wrong sum as exact, and never claims more than the truth', async () => {
    await fc.assert(
      fc.asyncProperty(machine, async ({ disks, adapters, isGuest, maker, answer }) => {
        const json = JSON.stringify({
          computer: { Manufacturer: maker, Model: 'X', HypervisorPresent: isGuest, NumberOfLogicalProcessors: 8 },
          physicalDisks: disks.map((drawn, index) => ({
            DeviceId: String(index),
            Model: 'DISK',
            Size: drawn.gigabytes * 1e9,
            BusType: BUSES[drawn.bus].number,
            MediaType: drawn.isMediumKnown ? (drawn.isSsd ? 4 : 3) : 0,
          })),
          disks: disks.map(({ partitions, style }, index) => ({
            Number: index,
            NumberOfPartitions: partitions,
            PartitionStyle: style,
          })),
          adapters: adapters.map((kind, index) => ({ Name: `LAN-Verbindung ${index}`, ...ADAPTERS[kind] })),
        });
        const output = { whole: json, refused: 'Zugriff verweigert', cut: json.slice(0, json.length / 2), none: '' };
        const recording = machineRecording('win32', {
          calls: {
            diskLayout: disks.map((drawn, index) => ({
              device: `\\\\.\\PHYSICALDRIVE${index}`,
              name: 'DISK',
              type: drawn.isSsd ? 'SSD' : 'HD',
              size: drawn.gigabytes * 1e9,
              serialNum: `${drawn.serial}${drawn.serial === '' ? '' : index}`,
              interfaceType: BUSES[drawn.bus].name,
            })),
            networkInterfaces: adapters.map((_, index) => ({ iface: `LAN-Verbindung ${index}`, type: 'wired' })),
          },
          commands: answer === 'none' ? {} : { [COMMAND]: output[answer] },
        });
        const reading = await readMachine(recordedMachine(recording));
        const { sruBytes, hruBytes } = resourcesOf(reading);
        const truth = (isSsd: boolean) =>
          disks
            .filter((drawn) => BUSES[drawn.bus].counts && drawn.isSsd === isSsd)
            .reduce((sum, drawn) => sum + drawn.gigabytes * 1e9, 0);
        for (const [amount, expected] of [
          [sruBytes, truth(true)],
          [hruBytes, truth(false)],
        ] as const) {
          const isTrue = amount.state === 'known' ? amount.value === expected : amount.atLeast <= expected;
          expect({ amount, expected, isTrue }).toMatchObject({ isTrue: true });
        }
        const found = reading.parts.disks.state === 'known' ? reading.parts.disks.value.disks : [];
        const wronglyEmpty = found.filter(
          ({ name, holdsData }) => holdsData === false && disks[Number(name.replace(/\D/g, ''))]?.partitions !== 0,
        );
        const ports = reading.parts.network.state === 'known' ? reading.parts.network.value : [];
        const wronglyWired = ports.filter(
          ({ name, kind }) => kind === 'wired' && adapters[Number(name.replace(/\D/g, ''))] !== 'ethernet',
        );
        const { virtualisation } = reading.parts;
        const isCalledReal = virtualisation.state === 'known' && !virtualisation.value.isVirtual;
        expect([wronglyEmpty, wronglyWired, isCalledReal && isGuest]).toEqual([[], [], false]);
      }),
      { numRuns: 200, seed: 20_260_101 },
    );
  });
});
