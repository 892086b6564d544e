import type { Fact, NetworkInterface } from '#shared/contract/hardware/hardware-reading.ts';
import { linuxDhcpStates } from './linux-dhcp.ts';
import { known, type Probe, unavailable } from './probe.ts';
import { asRecords, cleanText, codeText, parseLines, positiveRounded } from './sanitise.ts';
import { askWindows } from './windows-query.ts';

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

/** Drivers of USB adapters for a cable; other USB network devices are phones, modems and service processors. */
const USB_ETHERNET =
  /^(?:r815[0-9]|ax88|asix|aqc111|smsc|lan78|mcs7830|dm9601|sr9[78]00|rtl8150|pegasus|kaweth|catc|ch9200|sr9700)/;
const MODEM_DRIVERS =
  /^(?:rndis|ipheth|cdc_(?!ether|ncm)|qmi_|huawei|sierra|hso|mhi|iosm|t7xx|wwan|bnep|thunderbolt|gdm|mbim)/;
const VIRTUAL_DRIVERS = /^(?:netdevsim|dummy|tun|veth|ipvlan|macvlan)/;
const ETHERNET_CLASS = '0x0200';

interface LinuxPort {
  readonly name: string;
  readonly type: string | null;
  readonly deviceType: string;
  readonly driver: string;
  readonly pciClass: string | null;
  readonly path: string;
  readonly isVirtualFunction: boolean;
}

/** A port with a cable, by its bus, its driver and the kernel's device type: an unknown one may be anything. */
function portKind(port: LinuxPort): NetworkInterface['kind'] {
  const { deviceType, driver, name, path, pciClass } = port;
  if (port.type !== ETHERNET || /^(?:wwan|bluetooth|gadget)$/i.test(deviceType) || MODEM_DRIVERS.test(driver)) {
    return 'other';
  }
  if (/^wlan$/i.test(deviceType) || pciClass?.startsWith('0x0280') === true) {
    return 'wifi';
  }
  if (
    deviceType !== '' ||
    VIRTUAL_DRIVERS.test(driver) ||
    path.startsWith('/sys/devices/virtual/') ||
    port.isVirtualFunction
  ) {
    return 'virtual';
  }
  if (/^(?:wwp|wwan|ww|bnep|usb\d|rmnet|ppp)/.test(name)) {
    return 'other';
  }
  const isUsb = /\/usb\d+\//.test(path) || /^en.*u\d/.test(name) || name.startsWith('enx');
  if (isUsb) {
    return USB_ETHERNET.test(driver) ? 'wired' : 'unknown';
  }
  const isNamedEthernet = /^(?:en[ospd]|eno|eth|em|lan|p\d+p)\d*/.test(name);
  return pciClass?.startsWith(ETHERNET_CLASS) === true || (pciClass === null && isNamedEthernet) ? 'wired' : 'unknown';
}

async function linuxKind(probe: Probe, name: string): Promise<NetworkInterface['kind']> {
  const folder = `${NET}/${name}`;
  const [type, wireless, phy, device, uevent, deviceUevent, pciClass, path] = await Promise.all([
    probe.readLine(`${folder}/type`),
    probe.list(`${folder}/wireless`),
    probe.list(`${folder}/phy80211`),
    probe.list(`${folder}/device`),
    probe.readText(`${folder}/uevent`),
    probe.readText(`${folder}/device/uevent`),
    probe.readLine(`${folder}/device/class`),
    probe.realPath(folder),
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
  return portKind({
    name,
    type,
    deviceType: parseLines(uevent ?? '', '=').get('DEVTYPE') ?? '',
    driver: parseLines(deviceUevent ?? '', '=').get('DRIVER') ?? '',
    pciClass,
    path: path ?? '',
    isVirtualFunction: device.includes('physfn'),
  });
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
      linuxKind(probe, name),
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

/** Numbers of NdisPhysicalMedium. Source: learn.microsoft.com, MSFT_NetAdapter */
const WIRELESS_MEDIA = new Set([1, 9]);
const OTHER_MEDIA = new Set([2, 3, 4, 7, 8, 10, 11, 12, 16, 17, 18]);
const WIRED_MEDIUM = 14;

function windowsKind(adapter: Readonly<Record<string, unknown>>): NetworkInterface['kind'] {
  const medium = Number(adapter.NdisPhysicalMedium);
  if (adapter.Virtual === true || adapter.HardwareInterface === false) {
    return 'virtual';
  }
  if (WIRELESS_MEDIA.has(medium) || adapter.InterfaceType === 71) {
    return 'wifi';
  }
  if (OTHER_MEDIA.has(medium)) {
    return 'other';
  }
  const isOnBoard = /^PCI\\/i.test(codeText(adapter.PnPDeviceID));
  return adapter.HardwareInterface === true && medium === WIRED_MEDIUM && isOnBoard ? 'wired' : 'unknown';
}

/** macOS names its ports itself; "Ethernet Adapter (en4)" is an internal one without a socket. */
const MAC_WIRED_PORT =
  /^(?:Ethernet(?: \d+)?|10 ?Gb? Ethernet|.*\bLAN|Thunderbolt (?:Gigabit )?Ethernet.*|.*Ethernet Controller.*|Apple USB Ethernet Adapter)$/;
const MAC_OTHER_PORT =
  /^(?:Thunderbolt (?:\d|Bridge).*|FireWire.*|Bluetooth.*|iPhone.*|iPad.*|.*Modem.*|Ethernet Adapter.*)$/i;

async function macPorts(probe: Probe): Promise<ReadonlyMap<string, string>> {
  const output = (await probe.run('networksetup', ['-listallhardwareports'])) ?? '';
  const ports = output.matchAll(/^Hardware Port: (.*)\r?\nDevice: (\S+)/gm);
  return new Map([...ports].map(([, port = '', device = '']) => [device, port.trim()]));
}

function macKind(name: string, port: string | undefined): NetworkInterface['kind'] {
  if (port !== undefined && /wi-?fi|airport/i.test(port)) {
    return 'wifi';
  }
  if (!/^en\d+$/.test(name)) {
    return 'virtual';
  }
  if (port === undefined) {
    return 'unknown';
  }
  return MAC_WIRED_PORT.test(port) ? 'wired' : MAC_OTHER_PORT.test(port) ? 'other' : 'unknown';
}

/** The library calls everything wired that it does not know: only what is wireless, virtual or internal counts. */
function libraryKind(entry: Readonly<Record<string, unknown>>): NetworkInterface['kind'] | null {
  if (entry.internal === true) {
    return 'loopback';
  }
  if (entry.virtual === true || entry.type === 'virtual') {
    return 'virtual';
  }
  return entry.type === 'wireless' ? 'wifi' : null;
}

async function systemKinds(probe: Probe): Promise<(name: string) => NetworkInterface['kind']> {
  if (probe.platform === 'darwin') {
    const ports = await macPorts(probe);
    return (name) => macKind(name, ports.get(name));
  }
  const adapters = (await askWindows(probe))?.adapters ?? [];
  const kinds = new Map(adapters.map((adapter) => [cleanText(adapter.Name), windowsKind(adapter)]));
  return (name) => kinds.get(name) ?? 'unknown';
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
      kind: libraryKind(entry) ?? kindBySystem(cleanText(entry.iface)),
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
