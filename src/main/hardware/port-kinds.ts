import type { NetworkInterface } from '#shared/contract/hardware/hardware-reading.ts';
import { codeText } from './sanitise.ts';

/** The kind of a network interface, with its evidence. */
export interface PortKind {
  readonly kind: NetworkInterface['kind'];
  readonly kindReason: string;
}

const decide = (kind: PortKind['kind'], kindReason: string): PortKind => ({ kind, kindReason });

const SOFTWARE_ONLY = decide('virtual', 'It exists in software only.');
/** Used when only the library's unreliable "wired" is known. */
export const UNKNOWN_PORT = decide('unknown', 'Nothing shows whether a cable goes into it.');

/** Drivers of USB Ethernet adapters; other USB network devices are phones, modems and service processors. */
const USB_ETHERNET =
  /^(?:r815[0-9]|ax88|asix|aqc111|smsc|lan78|mcs7830|dm9601|sr9[78]00|rtl8150|pegasus|kaweth|catc|ch9200|sr9700)/;
const MODEM_DRIVERS =
  /^(?:rndis|ipheth|cdc_(?!ether|ncm)|qmi_|huawei|sierra|hso|mhi|iosm|t7xx|wwan|bnep|thunderbolt|gdm|mbim)/;
/** Drivers of on-board Ethernet ports without a PCI class. */
const BOARD_DRIVERS =
  /^(?:bcmgenet|macb|st_?gmac|stmmac|dwmac|\S*-(?:dwmac|gmac)|rk_gmac|sun[48x]i|fec|fsl|gianfar|mv(?:neta|pp2|643)|mtk_soc_eth|ravb|sh-eth|cpsw|am65|davinci|xgene|hns|hip04|lan9|lan743|smc9|smsc9|dm9000|cdns|axienet|r8169|r8125|e1000|igb|igc|ixgbe|i40e|ice$|tg3|bnx|mlx[45]|atlantic|alx|sky2|forcedeth)/;
const VIRTUAL_DRIVERS =
  /^(?:netdevsim|dummy|tun|veth|ipvlan|macvlan|virtio|hv_netvsc|netvsc|vif|xen|vmxnet|ibmveth)|\.sf$/;
const ETHERNET_TYPE = '1';
const LOOPBACK_TYPE = '772';
const ETHERNET_CLASS = '0x0200';
const INFINIBAND_CLASS = '0x0207';
/** The PCI class "other network controller": mostly radios, but also some data-centre cards. */
const OTHER_CLASS = '0x0280';
const RADIO_DRIVERS =
  /^(?:wl$|iwl|ipw|ath|wcn|wil6|rtl8(?:1[89]|[278x])|rtw|r8188|8\d{3}[a-z]u|mt7[69]|rt2|rt7|brcm|b43|bcma|ssb|mwl|mwifiex|mlan|aic|ssv|rsi|xradio|hwsim|mac80211)/;

/** What the Linux kernel reports of an interface. */
interface LinuxPort {
  readonly name: string;
  readonly type: string | null;
  readonly isWireless: boolean;
  readonly hasDevice: boolean;
  /** `DEVTYPE` of the kernel. */
  readonly deviceType: string;
  readonly driver: string;
  readonly pciClass: string | null;
  readonly path: string;
  readonly isVirtualFunction: boolean;
  /** The port name of the card: "pf0vf1" is a virtual function. */
  readonly portName: string;
}

/**
 * Whether an interface is an Ethernet port, by its bus, its driver and the kernel's device type; anything else may be
 * unknown.
 */
export function linuxPortKind(port: LinuxPort): PortKind {
  const { deviceType, driver, name, path, pciClass } = port;
  if (port.type === LOOPBACK_TYPE) {
    return decide('loopback', 'The kernel reports its type as loopback.');
  }
  if (port.isWireless || /^wlan$/i.test(deviceType) || RADIO_DRIVERS.test(driver)) {
    return decide('wifi', 'The kernel reports a radio.');
  }
  if (!port.hasDevice) {
    return SOFTWARE_ONLY;
  }
  if (
    port.type !== ETHERNET_TYPE ||
    /^(?:wwan|bluetooth|gadget)$/i.test(deviceType) ||
    MODEM_DRIVERS.test(driver) ||
    /^(?:ww|bnep|rmnet|ppp)/.test(name)
  ) {
    return decide('other', 'Its type or driver is that of a modem, a phone or another bus.');
  }
  if (/^dsa$/i.test(deviceType)) {
    return decide('wired', 'The kernel reports a socket of a built-in switch.');
  }
  const isVirtual =
    deviceType !== '' ||
    VIRTUAL_DRIVERS.test(driver) ||
    /pf\d+[vs]f\d+/.test(port.portName) ||
    path.startsWith('/sys/devices/virtual/') ||
    port.isVirtualFunction;
  if (isVirtual) {
    return SOFTWARE_ONLY;
  }
  if (/\/usb\d+\//.test(path) || /^(?:en.*u\d|enx|usb\d)/.test(name)) {
    return USB_ETHERNET.test(driver)
      ? decide('wired', 'Its driver is that of a USB adapter for a cable.')
      : UNKNOWN_PORT;
  }
  if (pciClass?.startsWith(ETHERNET_CLASS) === true) {
    return decide('wired', 'It is an Ethernet card by its PCI class.');
  }
  const isCard = pciClass?.startsWith(OTHER_CLASS) === true || pciClass?.startsWith(INFINIBAND_CLASS) === true;
  if ((pciClass === null && BOARD_DRIVERS.test(driver)) || (isCard && /^mlx[45]_/.test(driver))) {
    return decide('wired', 'Its driver is that of an Ethernet port.');
  }
  return pciClass === null && /^(?:en[ospd]|em\d|p\d+p)\d*/.test(name)
    ? decide('wired', 'The device manager names it as an Ethernet port, and its device is no modem or USB function.')
    : UNKNOWN_PORT;
}

/** Values of NdisPhysicalMedium. Source: learn.microsoft.com, MSFT_NetAdapter */
const WIRELESS_MEDIA = new Set([1, 9]);
const OTHER_MEDIA = new Set([2, 3, 4, 7, 8, 10, 11, 12, 16, 17, 18]);
const WIRED_MEDIUM = 14;
/** PCI vendors of virtual network cards: VMware, Red Hat, VirtualBox. */
const GUEST_CARDS = /^PCI\\VEN_(?:15AD|1AF4|80EE)/i;
const WIRELESS_INTERFACE = 71;

/** From the numeric fields of `Get-NetAdapter`. */
export function windowsPortKind(adapter: Readonly<Record<string, unknown>>): PortKind {
  const medium = Number(adapter.NdisPhysicalMedium);
  if (
    adapter.Virtual === true ||
    adapter.HardwareInterface === false ||
    GUEST_CARDS.test(codeText(adapter.PnPDeviceID))
  ) {
    return SOFTWARE_ONLY;
  }
  if (WIRELESS_MEDIA.has(medium) || adapter.InterfaceType === WIRELESS_INTERFACE) {
    return decide('wifi', 'Windows reports a wireless medium.');
  }
  if (OTHER_MEDIA.has(medium)) {
    return decide('other', 'Windows reports a medium that is neither Ethernet nor Wi-Fi.');
  }
  const isOnBoard = /^PCI\\/i.test(codeText(adapter.PnPDeviceID));
  return adapter.HardwareInterface === true && medium === WIRED_MEDIUM && isOnBoard
    ? decide('wired', 'Windows reports an Ethernet card on the PCI bus.')
    : UNKNOWN_PORT;
}

/** macOS names its own ports; "Ethernet Adapter (en4)" is an internal interface without a connector. */
const MAC_WIRED_PORT =
  /^(?:Ethernet(?: \d+)?|10 ?Gb? Ethernet|.*\bLAN|Thunderbolt (?:Gigabit )?Ethernet.*|.*Ethernet Controller.*|Apple USB Ethernet Adapter)$/;
const MAC_OTHER_PORT =
  /^(?:Thunderbolt (?:\d|Bridge).*|FireWire.*|Bluetooth.*|iPhone.*|iPad.*|.*Modem.*|Ethernet Adapter.*)$/i;

/** From the name of the hardware port in macOS. */
export function macPortKind(name: string, port: string | undefined): PortKind {
  if (port !== undefined && /wi-?fi|airport|wlan|wireless/i.test(port)) {
    return decide('wifi', 'macOS calls it Wi-Fi.');
  }
  if (!/^en\d+$/.test(name)) {
    return SOFTWARE_ONLY;
  }
  if (port !== undefined && MAC_WIRED_PORT.test(port)) {
    return decide('wired', 'macOS calls it an Ethernet port.');
  }
  return port !== undefined && MAC_OTHER_PORT.test(port)
    ? decide('other', 'macOS calls it a port without a network socket.')
    : UNKNOWN_PORT;
}

/** The library reports unknown interfaces as wired, so only wireless, virtual and internal are used. */
export function libraryPortKind(entry: Readonly<Record<string, unknown>>): PortKind | null {
  if (entry.internal === true) {
    return decide('loopback', 'The system reports it as internal.');
  }
  if (entry.virtual === true || entry.type === 'virtual') {
    return SOFTWARE_ONLY;
  }
  return entry.type === 'wireless' ? decide('wifi', 'The system reports it as wireless.') : null;
}
