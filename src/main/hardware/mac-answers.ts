import type { Fact } from '#shared/contract/hardware/hardware-reading.ts';
import type { CallName } from './machine.ts';
import { known, oncePerReading, type Probe } from './probe.ts';
import { asRecord, asRecords, cleanText, codeText, parseJson, parseLines, type Row } from './sanitise.ts';

/** `-i` skips names that this Mac does not know, instead of failing. */
const SYSCTL_NAMES = [
  'hw.logicalcpu_max',
  'hw.physicalcpu_max',
  'hw.packages',
  'hw.memsize',
  'hw.cpufrequency_max',
  'machdep.cpu.brand_string',
  'machdep.cpu.features',
  'kern.hv_support',
];
const PROFILES = ['SPHardwareDataType', 'SPMemoryDataType', 'SPDisplaysDataType', 'SPNetworkDataType'];

/** A line without its line break may be truncated. */
const readSysctl = oncePerReading(async (probe) => {
  const output = (await probe.run('sysctl', ['-i', ...SYSCTL_NAMES])) ?? '';
  return parseLines(output.slice(0, output.lastIndexOf('\n') + 1), ':');
});

const readProfile = oncePerReading(
  async (probe): Promise<Row> => asRecord(parseJson(await probe.run('system_profiler', ['-json', ...PROFILES]))),
);

async function readCpu(probe: Probe): Promise<Row | null> {
  const values = await readSysctl(probe);
  const number = (name: string) => Number(values.get(name) ?? Number.NaN);
  const brand = values.get('machdep.cpu.brand_string') ?? '';
  const support = values.get('kern.hv_support');
  return values.has('hw.logicalcpu_max')
    ? {
        brand,
        vendor: brand,
        cores: number('hw.logicalcpu_max'),
        physicalCores: number('hw.physicalcpu_max'),
        processors: number('hw.packages'),
        speed: number('hw.cpufrequency_max') / 1e9,
        flags: values.get('machdep.cpu.features') ?? '',
        virtualization: support === undefined ? undefined : support === '1',
      }
    : null;
}

async function readMemory(probe: Probe): Promise<Row | null> {
  const total = (await readSysctl(probe)).get('hw.memsize');
  return total === undefined ? null : { total: Number(total) };
}

const SIZE_UNITS: Readonly<Record<string, number>> = { MB: 2 ** 20, GB: 2 ** 30, TB: 2 ** 40 };

function bytesOf(text: unknown): number | null {
  const [, amount = '', unit = ''] = /^(\d+)\s*([MGT]B)$/.exec(codeText(text).trim()) ?? [];
  return amount === '' ? null : Number(amount) * (SIZE_UNITS[unit] ?? Number.NaN);
}

/** An Apple processor reports its memory as one entry, an Intel one each module with its slot. */
async function readModules(probe: Probe): Promise<readonly Row[] | null> {
  const parts = asRecords((await readProfile(probe)).SPMemoryDataType);
  const modules = parts.flatMap((part) => {
    const items = asRecords(part._items);
    const ecc = part.global_ecc_state === undefined ? null : part.global_ecc_state === 'ecc_enabled';
    return (items.length === 0 ? [part] : items).map((module) => ({
      size: bytesOf(module.dimm_size ?? module.SPMemoryDataType),
      bank: module._name,
      type: module.dimm_type,
      ecc,
      clockSpeed: Number.parseInt(codeText(module.dimm_speed), 10),
      manufacturer: module.dimm_manufacturer,
    }));
  });
  return modules.length === 0 ? null : modules;
}

async function readOs(probe: Probe): Promise<Row | null> {
  const values = parseLines((await probe.run('sw_vers', [])) ?? '', ':');
  const distro = values.get('ProductName');
  return distro === undefined
    ? null
    : { distro, release: values.get('ProductVersion'), kernel: probe.runtime.kernelRelease };
}

async function readOverview(probe: Probe): Promise<Row | null> {
  return asRecords((await readProfile(probe)).SPHardwareDataType)[0] ?? null;
}

async function readSystem(probe: Probe): Promise<Row | null> {
  const overview = await readOverview(probe);
  const model = cleanText(overview?.machine_model);
  return model === '' ? null : { manufacturer: 'Apple', model };
}

async function readBios(probe: Probe): Promise<Row | null> {
  const overview = await readOverview(probe);
  return overview === null ? null : { vendor: '', version: overview.boot_rom_version };
}

async function readGraphics(probe: Probe): Promise<Row | null> {
  const cards = (await readProfile(probe)).SPDisplaysDataType;
  if (!Array.isArray(cards)) {
    return null;
  }
  const controllers = asRecords(cards).map((card) => {
    const bytes = bytesOf(card.spdisplays_vram ?? card._spdisplays_vram);
    return {
      vendor: cleanText(card.spdisplays_vendor).replace(/^(?:sppci|spdisplays)_(?:vendor_)?/, ''),
      model: cleanText(card.sppci_model) || card._name,
      vram: bytes === null ? null : bytes / 2 ** 20,
    };
  });
  return { controllers };
}

/** Speed in Mbit/s from the name of the medium: "1000baseT", "10Gbase-T". */
function speedOf(block: string): number | null {
  const [, amount = '', unit = ''] = /^\s*media:.*\((\d+)(G?)base/im.exec(block) ?? [];
  return amount === '' ? null : Number(amount) * (unit === '' ? 1 : 1000);
}

/** A packet of a DHCP server proves a lease; without one, the origin of the address is unknown. */
async function hasLease(probe: Probe, name: string): Promise<true | undefined> {
  const packet = (await probe.run('ipconfig', ['getpacket', name])) ?? '';
  return /^\s*(?:lease_time|dhcp_message_type)\b/m.test(packet) ? true : undefined;
}

async function readInterfaces(probe: Probe): Promise<readonly Row[] | null> {
  const [output, route, profile] = await Promise.all([
    probe.run('ifconfig', ['-a']),
    probe.run('route', ['-n', 'get', 'default']),
    readProfile(probe),
  ]);
  const standard = /^\s*interface:\s*(\S+)/m.exec(route ?? '')?.[1];
  const radios = asRecords(profile.SPNetworkDataType).filter((port) => port.hardware === 'AirPort');
  const blocks = (output ?? '').split(/^(?=\S+: flags=)/m).filter((block) => /^\S+: flags=/.test(block));
  if (blocks.length === 0) {
    return null;
  }
  return Promise.all(
    blocks.map(async (block) => {
      const iface = block.slice(0, block.indexOf(':'));
      const ip4 = /^\s*inet (\S+)/m.exec(block)?.[1] ?? '';
      const status = /^\s*status: (\w+)/m.exec(block)?.[1];
      return {
        iface,
        ip4,
        internal: /flags=\w+<[^>]*LOOPBACK/.test(block),
        type: radios.some((port) => port.interface === iface) ? 'wireless' : '',
        operstate: status === 'active' ? 'up' : status === 'inactive' ? 'down' : '',
        default: iface === standard,
        speed: speedOf(block),
        dhcp: ip4 !== '' && iface.startsWith('en') ? await hasLease(probe, iface) : undefined,
      };
    }),
  );
}

type Answer = (probe: Probe) => Promise<unknown>;

/** What can be read from commands of macOS. */
const ANSWERS: Partial<Record<CallName, readonly [string, Answer]>> = {
  cpu: ['sysctl', readCpu],
  mem: ['sysctl', readMemory],
  memLayout: ['system_profiler', readModules],
  osInfo: ['sw_vers', readOs],
  system: ['system_profiler', readSystem],
  bios: ['system_profiler', readBios],
  graphics: ['system_profiler', readGraphics],
  networkInterfaces: ['ifconfig', readInterfaces],
};

/**
 * Reads from macOS commands in the format of systeminformation; `null` when the commands fail. Only keys that do not
 * depend on the system's language are used. Source: docs/hardware.md
 */
export async function readFromMac(probe: Probe, name: CallName): Promise<Fact<unknown> | null> {
  const [source, read] = ANSWERS[name] ?? [];
  const answer = source === undefined || read === undefined ? null : await read(probe);
  return answer === null || source === undefined ? null : known(answer, source);
}
