import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resourcesOf } from '#shared/domain/hardware/reading-resources.ts';
import { recordingSchema } from '#shared/contract/hardware/recording.ts';
import { recordedMachine } from '#main/hardware/recorded-machine.ts';
import { readMachine, valueOf } from './recordings.ts';

const SECTOR = 512;
const PCI = '/sys/devices/pci0000:00/0000:00:17.0';

/** How a disk can be attached: where the kernel shows it, the driver of its host, and whether it counts. */
const ATTACHMENTS = {
  sata: { path: `${PCI}/ata1/host0/target0:0:0`, driver: 'ahci', counts: true, isRaid: false },
  sas: { path: `${PCI}/host0/port-0:0/end_device-0:0/target0:0:0`, driver: 'mpt3sas', counts: true, isRaid: false },
  raid: { path: `${PCI}/host0/target0:2:0`, driver: 'megaraid_sas', counts: true, isRaid: true },
  smart: { path: `${PCI}/host0/target0:1:0`, driver: 'hpsa', counts: true, isRaid: true },
  usb: { path: `${PCI}/usb2/2-1/host6/target6:0:0`, driver: 'uas', counts: false, isRaid: false },
  iscsi: {
    path: '/sys/devices/platform/host6/session1/target6:0:0',
    driver: 'iscsi_tcp',
    counts: false,
    isRaid: false,
  },
  fibre: { path: `${PCI}/host1/rport-1:0-0/target1:0:0`, driver: 'qla2xxx', counts: false, isRaid: false },
  virtual: { path: '/sys/devices/pseudo_0/adapter0/host9', driver: 'scsi_debug', counts: false, isRaid: false },
} as const;

const disk = fc.record({
  attachment: fc.constantFrom(...(Object.keys(ATTACHMENTS) as (keyof typeof ATTACHMENTS)[])),
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
});
type DrawnDisk = typeof disk extends fc.Arbitrary<infer T> ? T : never;

const adapter = fc.record({
  kind: fc.constantFrom('ethernet', 'wifi', 'modem', 'phone', 'bridge', 'bluetooth'),
});

function diskFiles(drawn: DrawnDisk, index: number) {
  const name = `sd${'abcdefgh'[index] ?? 'z'}`;
  const { path, driver, isRaid } = ATTACHMENTS[drawn.attachment];
  const folder = `/sys/block/${name}`;
  const host = 20 + index;
  const rotational = isRaid || !drawn.isSsd ? '1' : '0';
  return {
    files: {
      [`${folder}/size`]: `${(drawn.gigabytes * 1_000_000_000 - ((drawn.gigabytes * 1_000_000_000) % SECTOR)) / SECTOR}\n`,
      [`${folder}/queue/rotational`]: `${rotational}\n`,
      [`${folder}/removable`]: drawn.isRemovable ? '1\n' : '0\n',
      [`${folder}/dev`]: `8:${index * 16}\n`,
      [`/sys/class/scsi_host/host${host}/proc_name`]: `${driver}\n`,
      ...(drawn.hasWwid ? { [`${folder}/device/wwid`]: `naa.600508b1001c00000000000000000${index}ab\n` } : {}),
      ...(drawn.hasPartition ? { [`${folder}/${name}1/partition`]: '1\n' } : {}),
      ...(drawn.hasUdev
        ? {
            [`/run/udev/data/b8:${index * 16}`]: `E:ID_BUS=scsi\n${drawn.hasPartition ? 'E:ID_PART_TABLE_TYPE=gpt\n' : ''}`,
          }
        : {}),
    },
    link: { [folder]: `${path.replace(/host\d+/, `host${host}`)}/0:0:0:0/block/${name}` },
    rows: drawn.hasRow
      ? [
          {
            name,
            type: 'disk',
            size: 1,
            physical: 'HDD',
            model: 'DISK',
            serial: drawn.serial,
            removable: drawn.isRemovable,
          },
          ...(drawn.hasPartition && drawn.hasPartitionRow ? [{ name: `${name}1`, type: 'part', fsType: 'ext4' }] : []),
        ]
      : [],
  };
}

const ADAPTER_FILES = {
  ethernet: { name: 'enp1s', uevent: '', driver: 'igb', pciClass: '0x020000', folder: 'device' },
  wifi: { name: 'wlp2s', uevent: 'DEVTYPE=wlan', driver: 'iwlwifi', pciClass: '0x028000', folder: 'wireless' },
  modem: { name: 'wwp0s', uevent: 'DEVTYPE=wwan', driver: 'qmi_wwan', pciClass: null, folder: 'device' },
  phone: { name: 'enp0s20u', uevent: '', driver: 'rndis_host', pciClass: null, folder: 'device' },
  bridge: { name: 'br', uevent: 'DEVTYPE=bridge', driver: '', pciClass: null, folder: 'bridge' },
  bluetooth: { name: 'bnep', uevent: 'DEVTYPE=bluetooth', driver: 'bnep', pciClass: null, folder: 'device' },
} as const;

function adapterFiles(kind: keyof typeof ADAPTER_FILES, index: number) {
  const { name, uevent, driver, pciClass, folder } = ADAPTER_FILES[kind];
  const path = `/sys/class/net/${name}${index}`;
  return {
    files: {
      [`${path}/type`]: '1\n',
      [`${path}/operstate`]: 'up\n',
      [`${path}/uevent`]: `${uevent}\n`,
      ...(driver === '' ? {} : { [`${path}/device/uevent`]: `DRIVER=${driver}\n` }),
      ...(pciClass === null ? {} : { [`${path}/device/class`]: `${pciClass}\n` }),
    },
    folder: `${path}/${folder}`,
  };
}

const guest = fc.record({
  isGuest: fc.boolean(),
  showsFlag: fc.boolean(),
  maker: fc.constantFrom('QEMU', 'Scaleway', 'Nobody Ltd', 'Dell Inc.', 'ASRock'),
});

function recordingOf(
  disks: readonly DrawnDisk[],
  adapters: readonly { readonly kind: keyof typeof ADAPTER_FILES }[],
  { isGuest, showsFlag, maker }: { readonly isGuest: boolean; readonly showsFlag: boolean; readonly maker: string },
) {
  const drawnDisks = disks.map((drawn, index) => diskFiles(drawn, index));
  const drawnAdapters = adapters.map(({ kind }, index) => adapterFiles(kind, index));
  const flags = isGuest && showsFlag ? 'fpu vmx hypervisor' : 'fpu vmx';
  return recordingSchema.parse({
    format: 1,
    title: 'drawn',
    platform: 'linux',
    architecture: 'x64',
    isPrivileged: false,
    runtime: { logicalCores: 8, cpuModel: 'Intel', memoryBytes: 2 ** 34, kernelRelease: '6.1.0' },
    calls: {
      cpu: { cores: 8 },
      mem: { total: 2 ** 34 },
      blockDevices: drawnDisks.flatMap(({ rows }) => rows),
      diskLayout: [],
    },
    files: Object.assign(
      {
        '/sys/class/dmi/id/sys_vendor': `${isGuest ? maker : 'Dell Inc.'}\n`,
        // A guest that hides the processor's flag hides the processor's flags altogether.
        ...(isGuest && !showsFlag ? {} : { '/proc/cpuinfo': `flags : ${flags}\n` }),
      },
      ...drawnDisks.map(({ files }) => files),
      ...drawnAdapters.map(({ files }) => files),
    ),
    folders: drawnAdapters.map(({ folder }) => folder),
    links: Object.assign({}, ...drawnDisks.map(({ link }) => link)),
  });
}

const bytesOf = ({ gigabytes }: DrawnDisk) => gigabytes * 1_000_000_000 - ((gigabytes * 1_000_000_000) % SECTOR);

describe('machines drawn over raw text', () => {
  it('never gives a wrong sum as exact, and never claims more than the truth', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(disk, { minLength: 1, maxLength: 8 }),
        fc.array(adapter, { maxLength: 4 }),
        guest.filter((drawn) => !drawn.isGuest || drawn.showsFlag || !/Dell|ASRock/.test(drawn.maker)),
        async (disks, adapters, drawnGuest) => {
          const reading = await readMachine(recordedMachine(recordingOf(disks, adapters, drawnGuest)));
          const counted = disks.filter((drawn) => ATTACHMENTS[drawn.attachment].counts);
          const truth = (isSsd: boolean) =>
            counted.filter((drawn) => drawn.isSsd === isSsd).reduce((sum, drawn) => sum + bytesOf(drawn), 0);
          const { sruBytes, hruBytes } = resourcesOf(reading);
          for (const [amount, expected] of [
            [sruBytes, truth(true)],
            [hruBytes, truth(false)],
          ] as const) {
            const isTrue = amount.state === 'known' ? amount.value === expected : amount.atLeast <= expected;
            expect({ amount, expected, isTrue }).toMatchObject({ isTrue: true });
          }
          const facts = valueOf(reading.parts.disks);
          for (const found of facts.disks) {
            const drawn = disks['abcdefgh'.indexOf(found.name.slice(2))];
            expect(drawn === undefined || ATTACHMENTS[drawn.attachment].counts).toBe(true);
            expect(found.holdsData === false && drawn?.hasPartition === true).toBe(false);
            expect(found.behindRaid === false && drawn !== undefined && ATTACHMENTS[drawn.attachment].isRaid).toBe(
              false,
            );
          }
          expect(facts.leftOut.filter((entry) => entry.code === 'duplicate')).toEqual([]);
          const wired = valueOf(
            reading.parts.network.state === 'known' ? reading.parts.network : { state: 'known', value: [] },
          );
          expect(wired.filter((port) => port.kind === 'wired').length).toBe(
            adapters.filter(({ kind }) => kind === 'ethernet').length,
          );
          const { virtualisation } = reading.parts;
          const isCalledReal = virtualisation.state === 'known' && !virtualisation.value.isVirtual;
          expect(isCalledReal && drawnGuest.isGuest).toBe(false);
        },
      ),
      { numRuns: 200 },
    );
  });
});
