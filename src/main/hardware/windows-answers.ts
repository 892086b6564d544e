import type { Fact } from '#shared/contract/hardware/hardware-reading.ts';
import type { CallName } from './machine.ts';
import { known, type Probe } from './probe.ts';
import { asRecord, codeText, type Row } from './sanitise.ts';
import { queryWindows, listOf, type WindowsAnswer } from './windows-query.ts';

/** Source: DMTF DSP0134, memory device, type */
const MEMORY_TYPES: Readonly<Record<string, string>> = {
  20: 'DDR',
  21: 'DDR2',
  24: 'DDR3',
  26: 'DDR4',
  29: 'LPDDR3',
  30: 'LPDDR4',
  34: 'DDR5',
  35: 'LPDDR5',
};
/** The field has 32 bits, so a value above this means that the card has more. */
const MAX_SHOWN_VRAM = 2 ** 32 - 2 ** 20;

function cpuOf({ all, computer }: WindowsAnswer): Row | null {
  const processors = listOf(all.processors);
  const [first] = processors;
  return first === undefined
    ? null
    : {
        brand: first.Name,
        vendor: first.Manufacturer,
        cores: computer.NumberOfLogicalProcessors,
        physicalCores: processors.reduce((sum, { NumberOfCores }) => sum + Number(NumberOfCores), 0),
        processors: computer.NumberOfProcessors,
        speed: Number(first.MaxClockSpeed) / 1000,
        virtualization: first.VirtualizationFirmwareEnabled,
      };
}

function modulesOf({ all }: WindowsAnswer): readonly Row[] | null {
  const modules = listOf(all.modules).map((module) => ({
    size: module.Capacity,
    bank: module.DeviceLocator,
    type: MEMORY_TYPES[codeText(module.SMBIOSMemoryType)] ?? '',
    clockSpeed: module.ConfiguredClockSpeed,
    manufacturer: module.Manufacturer,
    ecc:
      typeof module.TotalWidth === 'number' && typeof module.DataWidth === 'number'
        ? module.TotalWidth > module.DataWidth
        : null,
  }));
  return modules.length === 0 ? null : modules;
}

function osOf({ all, computer }: WindowsAnswer): Row | null {
  const { Caption: distro, Version: release } = asRecord(all.system);
  const firmware = codeText(all.firmware);
  return distro === undefined
    ? null
    : {
        distro,
        release,
        kernel: release,
        hypervizor: computer.HypervisorPresent,
        uefi: firmware === '' ? undefined : firmware === 'UEFI',
      };
}

function boardOf({ all }: WindowsAnswer): Row | null {
  const { Manufacturer: manufacturer, Product: model } = asRecord(all.board);
  return manufacturer === undefined ? null : { manufacturer, model };
}

function biosOf({ all }: WindowsAnswer): Row | null {
  const { Manufacturer: vendor, SMBIOSBIOSVersion: version, Date: releaseDate } = asRecord(all.bios);
  return vendor === undefined ? null : { vendor, version, releaseDate };
}

function systemOf({ computer }: WindowsAnswer): Row | null {
  const { Manufacturer: manufacturer, Model: model } = computer;
  return manufacturer === undefined ? null : { manufacturer, model };
}

function cardsOf({ all }: WindowsAnswer): Row | null {
  const controllers = listOf(all.cards).map(({ Name: model, AdapterCompatibility: vendor, AdapterRAM: bytes }) => ({
    model,
    vendor,
    vram: typeof bytes === 'number' && bytes < MAX_SHOWN_VRAM ? bytes / 2 ** 20 : null,
  }));
  return controllers.length === 0 ? null : { controllers };
}

const OPERATING: Readonly<Record<string, string>> = { 1: 'up', 2: 'down' };
/** Source: learn.microsoft.com, MSFT_NetIPAddress, PrefixOrigin */
const FROM_DHCP = '3';

const metricOf = (route: Row) => Number(route.RouteMetric) + Number(route.InterfaceMetric);

function interfacesOf({ all, adapters }: WindowsAnswer): readonly Row[] | null {
  const addresses = listOf(all.addresses);
  const [standard] = listOf(all.routes).toSorted((a, b) => metricOf(a) - metricOf(b));
  const interfaces = adapters.map((adapter) => {
    const own = addresses.filter((address) => address.InterfaceAlias === adapter.Name);
    return {
      iface: adapter.Name,
      ip4: own.length === 0 ? '' : 'set',
      default: standard?.InterfaceAlias === adapter.Name,
      operstate: OPERATING[codeText(adapter.InterfaceOperationalStatus)] ?? '',
      speed: typeof adapter.Speed === 'number' ? adapter.Speed / 1e6 : null,
      dhcp: own.some((address) => codeText(address.PrefixOrigin) === FROM_DHCP),
    };
  });
  // Without the list of addresses, it is unknown which are leased.
  return interfaces.length === 0 || all.addresses === undefined ? null : interfaces;
}

const ANSWERS: Partial<Record<CallName, (answer: WindowsAnswer) => unknown>> = {
  cpu: cpuOf,
  mem: ({ computer }) => (computer.TotalPhysicalMemory === undefined ? null : { total: computer.TotalPhysicalMemory }),
  memLayout: modulesOf,
  osInfo: osOf,
  system: systemOf,
  baseboard: boardOf,
  bios: biosOf,
  graphics: cardsOf,
  networkInterfaces: interfacesOf,
};

/** Reads from Windows in the format of systeminformation; `null` when Windows does not answer. */
export async function readFromWindows(probe: Probe, name: CallName): Promise<Fact<unknown> | null> {
  const read = ANSWERS[name];
  const windows = read === undefined ? null : await queryWindows(probe);
  const answer = windows === null || read === undefined ? null : read(windows);
  return answer === null ? null : known(answer, 'PowerShell');
}
