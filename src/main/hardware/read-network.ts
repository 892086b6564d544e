import type { Fact, NetworkInterface } from '#shared/domain/hardware/hardware-reading.ts';
import { linuxDhcpStates } from './linux-dhcp.ts';
import { known, type Probe, unavailable } from './probe.ts';
import { asRecords, cleanText, positiveRounded } from './sanitise.ts';

/** 10 Tbit/s: above any port. */
const MAX_SPEED_MBIT = 10_000_000;
const ETHERNET = '1';
const LOOPBACK = '772';
const NET = '/sys/class/net';

/** The kernel names some adapters by their hardware address, which is private. */
function withoutAddress(name: string): string {
  return name.replace(/^((?:en|wl|ww)x)[\da-f]{12}$/, '$1…');
}

function speedFact(value: unknown, source: string): NetworkInterface['speedMbit'] {
  const speed = positiveRounded(value, MAX_SPEED_MBIT);
  return speed === null ? unavailable('hidden', 'The driver gives no link speed.') : known(speed, source);
}

async function linuxKind(probe: Probe, folder: string): Promise<NetworkInterface['kind']> {
  const [type, wireless, phy, device] = await Promise.all([
    probe.readLine(`${folder}/type`),
    probe.list(`${folder}/wireless`),
    probe.list(`${folder}/phy80211`),
    probe.list(`${folder}/device`),
  ]);
  if (type === LOOPBACK) {
    return 'loopback';
  }
  if (wireless !== null || phy !== null) {
    return 'wifi';
  }
  if (device === null) {
    return 'virtual';
  }
  return type === ETHERNET ? 'wired' : 'other';
}

/** Name of the interface with the default route of the lowest metric, or `null`. */
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
 * Linux is asked directly: systeminformation shows only interfaces that have an address, calls bridges wired and takes
 * longer than all other parts together. Source: docs/hardware.md#network
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
      linuxKind(probe, folder),
      probe.readLine(`${folder}/operstate`),
      probe.readLine(`${folder}/speed`),
    ]);
    if (operstate === null) {
      return null;
    }
    return {
      name: withoutAddress(name),
      kind,
      isDefault: name === standard,
      isUp: operstate === 'up' ? true : operstate === 'unknown' ? null : false,
      speedMbit: speedFact(speed === null ? null : Number(speed), NET),
      usesDhcp: dhcp(name),
    };
  });
  return (await Promise.all(interfaces)).filter((entry) => entry !== null);
}

function kindOf(entry: Readonly<Record<string, unknown>>): NetworkInterface['kind'] {
  if (entry.internal === true) {
    return 'loopback';
  }
  if (entry.virtual === true || entry.type === 'virtual') {
    return 'virtual';
  }
  if (entry.type === 'wireless') {
    return 'wifi';
  }
  return entry.type === 'wired' ? 'wired' : 'other';
}

async function libraryInterfaces(probe: Probe): Promise<Fact<readonly NetworkInterface[]>> {
  const answer = await probe.ask('networkInterfaces');
  if (answer.state === 'unavailable') {
    return answer;
  }
  const interfaces = asRecords(answer.value).map((entry): NetworkInterface => {
    const hasAddress = cleanText(entry.ip4) !== '';
    return {
      name: cleanText(entry.iface),
      kind: kindOf(entry),
      isDefault: entry.default === true,
      isUp: entry.operstate === 'up' ? true : entry.operstate === 'down' ? false : null,
      speedMbit: speedFact(entry.speed, answer.source),
      usesDhcp:
        hasAddress && typeof entry.dhcp === 'boolean'
          ? known(entry.dhcp, answer.source)
          : unavailable('hidden', 'It has no IPv4 address, so it cannot be told how it would get one.'),
    };
  });
  return known(interfaces, answer.source);
}

/** Network interfaces without their addresses: kind, link, speed and whether the address comes from DHCP. */
export async function readNetwork(probe: Probe): Promise<Fact<readonly NetworkInterface[]>> {
  const interfaces = probe.platform === 'linux' ? await linuxInterfaces(probe) : null;
  return interfaces === null ? libraryInterfaces(probe) : known(interfaces, NET);
}
