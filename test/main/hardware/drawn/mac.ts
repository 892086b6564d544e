import * as fc from 'fast-check';
import { machineRecording } from '../recordings.ts';
import type { DrawnMachine } from './truth.ts';

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** A value as macOS writes it into a property list. */
function plistValue(value: unknown): string {
  if (typeof value === 'boolean') {
    return value ? '<true/>' : '<false/>';
  }
  if (typeof value === 'number') {
    return `<integer>${value}</integer>`;
  }
  if (Array.isArray(value)) {
    return value.length === 0 ? '<array/>' : `<array>\n${value.map(plistValue).join('\n')}\n</array>`;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, entry]) => `<key>${key}</key>\n${plistValue(entry)}`);
    return `<dict>\n${entries.join('\n')}\n</dict>`;
  }
  return `<string>${escape(String(value))}</string>`;
}

/** A property list as diskutil prints it. */
export function plist(value: object): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    `<plist version="1.0">\n${plistValue(value)}\n</plist>\n`,
  ].join('\n');
}

/** How a disk can be attached to a Mac, and whether a node on this machine would count it. */
const ATTACHMENTS = {
  fabric: { bus: 'Apple Fabric', internal: true, counts: true, model: 'APPLE SSD AP0512Z', medium: 'ssd' },
  pci: { bus: 'PCI-Express', internal: true, counts: true, model: 'Samsung SSD 970 EVO', medium: 'ssd' },
  sata: { bus: 'SATA', internal: true, counts: true, model: 'APPLE HDD ST1000DM003', medium: null },
  // A card in a slot shows up like a box on Thunderbolt.
  slot: { bus: 'PCI-Express', internal: false, counts: true, model: 'GeIL P4S 4TB', medium: 'ssd' },
  thunderbolt: { bus: 'PCI-Express', internal: false, counts: false, model: 'Sabrent Rocket', medium: 'ssd' },
  // A PC that runs macOS shows its own SATA ports as external.
  hotPlug: { bus: 'SATA', internal: false, counts: true, model: 'WDC WD40EFRX', medium: null },
  raidCard: { bus: 'SCSI', internal: true, counts: true, model: 'Areca ARC-1882 VOL#00', medium: null },
  usb: { bus: 'USB', internal: false, counts: false, model: 'Extreme SSD', medium: null },
  card: { bus: 'Secure Digital', internal: true, counts: false, model: 'Built In SDXC Reader', medium: null },
  firewire: { bus: 'FireWire', internal: false, counts: false, model: 'OWC Elite', medium: 'hdd' },
  image: { bus: 'Disk Image', internal: false, counts: false, model: 'Disk Image', medium: null },
} as const;
type Attachment = keyof typeof ATTACHMENTS;

const disk = fc.record({
  attachment: fc.constantFrom(...(Object.keys(ATTACHMENTS) as Attachment[])),
  isSsd: fc.boolean(),
  showsMedium: fc.boolean(),
  content: fc.constantFrom('partitions', 'table', 'raw', 'nothing'),
  hasContainer: fc.boolean(),
  gigabytes: fc.integer({ min: 1, max: 20_000 }),
});

const PORTS = {
  ethernet: { port: 'Ethernet', hardware: 'Ethernet', isWired: true },
  tenGigabit: { port: '10Gb Ethernet', hardware: 'Ethernet', isWired: true },
  usbLan: { port: 'USB 10/100/1000 LAN', hardware: 'Ethernet', isWired: true },
  wifi: { port: 'Wi-Fi', hardware: 'AirPort', isWired: false },
  wlan: { port: 'WLAN', hardware: 'AirPort', isWired: false },
  adapter: { port: 'Ethernet Adapter (en9)', hardware: 'Ethernet', isWired: false },
  phone: { port: 'iPhone USB', hardware: 'Ethernet', isWired: false },
  thunderbolt: { port: 'Thunderbolt 1', hardware: 'Ethernet', isWired: false },
} as const;
type Port = keyof typeof PORTS;

const machine = fc.record({
  disks: fc.array(disk, { minLength: 1, maxLength: 6 }),
  ports: fc.array(fc.constantFrom(...(Object.keys(PORTS) as Port[])), { maxLength: 5 }),
  isGuest: fc.boolean(),
  isApple: fc.boolean(),
  cores: fc.integer({ min: 1, max: 32 }),
  memoryGib: fc.integer({ min: 1, max: 512 }),
});
type DrawnMac = typeof machine extends fc.Arbitrary<infer T> ? T : never;

const partition = (name: string, bytes: number) => ({
  Content: 'Apple_APFS',
  DeviceIdentifier: `${name}s1`,
  DiskUUID: '0BA5E000-0000-4000-8000-00000000F00D',
  Size: bytes,
});

function diskCommands({ disks }: DrawnMac) {
  const whole = disks.map((drawn, index) => {
    const { bus, internal, model, medium } = ATTACHMENTS[drawn.attachment];
    const name = `disk${index}`;
    const bytes = drawn.gigabytes * 1e9;
    const hasTable = drawn.content === 'partitions' || drawn.content === 'table';
    const content = hasTable ? 'GUID_partition_scheme' : drawn.content === 'raw' ? 'Apple_HFS' : '';
    const isSsd = medium === null ? drawn.isSsd : medium === 'ssd';
    return {
      entry: {
        Content: content,
        DeviceIdentifier: name,
        OSInternal: false,
        ...(hasTable ? { Partitions: drawn.content === 'partitions' ? [partition(name, bytes)] : [] } : {}),
        Size: bytes,
      },
      info: {
        BusProtocol: bus,
        Content: content,
        DeviceIdentifier: name,
        Internal: internal,
        IORegistryEntryName: `${model} Media`,
        MediaName: model,
        RemovableMedia: drawn.attachment === 'card',
        ...(drawn.showsMedium || medium !== null ? { SolidState: isSsd } : {}),
        TotalSize: bytes,
        VirtualOrPhysical: drawn.attachment === 'image' ? 'Virtual' : bus === 'Apple Fabric' ? 'Unknown' : 'Physical',
        WholeDisk: true,
      },
    };
  });
  const containers = disks.flatMap((drawn, index) => {
    const name = `disk${disks.length + index}`;
    const bytes = drawn.gigabytes * 1e9;
    return drawn.hasContainer && drawn.content === 'partitions'
      ? [
          {
            entry: {
              APFSPhysicalStores: [{ DeviceIdentifier: `disk${index}s1` }],
              APFSVolumes: [{ DeviceIdentifier: `${name}s1`, VolumeName: 'Macintosh HD' }],
              Content: 'EF57347C-0000-11AA-AA11-00306543ECAC',
              DeviceIdentifier: name,
              Size: bytes,
            },
            info: {
              BusProtocol: ATTACHMENTS[drawn.attachment].bus,
              DeviceIdentifier: name,
              Internal: true,
              MediaName: 'AppleAPFSMedia',
              SolidState: true,
              TotalSize: bytes,
              VirtualOrPhysical: 'Virtual',
              WholeDisk: true,
            },
          },
        ]
      : [];
  });
  const all = [...whole, ...containers];
  return {
    'diskutil list -plist': plist({
      AllDisks: all.map(({ entry }) => entry.DeviceIdentifier),
      AllDisksAndPartitions: all.map(({ entry }) => entry),
      WholeDisks: all.map(({ entry }) => entry.DeviceIdentifier),
    }),
    ...Object.fromEntries(
      all.map(({ info }) => [`diskutil info -plist ${info.DeviceIdentifier}`, plist(info)] as const),
    ),
  };
}

const SYSCTL =
  'sysctl -i hw.logicalcpu_max hw.physicalcpu_max hw.packages hw.memsize hw.cpufrequency_max machdep.cpu.brand_string machdep.cpu.features kern.hv_support';
const PROFILE = 'system_profiler -json SPHardwareDataType SPMemoryDataType SPDisplaysDataType SPNetworkDataType';

function networkCommands({ ports }: DrawnMac) {
  const blocks = ports.map(
    (port, index) =>
      `en${index}: flags=8863<UP,BROADCAST,SMART,RUNNING,SIMPLEX,MULTICAST> mtu 1500\n\tether 02:00:00:00:00:0${index}\n\tinet 192.0.2.${index + 1} netmask 0xffffff00 broadcast 192.0.2.255\n\tmedia: autoselect${PORTS[port].isWired ? ' (1000baseT <full-duplex>)' : ''}\n\tstatus: active\n`,
  );
  const listed = ports.map(
    (port, index) =>
      `\nHardware Port: ${PORTS[port].port}\nDevice: en${index}\nEthernet Address: 02:00:00:00:00:0${index}\n`,
  );
  return {
    'ifconfig -a': `lo0: flags=8049<UP,LOOPBACK,RUNNING,MULTICAST> mtu 16384\n\tinet 127.0.0.1 netmask 0xff000000\nutun0: flags=8051<UP,POINTOPOINT,RUNNING,MULTICAST> mtu 1380\nbridge0: flags=8863<UP,BROADCAST,SMART,RUNNING,SIMPLEX,MULTICAST> mtu 1500\n\tstatus: inactive\n${blocks.join('')}`,
    'networksetup -listallhardwareports': `${listed.join('')}\nVLAN Configurations\n===================\n`,
    'route -n get default': '   route to: default\n    gateway: 192.0.2.254\n  interface: en0\n',
  };
}

function toMachine(drawn: DrawnMac): DrawnMachine {
  const { disks, ports, isGuest, isApple, cores, memoryGib } = drawn;
  const memoryBytes = memoryGib * 2 ** 30;
  const model = isGuest && isApple ? 'VirtualMac2,1' : isApple ? 'Mac14,3' : 'iMac19,1';
  const recording = machineRecording(
    'darwin',
    {
      commands: {
        ...diskCommands(drawn),
        ...networkCommands(drawn),
        [SYSCTL]: `hw.logicalcpu_max: ${cores}\nhw.physicalcpu_max: ${cores}\nhw.packages: 1\nhw.memsize: ${memoryBytes}\nmachdep.cpu.brand_string: ${isApple ? 'Apple M2' : 'Intel(R) Core(TM) i9-9900K'}\nkern.hv_support: 1\n`,
        [PROFILE]: JSON.stringify({
          SPHardwareDataType: [{ _name: 'hardware_overview', machine_model: model, machine_name: 'Mac' }],
          SPNetworkDataType: ports.map((port, index) => ({
            _name: PORTS[port].port,
            hardware: PORTS[port].hardware,
            interface: `en${index}`,
          })),
        }),
        'sysctl -n kern.hv_vmm_present': isGuest ? '1\n' : '0\n',
        sw_vers: 'ProductName:\t\tmacOS\nProductVersion:\t\t15.1\nBuildVersion:\t\t24B83\n',
      },
    },
    isApple ? 'arm64' : 'x64',
  );
  return {
    recording: {
      ...recording,
      runtime: { logicalCores: cores, cpuModel: '', memoryBytes, kernelRelease: '24.1.0' },
      // A Mac is read without the library's answers.
      calls: {},
    },
    truth: {
      disks: disks.map(({ attachment, isSsd, content, gigabytes }, index) => ({
        name: `disk${index}`,
        bytes: gigabytes * 1e9,
        counts: ATTACHMENTS[attachment].counts,
        isSsd: ATTACHMENTS[attachment].medium === null ? isSsd : ATTACHMENTS[attachment].medium === 'ssd',
        isRaid: attachment === 'raidCard',
        hasData: content === 'partitions' || content === 'raw',
      })),
      wired: ports.flatMap((port, index) => (PORTS[port].isWired ? [`en${index}`] : [])),
      isGuest,
      cores,
      memoryBytes,
    },
  };
}

/** A Mac, or a PC that runs macOS, by what its commands print. */
export const drawnMac: fc.Arbitrary<DrawnMachine> = machine.map(toMachine);
