import type { CpuFacts, Fact } from '#shared/contract/hardware/hardware-reading.ts';
import { MAX_CRU } from '#shared/domain/hardware/resources.ts';
import { partialCoresReason } from './partial-resources.ts';
import { known, type Probe, unavailable, valueOf } from './probe.ts';
import { queryWindows } from './windows-query.ts';
import { asRecord, cleanText, parseLines, positiveRounded, positiveWhole } from './sanitise.ts';

const MAX_SPEED_MHZ = 20_000;

function vendorOf(names: string): CpuFacts['vendor'] {
  if (/intel/i.test(names)) {
    return 'intel';
  }
  if (/\bamd\b|authenticamd|advanced micro devices/i.test(names)) {
    return 'amd';
  }
  return /apple/i.test(names) ? 'apple' : 'other';
}

/**
 * An x64 build also runs on Apple processors by emulation, so the name of the processor takes precedence over the
 * runtime.
 */
function architectureOf(runtime: string, vendor: CpuFacts['vendor'], brand: string): CpuFacts['architecture'] {
  if (runtime === 'arm64' || (vendor === 'apple' && /\bM\d/.test(brand))) {
    return 'arm64';
  }
  return runtime === 'x64' ? 'x64' : 'other';
}

function plainBrand(name: string): string {
  return cleanText(name.replace(/\((?:R|TM|C)\)|[®™©]|\bCPU\b/gi, ' ').replace(/@.*$/, ''));
}

function speedOf(speedGhz: unknown, source: string, cpuInfo: string | null): CpuFacts['speedMhz'] {
  const nominal = typeof speedGhz === 'number' ? positiveRounded(speedGhz * 1000, MAX_SPEED_MHZ) : null;
  if (nominal !== null) {
    return known(nominal, source);
  }
  const current = positiveRounded(Number(parseLines(cpuInfo ?? '', ':').get('cpu MHz')), MAX_SPEED_MHZ);
  return current === null
    ? unavailable('hidden', 'The system does not say how fast the processor is clocked.')
    : known(current, '/proc/cpuinfo');
}

const RUNTIME_COUNT = 'Only the runtime counted the cores, and it may see a part of them.';

/**
 * The processors: counted by the system, otherwise by systeminformation; the count of Node.js is only a lower bound.
 */
export async function readCpu(probe: Probe): Promise<Fact<CpuFacts>> {
  const [answer, cpuInfo, windows, share] = await Promise.all([
    probe.ask('cpu'),
    probe.readText('/proc/cpuinfo'),
    queryWindows(probe),
    partialCoresReason(probe),
  ]);
  const cpu = asRecord(valueOf(answer));
  const source = answer.state === 'known' ? answer.source : 'the runtime';
  const byWindows = positiveWhole(windows?.computer.NumberOfLogicalProcessors, MAX_CRU);
  const counted = byWindows ?? positiveWhole(cpu.cores, MAX_CRU);
  const because = share ?? (counted === null ? RUNTIME_COUNT : null);
  const logicalCores = counted ?? positiveWhole(probe.runtime.logicalCores, MAX_CRU);
  if (logicalCores === null) {
    return answer.state === 'unavailable'
      ? answer
      : unavailable('nonsense', 'The system gave no believable number of logical cores.');
  }
  const libraryBrand = `${cleanText(cpu.manufacturer)} ${cleanText(cpu.brand)}`;
  const brand = plainBrand(cleanText(probe.runtime.cpuModel) || libraryBrand);
  const vendor = vendorOf(`${cleanText(cpu.vendor)} ${cleanText(cpu.manufacturer)} ${brand}`);
  const physicalCores = positiveWhole(cpu.physicalCores, logicalCores) ?? logicalCores;
  const facts: CpuFacts = {
    brand,
    vendor,
    architecture: architectureOf(probe.architecture, vendor, brand),
    sockets: positiveWhole(cpu.processors, physicalCores) ?? 1,
    physicalCores,
    logicalCores,
    speedMhz: speedOf(cpu.speed, source, cpuInfo),
    ...(because === null ? {} : { atLeastBecause: because }),
  };
  return known(facts, byWindows !== null ? 'Win32_ComputerSystem' : counted === null ? 'the runtime' : source);
}
