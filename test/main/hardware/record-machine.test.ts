import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordMachine } from '#main/hardware/record-machine.ts';
import { recordedMachine } from '#main/hardware/recorded-machine.ts';
import { WINDOWS_QUERY } from '#main/hardware/windows-query.ts';
import { machineRecording } from './recordings.ts';

const hex = (length: number) =>
  fc
    .array(
      fc.integer({ min: 0, max: 15 }).map((digit) => digit.toString(16)),
      { minLength: length, maxLength: length },
    )
    .map((digits) => digits.join(''));

const secrets = fc.record({
  serial: hex(12).map((text) => `SN${text}`),
  host: hex(6).map((text) => `host-${text}`),
  uuid: hex(32).map((text) => text.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')),
  mac: hex(10).map((text) => `02${text}`.replace(/..(?!$)/g, '$&:')),
  ip: fc.integer({ min: 100, max: 254 }).map((part) => `203.0.113.${part}`),
  user: hex(6).map((text) => `user${text}`),
});

describe('a recording', () => {
  // Catches a private field that a recording carries into a public report.
  it('holds no serial number, address, name or identifier of the machine', async () => {
    await fc.assert(
      fc.asyncProperty(secrets, async ({ serial, host, uuid, mac, ip, user }) => {
        const name = `enx${mac.replaceAll(':', '')}`;
        const parts = {
          calls: {
            blockDevices: [{ name: 'sda', type: 'disk', size: 1, serial, uuid, label: user, mount: '' }],
            diskLayout: [{ device: '/dev/sda', name: 'Disk', serialNum: serial }],
            networkInterfaces: [{ iface: name, mac, ip4: ip, ip6: `fe80::${serial}` }],
            osInfo: { distro: 'Linux', hostname: host, fqdn: `${host}.example`, serial: uuid },
            system: { manufacturer: 'Dell Inc.', serial, uuid, sku: serial },
          },
          files: {
            '/proc/self/mounts': `/dev/sda1 / ext4 rw 0 0\n//${ip}/share /home/${user} cifs username=${user} 0 0\n`,
            '/proc/swaps': `Filename Type\n/home/${user}/swap file\n`,
            '/proc/1/environ': `USER=${user}\0HOSTNAME=${host}\0container=lxc\0`,
            '/proc/net/route': `Iface\tDestination\tGateway\n${name}\t00000000\tFE0171CB\t0003\t0\t0\t100\n`,
            '/run/udev/data/b8:0': `E:ID_SERIAL=${serial}\nE:ID_FS_UUID=${uuid}\nE:ID_BUS=ata\n`,
            '/run/udev/data/+dmi:id': `E:MEMORY_DEVICE_0_SERIAL_NUMBER=${serial}\nE:MEMORY_ARRAY_NUM_DEVICES=1\n`,
            '/sys/block/sda/dev': '8:0\n',
            '/sys/block/nvme0n1/device/serial': `${serial}\n`,
            '/sys/block/nvme0n1/wwid': `eui.${serial}\n`,
            [`/sys/class/net/${name}/operstate`]: 'up\n',
          },
          folders: [`/run/${user}`, `/${user}`],
          commands: {
            'ip -json address show': JSON.stringify([
              { ifname: name, address: mac, addr_info: [{ local: ip, family: 'inet', label: name }] },
            ]),
            [`powershell.exe -NoProfile -NonInteractive -Command ${WINDOWS_QUERY}`]: JSON.stringify({
              physicalDisks: [{ UniqueId: serial, Model: 'Disk' }],
              adapters: [{ Name: 'Ethernet', PnPDeviceID: `USB\\VID_1\\${serial}` }],
            }),
          },
        };
        const route = 'FE0171CB';
        for (const platform of ['linux', 'win32', 'darwin']) {
          const machine = recordedMachine(machineRecording(platform, parts));
          const text = JSON.stringify(await recordMachine(machine, 'test', () => 1));
          const held = [serial, host, uuid, mac, mac.replaceAll(':', ''), ip, user, route];
          expect(held.filter((secret) => text.includes(secret))).toEqual([]);
        }
      }),
      { numRuns: 25 },
    );
  });
});
