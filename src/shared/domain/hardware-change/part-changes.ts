import { Decimal, roundHalfUp, toPlain } from '#shared/decimal.ts';
import { bytesToGib } from '#shared/units.ts';
import type {
  CpuFacts,
  Disk,
  DiskFacts,
  Fact,
  FirmwareFacts,
  Gpu,
  HardwareReading,
  MemoryFacts,
  MemoryModule,
  ReadingPart,
  VirtualisationFacts,
} from '#shared/domain/hardware-reading.ts';

/** How a part changed. `hidden` and `seen`: the part did not change itself, it could be read before or only now. */
export type PartChangeKind = 'added' | 'missing' | 'changed' | 'hidden' | 'seen';
/** Every {@link PartChangeKind}. */
export const PART_CHANGE_KINDS = [
  'added',
  'missing',
  'changed',
  'hidden',
  'seen',
] as const satisfies readonly PartChangeKind[];

/** One thing that is different, in words: "a 16 GiB module is missing". */
export interface PartChange {
  readonly part: ReadingPart;
  readonly kind: PartChangeKind;
  readonly text: string;
}

/** The part's name in a sentence. */
const PART_NAMES: Readonly<Record<ReadingPart, string>> = {
  cpu: 'the processor',
  memory: 'the memory',
  disks: 'the list of disks',
  network: 'the network',
  virtualisation: 'whether it is a virtual machine',
  firmware: 'the firmware settings',
  board: 'the board',
  os: 'the operating system',
  gpus: 'the graphics processors',
};

/** Memory that the system sees varies a little between kernels; only a larger step is a change of hardware. */
const MEMORY_NOISE_BYTES = 256 * 1024 * 1024;

type Difference = Omit<PartChange, 'part'>;
type Compare<T> = (before: T, after: T) => readonly Difference[];

/** Compares a part where both readings know it; where only one does, says so. */
function compareFact<T>(part: ReadingPart, facts: readonly [Fact<T>, Fact<T>], compare: Compare<T>): PartChange[] {
  const [before, after] = facts;
  if (before.state === 'known' && after.state === 'known') {
    return compare(before.value, after.value).map((change) => ({ part, ...change }));
  }
  if (before.state === after.state) {
    return [];
  }
  return before.state === 'known'
    ? [{ part, kind: 'hidden', text: `${PART_NAMES[part]} could not be read this time` }]
    : [{ part, kind: 'seen', text: `${PART_NAMES[part]} can be read again` }];
}

function countBy<T>(items: readonly T[], name: (item: T) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) {
    counts.set(name(item), (counts.get(name(item)) ?? 0) + 1);
  }
  return counts;
}

/** Compares two collections without regard to order: what there is more of was added, what there is less of is missing. */
function compareCounts<T>(before: readonly T[], after: readonly T[], name: (item: T) => string): readonly Difference[] {
  const [had, has] = [countBy(before, name), countBy(after, name)];
  return [...new Set([...had.keys(), ...has.keys()])].flatMap((item): Difference[] => {
    const step = (has.get(item) ?? 0) - (had.get(item) ?? 0);
    if (step === 0) {
      return [];
    }
    const isOne = Math.abs(step) === 1;
    const what = isOne ? `${article(item)} ${item} is` : `${Math.abs(step)} × ${item} are`;
    return [step > 0 ? { kind: 'added', text: `${what} new` } : { kind: 'missing', text: `${what} missing` }];
  });
}

/** "an 8 GiB module", "an 18 TB HDD", "a 16 GiB module". */
function article(text: string): 'a' | 'an' {
  return /^(?:[aeiou]|8|11\b|18\b)/i.test(text) ? 'an' : 'a';
}

const gibText = (bytes: number) => `${toPlain(roundHalfUp(bytesToGib(bytes), 2))} GiB`;
const moduleName = (module: MemoryModule) => `${gibText(module.sizeBytes)} module`;

function diskName(disk: Disk): string {
  const gigabytes = roundHalfUp(new Decimal(disk.sizeBytes).div(1_000_000_000), 0);
  const kind = disk.kind === 'unknown' ? 'disk of unknown kind' : disk.kind.toUpperCase();
  return `${toPlain(gigabytes)} GB ${kind}${disk.model === '' ? '' : ` (${disk.model})`}`;
}

const compareCpu: Compare<CpuFacts> = (before, after) => {
  if (before.brand !== after.brand || before.sockets !== after.sockets) {
    return [
      {
        kind: 'changed',
        text: `the processor is ${after.sockets} × ${after.brand} instead of ${before.sockets} × ${before.brand}`,
      },
    ];
  }
  return before.logicalCores === after.logicalCores
    ? []
    : [{ kind: 'changed', text: `${after.logicalCores} threads instead of ${before.logicalCores}` }];
};

const compareMemory: Compare<MemoryFacts> = (before, after) => {
  if (before.modules.state === 'known' && after.modules.state === 'known') {
    const modules = compareCounts(before.modules.value, after.modules.value, moduleName);
    if (modules.length > 0) {
      return modules;
    }
  }
  return Math.abs(after.usableBytes - before.usableBytes) < MEMORY_NOISE_BYTES
    ? []
    : [{ kind: 'changed', text: `${gibText(after.usableBytes)} of memory instead of ${gibText(before.usableBytes)}` }];
};

const compareDisks: Compare<DiskFacts> = (before, after) => compareCounts(before.disks, after.disks, diskName);

const compareVirtual: Compare<VirtualisationFacts> = (before, after) =>
  before.isVirtual === after.isVirtual
    ? []
    : [{ kind: 'changed', text: after.isVirtual ? 'it is a virtual machine now' : 'it is a real machine now' }];

const FIRMWARE_NAMES = {
  virtualisation: 'virtualisation',
  hyperThreading: 'hyper-threading',
  secureBoot: 'secure boot',
  networkBoot: 'network boot',
  powerOnAfterLoss: 'power on after a power loss',
} as const satisfies Readonly<Record<Exclude<keyof FirmwareFacts, 'bootMode'>, string>>;

const compareFirmware: Compare<FirmwareFacts> = (before, after) =>
  (Object.keys(FIRMWARE_NAMES) as (keyof typeof FIRMWARE_NAMES)[]).flatMap((name) => {
    const [was, is] = [before[name].state, after[name].state];
    return was === is || was === 'unknown' || is === 'unknown'
      ? []
      : [{ kind: 'changed' as const, text: `${FIRMWARE_NAMES[name]} is ${is} instead of ${was}` }];
  });

const compareGpus: Compare<readonly Gpu[]> = (before, after) =>
  compareCounts(before, after, (gpu) => gpu.model || 'graphics processor');

/** What lasts and is different between two readings of one machine, in the order of the parts. */
export function listPartChanges(before: HardwareReading, after: HardwareReading): readonly PartChange[] {
  const [was, is] = [before.parts, after.parts];
  return [
    ...compareFact('cpu', [was.cpu, is.cpu], compareCpu),
    ...compareFact('memory', [was.memory, is.memory], compareMemory),
    ...compareFact('disks', [was.disks, is.disks], compareDisks),
    ...compareFact('virtualisation', [was.virtualisation, is.virtualisation], compareVirtual),
    ...compareFact('firmware', [was.firmware, is.firmware], compareFirmware),
    ...compareFact('gpus', [was.gpus, is.gpus], compareGpus),
  ];
}
