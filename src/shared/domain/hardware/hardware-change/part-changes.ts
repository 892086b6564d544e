import { Decimal, roundHalfUp, toPlain } from '#shared/decimal.ts';
import { inEnglish, type Phrase, phrase, sentence } from '#shared/phrase.ts';
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
} from '#shared/contract/hardware/hardware-reading.ts';

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
  readonly text: Phrase;
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
    ? [
        {
          part,
          kind: 'hidden',
          text: phrase('{{part}} could not be read this time', { part: phrase(PART_NAMES[part]) }),
        },
      ]
    : [{ part, kind: 'seen', text: phrase('{{part}} can be read again', { part: phrase(PART_NAMES[part]) }) }];
}

function countBy<T>(items: readonly T[], name: (item: T) => Phrase): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) {
    const key = inEnglish(name(item));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** Compares two collections without regard to order: what there is more of was added, what there is less of is missing. */
function compareCounts<T>(before: readonly T[], after: readonly T[], name: (item: T) => Phrase): readonly Difference[] {
  const [had, has] = [countBy(before, name), countBy(after, name)];
  const named = new Map([...before, ...after].map((item) => [inEnglish(name(item)), name(item)]));
  return [...named].flatMap(([key, item]): Difference[] => {
    const step = (has.get(key) ?? 0) - (had.get(key) ?? 0);
    if (step === 0) {
      return [];
    }
    return step > 0
      ? [{ kind: 'added', text: phrase(ADDED[amountOf(key, step)], { item, count: step }) }]
      : [{ kind: 'missing', text: phrase(MISSING[amountOf(key, -step)], { item, count: -step }) }];
  });
}

const ADDED = {
  a: sentence('a {{item}} is new'),
  an: sentence('an {{item}} is new'),
  some: sentence('{{count}} × {{item}} are new'),
};
const MISSING = {
  a: sentence('a {{item}} is missing'),
  an: sentence('an {{item}} is missing'),
  some: sentence('{{count}} × {{item}} are missing'),
};

function amountOf(english: string, count: number): 'a' | 'an' | 'some' {
  return count === 1 ? article(english) : 'some';
}

/** "an 8 GiB module", "an 18 TB HDD", "a 16 GiB module". */
function article(text: string): 'a' | 'an' {
  return /^(?:[aeiou]|8|11\b|18\b)/i.test(text) ? 'an' : 'a';
}

const gibText = (bytes: number) => `${toPlain(roundHalfUp(bytesToGib(bytes), 2))} GiB`;
const moduleName = (module: MemoryModule) => phrase('{{size}} module', { size: gibText(module.sizeBytes) });

function diskName(disk: Disk): Phrase {
  const size = `${toPlain(roundHalfUp(new Decimal(disk.sizeBytes).div(1_000_000_000), 0))} GB`;
  const kind = phrase(disk.kind === 'unknown' ? 'disk of unknown kind' : disk.kind.toUpperCase());
  return disk.model === ''
    ? phrase('{{size}} {{kind}}', { size, kind })
    : phrase('{{size}} {{kind}} ({{model}})', { size, kind, model: disk.model });
}

const compareCpu: Compare<CpuFacts> = (before, after) => {
  if (before.brand !== after.brand || before.sockets !== after.sockets) {
    return [
      {
        kind: 'changed',
        text: phrase('the processor is {{now}} instead of {{before}}', {
          now: `${after.sockets} × ${after.brand}`,
          before: `${before.sockets} × ${before.brand}`,
        }),
      },
    ];
  }
  return before.logicalCores === after.logicalCores
    ? []
    : [
        {
          kind: 'changed',
          text: phrase('{{now}} threads instead of {{before}}', {
            now: after.logicalCores,
            before: before.logicalCores,
          }),
        },
      ];
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
    : [
        {
          kind: 'changed',
          text: phrase('{{now}} of memory instead of {{before}}', {
            now: gibText(after.usableBytes),
            before: gibText(before.usableBytes),
          }),
        },
      ];
};

const compareDisks: Compare<DiskFacts> = (before, after) => compareCounts(before.disks, after.disks, diskName);

const compareVirtual: Compare<VirtualisationFacts> = (before, after) =>
  before.isVirtual === after.isVirtual
    ? []
    : [{ kind: 'changed', text: phrase(after.isVirtual ? 'it is a virtual machine now' : 'it is a real machine now') }];

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
      : [
          {
            kind: 'changed' as const,
            text: phrase('{{part}} is {{now}} instead of {{before}}', {
              part: phrase(FIRMWARE_NAMES[name]),
              now: phrase(is),
              before: phrase(was),
            }),
          },
        ];
  });

const compareGpus: Compare<readonly Gpu[]> = (before, after) =>
  compareCounts(before, after, (gpu) => phrase(gpu.model || 'graphics processor'));

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
