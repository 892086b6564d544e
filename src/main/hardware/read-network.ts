import type { Fact, NetworkInterface } from '#shared/contract/hardware/hardware-reading.ts';
import { linuxDhcpStates, NO_ADDRESS } from './linux-dhcp.ts';
import {
  libraryPortKind,
  linuxPortKind,
  macPortKind,
  type PortKind,
  UNKNOWN_PORT,
  windowsPortKind,
} from './port-kinds.ts';
import { known, type Probe, unavailable } from './probe.ts';
import { asRecords, cleanText, parseLines, positiveRounded } from './sanitise.ts';
import { queryWindows } from './windows-query.ts';

/** 10 Tbit/s: faster than any port. */
const MAX_SPEED_MBIT = 10_000_000;
const NET = '/sys/class/net';

/** The kernel names some adapters by their MAC address, which is private. */
function withoutAddress(name: string): string {
  return name.replace(/^((?:en|wl|ww)x)[\da-f]{12}$/, '$1…');
}

function speedFact(value: unknown, source: string): NetworkInterface['speedMbit'] {
  const speed = positiveRounded(value, MAX_SPEED_MBIT);
  return speed === null ? unavailable('hidden', 'The driver gives no link speed.') : known(speed, source);
}

async function linuxKind(probe: Probe, name: string): Promise<PortKind> {
  const folder = `${NET}/${name}`;
  const [type, wireless, phy, device, uevent, deviceUevent, pciClass, path, portName] = await Promise.all([
    probe.readLine(`${folder}/type`),
    probe.list(`${folder}/wireless`),
    probe.list(`${folder}/phy80211`),
    probe.list(`${folder}/device`),
    probe.readText(`${folder}/uevent`),
    probe.readText(`${folder}/device/uevent`),
    probe.readLine(`${folder}/device/class`),
    probe.realPath(folder),
    probe.readLine(`${folder}/phys_port_name`),
  ]);
  return linuxPortKind({
    name,
    type,
    isWireless: wireless !== null || phy !== null,
    hasDevice: device !== null,
    deviceType: parseLines(uevent ?? '', '=').get('DEVTYPE') ?? '',
    driver: parseLines(deviceUevent ?? '', '=').get('DRIVER') ?? '',
    pciClass,
    path: path ?? '',
    isVirtualFunction: device?.includes('physfn') === true,
    portName: portName ?? '',
  });
}

/** Name of the interface of the default route with the lowest metric, or `null`. */
async function defaultInterface(probe: Probe): Promise<string | null> {
  const routes = ((await probe.readText('/proc/net/route')) ?? '')
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1] === '00000000')
    .sort((a, b) => Number(a[6]) - Number(b[6]));
  return routes[0]?.[0] ?? null;
}

/**
 * Linux is read directly, because systeminformation lists only interfaces with an address, reports bridges as wired,
 * and takes longer than all other parts together. Source: docs/hardware.md#network
 */
async function linuxInterfaces(probe: Probe): Promise<readonly NetworkInterface[] | null> {
  const names = await probe.list(NET);
  if (names === null) {
    return null;
  }
  const [standard, dhcp] = await Promise.all([defaultInterface(probe), linuxDhcpStates(probe)]);
  const interfaces = [...names].sort().map(async (name): Promise<NetworkInterface | null> => {
    const folder = `${NET}/${name}`;
    const [kind, operstate, speed] = await Promise.all([
      linuxKind(probe, name),
      probe.readLine(`${folder}/operstate`),
      probe.readLine(`${folder}/speed`),
    ]);
    if (operstate === null) {
      return null;
    }
    return {
      name: withoutAddress(name),
      ...kind,
      isDefault: name === standard,
      isUp: operstate === 'up' ? true : operstate === 'unknown' ? null : false,
      speedMbit: speedFact(speed === null ? null : Number(speed), NET),
      usesDhcp: dhcp(name),
    };
  });
  return (await Promise.all(interfaces)).filter((entry) => entry !== null);
}

async function macPorts(probe: Probe): Promise<ReadonlyMap<string, string>> {
  const output = (await probe.run('networksetup', ['-listallhardwareports'])) ?? '';
  const ports = output.matchAll(/^Hardware Port: (.*)\r?\nDevice: (\S+)/gm);
  return new Map([...ports].map(([, port = '', device = '']) => [device, port.trim()]));
}

async function systemKinds(probe: Probe): Promise<(name: string) => PortKind> {
  if (probe.platform === 'darwin') {
    const ports = await macPorts(probe);
    return (name) => macPortKind(name, ports.get(name));
  }
  const adapters = (await queryWindows(probe))?.adapters ?? [];
  const kinds = new Map(adapters.map((adapter) => [cleanText(adapter.Name), windowsPortKind(adapter)]));
  return (name) => kinds.get(name) ?? UNKNOWN_PORT;
}

async function libraryInterfaces(probe: Probe): Promise<Fact<readonly NetworkInterface[]>> {
  const [answer, kindBySystem] = await Promise.all([probe.ask('networkInterfaces'), systemKinds(probe)]);
  if (answer.state === 'unavailable') {
    return answer;
  }
  const interfaces = asRecords(answer.value).map((entry): NetworkInterface => {
    const hasAddress = cleanText(entry.ip4) !== '';
    return {
      name: cleanText(entry.iface),
      ...(libraryPortKind(entry) ?? kindBySystem(cleanText(entry.iface))),
      isDefault: entry.default === true,
      isUp: entry.operstate === 'up' ? true : entry.operstate === 'down' ? false : null,
      speedMbit: speedFact(entry.speed, answer.source),
      usesDhcp: hasAddress && typeof entry.dhcp === 'boolean' ? known(entry.dhcp, answer.source) : NO_ADDRESS,
    };
  });
  return known(interfaces, answer.source);
}

/** Network interfaces without their addresses: kind, link, speed, and whether the address comes from DHCP. */
export async function readNetwork(probe: Probe): Promise<Fact<readonly NetworkInterface[]>> {
  const interfaces = probe.platform === 'linux' ? await linuxInterfaces(probe) : null;
  return interfaces === null ? libraryInterfaces(probe) : known(interfaces, NET);
}
