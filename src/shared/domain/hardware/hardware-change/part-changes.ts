import { Decimal, roundHalfUp, toPlain } from '#shared/decimal.ts';
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
  VirtualisationFacts,
} from '#shared/contract/hardware/hardware-reading.ts';
import type { PartChange } from '#shared/contract/hardware/hardware.ts';
import type { ReadingPart } from '#shared/contract/hardware/reading-parts.ts';
import { gibText } from '#shared/domain/hardware/eligibility/wording.ts';
import { SWITCH_STATES } from '#shared/domain/hardware/eligibility/machine-checks.ts';
import { inEnglish, type Message, message, type MessageKey, storedText } from '#shared/message.ts';

/** The part's name in a sentence. */
const PART_NAMES: Readonly<Record<ReadingPart, Message>> = {
  cpu: message('hardware:core.theProcessor'),
  memory: message('hardware:core.theMemory'),
  disks: message('hardware:core.listDisks'),
  network: message('hardware:core.theNetwork'),
  virtualisation: message('hardware:core.whetherVirtualMachine'),
  firmware: message('hardware:core.firmwareSettings'),
  board: message('hardware:core.board'),
  os: message('hardware:core.operatingSystem'),
  gpus: message('hardware:core.graphicsProcessors'),
};

/** Memory that the system sees varies a little between kernels; only a larger step is a change of hardware. */
const MEMORY_NOISE_BYTES = 256 * 1024 * 1024;

type Difference = Omit<PartChange, 'part'>;
type Compare<T> = (before: T, after: T) => readonly Difference[];

/** Compares a part where both readings know it; where only one does, that is the change. */
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
          text: message('hardware:core.partNotReadable', { part: PART_NAMES[part] }),
        },
      ]
    : [{ part, kind: 'seen', text: message('hardware:core.partReadableAgain', { part: PART_NAMES[part] }) }];
}

function countBy<T>(items: readonly T[], name: (item: T) => Message): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) {
    const key = inEnglish(name(item));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** Compares two collections without regard to order: what there is more of was added, what there is less of is missing. */
function compareCounts<T>(
  before: readonly T[],
  after: readonly T[],
  name: (item: T) => Message,
): readonly Difference[] {
  const [had, has] = [countBy(before, name), countBy(after, name)];
  const named = new Map([...before, ...after].map((item) => [inEnglish(name(item)), name(item)]));
  return [...named].flatMap(([key, item]): Difference[] => {
    const step = (has.get(key) ?? 0) - (had.get(key) ?? 0);
    if (step === 0) {
      return [];
    }
    return step > 0
      ? [{ kind: 'added', text: message(ADDED[amountOf(key, step)], { item, count: step }) }]
      : [{ kind: 'missing', text: message(MISSING[amountOf(key, -step)], { item, count: -step }) }];
  });
}

const ADDED = {
  a: 'hardware:core.itemNew',
  an: 'hardware:core.itemNewAn',
  some: 'hardware:core.itemsNew',
} as const satisfies Readonly<Record<string, MessageKey>>;
const MISSING = {
  a: 'hardware:core.itemMissing',
  an: 'hardware:core.itemMissingAn',
  some: 'hardware:core.itemsMissing',
} as const satisfies Readonly<Record<string, MessageKey>>;

function amountOf(english: string, count: number): 'a' | 'an' | 'some' {
  return count === 1 ? article(english) : 'some';
}

/** "an 8 GiB module", "an 18 TB HDD", "a 16 GiB module". */
function article(text: string): 'a' | 'an' {
  return /^(?:[aeiou]|8|11\b|18\b)/i.test(text) ? 'an' : 'a';
}

const moduleName = (module: MemoryModule) => message('hardware:core.sizeModule', { size: gibText(module.sizeBytes) });

function diskName(disk: Disk): Message {
  const size = `${toPlain(roundHalfUp(new Decimal(disk.sizeBytes).div(1_000_000_000), 0))} GB`;
  const kind = disk.kind === 'unknown' ? message('hardware:core.diskOfUnknownKind') : disk.kind.toUpperCase();
  return disk.model === ''
    ? message('hardware:core.sizeKind', { size, kind })
    : message('hardware:core.sizeKindModel', { size, kind, model: disk.model });
}

const compareCpu: Compare<CpuFacts> = (before, after) => {
  if (before.brand !== after.brand || before.sockets !== after.sockets) {
    return [
      {
        kind: 'changed',
        text: message('hardware:core.processorChanged', {
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
          text: message('hardware:core.threadsChanged', {
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
          text: message('hardware:core.memoryChanged', {
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
    : [
        {
          kind: 'changed',
          text: message(after.isVirtual ? 'hardware:core.becameVirtualMachine' : 'hardware:core.becameRealMachine'),
        },
      ];

const FIRMWARE_NAMES = {
  virtualisation: message('hardware:core.virtualisation'),
  hyperThreading: message('hardware:core.hyperThreading'),
  secureBoot: message('hardware:core.secureBoot'),
  networkBoot: message('hardware:core.networkBoot'),
  powerOnAfterLoss: message('hardware:core.powerOnAfterLoss'),
} as const satisfies Readonly<Record<Exclude<keyof FirmwareFacts, 'bootMode'>, Message>>;

const compareFirmware: Compare<FirmwareFacts> = (before, after) =>
  (Object.keys(FIRMWARE_NAMES) as (keyof typeof FIRMWARE_NAMES)[]).flatMap((name) => {
    const [was, is] = [before[name].state, after[name].state];
    return was === is || was === 'unknown' || is === 'unknown'
      ? []
      : [
          {
            kind: 'changed' as const,
            text: message('hardware:core.partChanged', {
              part: FIRMWARE_NAMES[name],
              now: SWITCH_STATES[is],
              before: SWITCH_STATES[was],
            }),
          },
        ];
  });

const compareGpus: Compare<readonly Gpu[]> = (before, after) =>
  compareCounts(before, after, (gpu) =>
    gpu.model === '' ? message('hardware:core.graphicsProcessor') : storedText(gpu.model),
  );

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
