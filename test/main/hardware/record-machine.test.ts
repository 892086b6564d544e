import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HardwareReading } from '#shared/contract/hardware/hardware-reading.ts';
import { recordMachine } from '#main/hardware/record-machine.ts';
import { recordedMachine } from '#main/hardware/recorded-machine.ts';
import { WINDOWS_QUERY } from '#main/hardware/windows-query.ts';
import { drawnLinux } from './drawn/linux.ts';
import { drawnMac } from './drawn/mac.ts';
import { drawnWindows } from './drawn/windows.ts';
import { loadRecording, machineRecording, readMachine, RECORDING_NAMES } from './recordings.ts';

const hex = (length: number) =>
  fc
    .array(
      fc.integer({ min: 0, max: 15 }).map((digit) => digit.toString(16)),
      { minLength: length, maxLength: length },
    )
    // Makers' zeros name nobody.
    .filter((digits) => new Set(digits).size > 3)
    .map((digits) => digits.join(''));
const letters = (length: number) =>
  fc
    .array(fc.constantFrom(...'bcdfghjkmnpqrstvwz'.split('')), { minLength: length, maxLength: length })
    .filter((signs) => new Set(signs).size > 3)
    .map((signs) => signs.join(''));

const secrets = fc.record({
  serial: hex(12).map((text) => `SN${text.toUpperCase()}`),
  host: letters(9),
  uuid: hex(32).map((text) => text.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')),
  wwn: hex(15).map((text) => `5${text}`),
  mac: hex(10).map((text) => `02${text}`.replace(/..(?!$)/g, '$&:')),
  ip: fc.integer({ min: 100, max: 254 }).map((part) => `203.0.113.${part}`),
  user: letters(8),
});
type Secrets = typeof secrets extends fc.Arbitrary<infer T> ? T : never;

const asHex = (text: string) => Buffer.from(text, 'latin1').toString('hex');

/** Every spelling in which a private value may stand somewhere. */
function spellings(value: string): readonly string[] {
  const bare = value.replaceAll(/[^a-z\d]/gi, '');
  const pairs = bare.replace(/..(?!$)/g, '$&-');
  const cases = [value, bare, pairs].flatMap((text) => [text, text.toLowerCase(), text.toUpperCase()]);
  const inHex = [bare, bare.toLowerCase(), bare.toUpperCase()].flatMap((text) => [
    asHex(text),
    asHex(text).toUpperCase(),
  ]);
  return [...new Set([...cases, ...inHex])];
}

const hexOfIp = (ip: string) => ip.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
const ipSpellings = (ip: string) => [ip, hexOfIp(ip).join(''), hexOfIp(ip).toReversed().join('').toUpperCase()];

/** Everywhere that a private value can be, those where nobody expects it included. */
function partsWith({ serial, host, uuid, wwn, mac, ip, user }: Secrets, odd: readonly string[]) {
  const name = `enx${mac.replaceAll(':', '')}`;
  const entry = Buffer.concat([
    Buffer.from([7, 0, 0, 0, 1, 0, 0, 0, 37, 0]),
    Buffer.from(`UEFI: ${serial} ${mac}\0`, 'utf16le'),
    Buffer.from([3, 11, 37, 0]),
    Buffer.from(mac.replaceAll(':', ''), 'hex'),
    Buffer.alloc(27),
  ]);
  return {
    calls: {
      blockDevices: [
        {
          name: 'sda',
          type: 'disk',
          size: 1e9,
          serial,
          uuid,
          label: user,
          mount: `/media/${user}/x`,
          model: `X ${odd[0]}`,
        },
      ],
      diskLayout: [{ device: '/dev/sda', name: 'Disk', serialNum: serial, smartData: { device: { serial } } }],
      networkInterfaces: [{ iface: name, mac, ip4: ip, ip6: `fe80::${serial}`, dnsSuffix: `${host}.example` }],
      osInfo: { distro: `Linux ${odd[1]}`, hostname: host, fqdn: `${host}.example`, serial: uuid },
      system: { manufacturer: 'Dell Inc.', serial, uuid, sku: serial, version: odd[2] },
    },
    files: {
      '/proc/self/mounts': `/dev/mapper/${host}--vg-root / ext4 rw 0 0\n//${ip}/share /home/${user} cifs username=${user} 0 0\n/dev/sda1 /home/${user} ext4 rw 0 0\n`,
      '/proc/swaps': `Filename Type\n/home/${user}/swap file\n`,
      '/proc/1/environ': `USER=${user}\0HOSTNAME=${host}\0container=lxc\0`,
      '/proc/cmdline': `root=UUID=${uuid} ip=${ip} mem=8G\n`,
      '/proc/net/route': `Iface\tDestination\tGateway\n${name}\t00000000\tFE0171CB\t0003\t0\t0\t100\n`,
      '/run/udev/data/b8:0': `E:ID_SERIAL=${serial}\nE:ID_FS_UUID=${uuid}\nE:ID_FS_LABEL=${user}\nE:ID_WWN=0x${wwn}\nE:ID_BUS=ata\nE:ID_TYPE=${odd[3]}\n`,
      '/run/udev/data/+dmi:id': `E:MEMORY_DEVICE_0_SERIAL_NUMBER=${serial}\nE:MEMORY_ARRAY_NUM_DEVICES=1\nE:MEMORY_DEVICE_0_LOCATOR=${odd[4]}\n`,
      '/sys/block/sda/dev': '8:0\n',
      '/sys/block/sda/device/wwid': `naa.${wwn}\n`,
      '/sys/block/nvme0n1/device/serial': `${serial}\n`,
      '/sys/block/nvme0n1/wwid': `nvme.144d-${asHex(serial)}-4d-00000001\n`,
      '/sys/class/dmi/id/product_name': `Server ${odd[5]}\n`,
      [`/sys/class/net/${name}/operstate`]: 'up\n',
      [`/sys/class/net/${name}/device/uevent`]: `DRIVER=igb\nX=${odd[6]}\n`,
    },
    binaryFiles: {
      '/sys/firmware/efi/efivars/Boot0001-8be4df61-93ca-11d2-aa0d-00e098032b8c': entry.toString('base64'),
    },
    folders: [`/run/${user}`, `/${user}`, '/sys/firmware/efi'],
    links: { '/sys/block/sda': `/sys/devices/pci0000:00/${odd[7]}/ata1/host0/block/sda` },
    commands: {
      'ip -json address show': JSON.stringify([
        {
          ifname: name,
          address: mac,
          addr_info: [{ local: ip, family: 'inet', label: name, scope: 'global', x: odd[8] }],
        },
      ]),
      'ifconfig -a': `en0: flags=8863<UP> mtu 1500\n\tether ${mac}\n\tinet ${ip} netmask 0xffffff00\n\tstatus: active\n`,
      'ipconfig getpacket en0': `op = BOOTREPLY\nyiaddr = ${ip}\nchaddr = ${mac}\nsname = ${host}\nlease_time (uint32): 0x15180\n`,
      'route -n get default': `    gateway: ${ip}\n  interface: en0\n`,
      'networksetup -listallhardwareports': `\nHardware Port: Ethernet\nDevice: en0\nEthernet Address: ${mac}\n`,
      'diskutil list -plist': `<plist><dict><key>AllDisksAndPartitions</key><array><dict><key>DeviceIdentifier</key><string>disk0</string><key>VolumeName</key><string>${user}</string><key>DiskUUID</key><string>${uuid}</string></dict></array></dict></plist>`,
      'system_profiler -json SPHardwareDataType SPMemoryDataType SPDisplaysDataType SPNetworkDataType': JSON.stringify({
        SPHardwareDataType: [
          {
            serial_number: serial,
            platform_UUID: uuid,
            provisioning_UDID: wwn,
            machine_model: 'Mac14,3',
            machine_name: odd[9],
          },
        ],
      }),
      [`powershell.exe -NoProfile -NonInteractive -Command ${WINDOWS_QUERY}`]: JSON.stringify({
        physicalDisks: [{ UniqueId: wwn, Model: `Disk ${odd[10]}`, SerialNumber: serial }],
        adapters: [{ Name: 'Ethernet', PnPDeviceID: `USB\\VID_1234\\${serial}`, Speed: odd[11] }],
      }),
    },
  };
}

/** The parts of a reading without how long they took. */
function partsOf({ parts }: HardwareReading): unknown {
  return JSON.parse(JSON.stringify(parts, (name, value: unknown) => (name === 'durationMs' ? 0 : value)));
}

describe('a recording of a machine', () => {
  // Catches a private value that a recording carries into a public report, in whatever spelling and wherever it stands.
  it('contains no serial number, address, name or identifier of the machine', async () => {
    await fc.assert(
      fc.asyncProperty(secrets, fc.nat(), async (drawn, shift) => {
        const { serial, host, uuid, wwn, mac, ip, user } = drawn;
        const all = [...[serial, uuid, wwn, mac, host, user].flatMap(spellings), ...ipSpellings(ip)];
        const odd = Array.from({ length: 12 }, (_, index) => all[(index * 7 + shift) % all.length] ?? '');
        for (const platform of ['linux', 'win32', 'darwin']) {
          const machine = recordedMachine(machineRecording(platform, partsWith(drawn, odd)));
          const options = { title: 'test', nowMs: () => 1, names: [`${host}.example`, user], salt: 'x' };
          const recording = await recordMachine(machine, options);
          const bytes = Object.values(recording.binaryFiles).map((text) => Buffer.from(text, 'base64'));
          const binary = bytes.flatMap((entry) => [entry.toString('utf16le'), entry.toString('hex')]).join(' ');
          const text = `${JSON.stringify(recording)} ${binary}`.replaceAll(WINDOWS_QUERY, '');
          expect([...all, 'FE0171CB'].filter((secret) => text.includes(secret))).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });

  // Catches a recording from which Farmer would read something else than from the machine.
  it.each([
    ['Linux', drawnLinux],
    ['Windows', drawnWindows],
    ['macOS', drawnMac],
  ] as const)('yields the reading of a generated machine with %s', async (_, machines) => {
    await fc.assert(
      fc.asyncProperty(machines, async ({ recording }) => {
        const machine = recordedMachine(recording);
        const kept = await recordMachine(machine, {
          title: 'test',
          nowMs: () => 1,
          names: ['gandalf', 'frodo'],
          salt: 'x',
        });
        expect(partsOf(await readMachine(recordedMachine(kept)))).toEqual(partsOf(await readMachine(machine)));
      }),
      { numRuns: 40 },
    );
  });

  it.each(RECORDING_NAMES)('yields the reading of %s', async (name) => {
    const machine = recordedMachine(loadRecording(name));
    const kept = await recordMachine(machine, { title: 'test', nowMs: () => 1, names: ['disk', 'data'], salt: 'x' });
    expect(partsOf(await readMachine(recordedMachine(kept)))).toEqual(partsOf(await readMachine(machine)));
  });
});
