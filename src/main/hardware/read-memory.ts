import type { Fact, MemoryFacts, MemoryModule } from '#shared/contract/hardware/hardware-reading.ts';
import { partialMemoryReason } from './partial-resources.ts';
import { known, type Probe, unavailable, valueOf } from './probe.ts';
import { asRecord, asRecords, cleanText, parseLines, positiveWhole } from './sanitise.ts';

/** 64 TiB: more than any board supports. */
const MAX_MEMORY_BYTES = 2 ** 46;
const MAX_CLOCK_MHZ = 50_000;
const UDEV_DMI = '/run/udev/data/+dmi:id';
const NOT_LISTED = unavailable('hidden', 'The system does not list its memory modules to this user.');

interface RawModule {
  readonly size: unknown;
  readonly slot: string;
  readonly type: string;
  readonly ecc: boolean | null;
  readonly clock: unknown;
  readonly manufacturer: string;
}

function toModules(raw: readonly RawModule[]): readonly MemoryModule[] {
  return raw.flatMap((module, index) => {
    const sizeBytes = positiveWhole(module.size, MAX_MEMORY_BYTES);
    return sizeBytes === null
      ? []
      : [
          {
            slot: module.slot || `slot ${index + 1}`,
            sizeBytes,
            type: module.type,
            ecc: module.ecc,
            clockMhz: positiveWhole(module.clock, MAX_CLOCK_MHZ),
            manufacturer: module.manufacturer,
          },
        ];
  });
}

/** Without administrator rights, systeminformation invents one module as large as the usable memory. */
function isInventedModule(modules: readonly MemoryModule[], usableBytes: number): boolean {
  const [only, ...others] = modules;
  return only !== undefined && others.length === 0 && only.type === '' && only.sizeBytes === usableBytes;
}

async function modulesFromLibrary(probe: Probe, usableBytes: number): Promise<Fact<readonly MemoryModule[]>> {
  const answer = await probe.ask('memLayout');
  if (answer.state === 'unavailable') {
    return answer;
  }
  const modules = toModules(
    asRecords(answer.value).map((module) => ({
      size: module.size,
      slot: cleanText(module.bank),
      type: cleanText(module.type).replace(/^Empty$/i, ''),
      ecc: typeof module.ecc === 'boolean' ? module.ecc : null,
      clock: module.clockSpeed,
      manufacturer: cleanText(module.manufacturer),
    })),
  );
  return modules.length === 0 || isInventedModule(modules, usableBytes) ? NOT_LISTED : known(modules, answer.source);
}

/** On Linux, udev stores the firmware's list of modules where every user can read it. */
async function modulesFromUdev(probe: Probe): Promise<Fact<readonly MemoryModule[]>> {
  const text = await probe.readText(UDEV_DMI);
  const values = parseLines((text ?? '').replace(/^E:/gm, ''), '=');
  const count = positiveWhole(values.get('MEMORY_ARRAY_NUM_DEVICES'), 1024) ?? 0;
  const modules = toModules(
    Array.from({ length: count }, (_, index) => {
      const field = (name: string) => cleanText(values.get(`MEMORY_DEVICE_${index}_${name}`));
      const total = positiveWhole(field('TOTAL_WIDTH'), 4096);
      const data = positiveWhole(field('DATA_WIDTH'), 4096);
      return {
        size: field('SIZE'),
        slot: field('LOCATOR') || field('BANK_LOCATOR'),
        type: field('TYPE'),
        ecc: total === null || data === null ? null : total > data,
        clock: field('CONFIGURED_SPEED_MTS') || field('SPEED_MTS'),
        manufacturer: field('MANUFACTURER'),
      };
    }),
  );
  return modules.length === 0 ? NOT_LISTED : known(modules, 'udev');
}

async function readModules(probe: Probe, usableBytes: number): Promise<Fact<readonly MemoryModule[]>> {
  if (probe.platform !== 'linux') {
    return modulesFromLibrary(probe, usableBytes);
  }
  const listed = await modulesFromUdev(probe);
  return listed.state === 'known' || !probe.isPrivileged ? listed : modulesFromLibrary(probe, usableBytes);
}

function installedOf(modules: Fact<readonly MemoryModule[]>, usableBytes: number): Fact<number> {
  if (modules.state === 'unavailable') {
    return modules;
  }
  const sum = modules.value.reduce((bytes, module) => bytes + module.sizeBytes, 0);
  return sum < usableBytes
    ? unavailable('nonsense', 'The listed modules add up to less than the system already uses.')
    : known(sum, modules.source);
}

/**
 * Memory: the total usable by the system, and the installed modules when they are listed. Source:
 * docs/hardware.md#memory
 */
export async function readMemory(probe: Probe): Promise<Fact<MemoryFacts>> {
  const answer = await probe.ask('mem');
  const total = positiveWhole(asRecord(valueOf(answer)).total, MAX_MEMORY_BYTES);
  const usableBytes = total ?? positiveWhole(probe.runtime.memoryBytes, MAX_MEMORY_BYTES);
  if (usableBytes === null) {
    return answer.state === 'unavailable'
      ? answer
      : unavailable('nonsense', 'The system gave no believable amount of memory.');
  }
  const [modules, share] = await Promise.all([readModules(probe, usableBytes), partialMemoryReason(probe)]);
  const facts = {
    usableBytes,
    installedBytes: installedOf(modules, usableBytes),
    modules,
    ...(share === null ? {} : { atLeastBecause: share }),
  };
  return known(facts, total === null || answer.state === 'unavailable' ? 'the runtime' : answer.source);
}
