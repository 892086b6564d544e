import type { ReadingPart } from './reading-parts.ts';
import { z } from 'zod';
import { bytes, unixMs, wholeNumber } from '#shared/contract/base.ts';

/** The longest text that a reading holds, in characters. */
const MAX_TEXT = 400;
const MAX_ENTRIES = 1024;
const text = z.string().max(MAX_TEXT);
const durationMs = wholeNumber.describe('How long reading took, ms');
const list = <T extends z.ZodType>(entry: T) => z.array(entry).max(MAX_ENTRIES).readonly();
/** Present where the value is only a lower bound, with the reason as a sentence. */
const atLeastBecause = text.optional();

/** A value that could not be read, with the reason as one sentence for a person: never 0 or an empty text instead. */
const unavailableSchema = z.object({
  state: z.literal('unavailable'),
  code: z.enum(['timed-out', 'failed', 'hidden', 'nonsense', 'not-on-this-system', 'ambiguous', 'not-in-passport']),
  because: text,
});
export type Unavailable = z.infer<typeof unavailableSchema>;
export type UnavailableCode = Unavailable['code'];

/** A value that was read, with its source: "systeminformation cpu()", "/proc/meminfo". */
export interface Known<T> {
  state: 'known';
  value: T;
  source: string;
}
/** A value, or "unavailable, because …". */
export type Fact<T> = Known<T> | Unavailable;
/** One part of a reading: its fact and how long the reader worked on it, in ms. */
export type Part<T> = Fact<T> & { durationMs: number };

/** A value, or "unavailable, because …". */
function factSchema<T extends z.ZodType>(value: T) {
  return z.discriminatedUnion('state', [
    z.object({ state: z.literal('known'), value, source: text }),
    unavailableSchema,
  ]);
}

function partSchema<T extends z.ZodType>(value: T) {
  return z.discriminatedUnion('state', [
    z.object({ state: z.literal('known'), value, source: text, durationMs }),
    unavailableSchema.extend({ durationMs }),
  ]);
}

/** Whether Zero-OS runs on a processor: on x64 alone. */
export const architectureSchema = z.enum(['x64', 'arm64', 'other']);

const cpuSchema = z.object({
  brand: text,
  vendor: z.enum(['intel', 'amd', 'apple', 'other']),
  architecture: architectureSchema,
  sockets: wholeNumber,
  physicalCores: wholeNumber,
  logicalCores: wholeNumber.max(1_000_000).describe("Threads: the grid's cru"),
  speedMhz: factSchema(wholeNumber),
  atLeastBecause,
});
export type CpuFacts = z.infer<typeof cpuSchema>;

const memoryModuleSchema = z.object({
  slot: text,
  sizeBytes: bytes,
  type: text,
  ecc: z.boolean().nullable(),
  clockMhz: wholeNumber.nullable(),
  manufacturer: text,
});
export type MemoryModule = z.infer<typeof memoryModuleSchema>;

const memorySchema = z.object({
  usableBytes: bytes.describe("What the running system may use: the grid's mru"),
  installedBytes: factSchema(bytes).describe('Sum of the modules'),
  modules: factSchema(list(memoryModuleSchema)),
  atLeastBecause,
});
export type MemoryFacts = z.infer<typeof memorySchema>;

export const seekTimeSchema = z.object({
  averageUs: wholeNumber.describe('Average of random reads without the slowest tenth, microseconds'),
  reads: wholeNumber,
  isUncached: z.boolean().describe('False: some reads may have come from memory'),
  measuredAtMs: unixMs,
});
/** How long a disk takes to find a random place, measured at one moment. */
export type SeekTime = z.infer<typeof seekTimeSchema>;

const diskSchema = z.object({
  name: text.describe('Stable within a boot, not across'),
  model: text,
  vendor: text,
  sizeBytes: bytes,
  kind: z.enum(['ssd', 'hdd', 'unknown']),
  kindReason: text.describe('The evidence for the kind'),
  bus: text,
  behindRaid: z.boolean().nullable().describe('Null where it cannot be told'),
  raidReason: text.optional().describe('The evidence; absent in readings of earlier versions, as below'),
  holdsData: z.boolean().nullable().describe('Null where it cannot be told'),
  dataReason: text.optional(),
  seek: seekTimeSchema.optional(),
  identityReason: text.optional().describe('Why it is a disk of its own'),
});
export type Disk = z.infer<typeof diskSchema>;
export type DiskKind = Disk['kind'];

const leftOutSchema = z.object({
  name: text,
  model: text,
  sizeBytes: bytes.nullable().describe('Null where it was no size'),
  code: z.enum([
    'removable',
    'usb',
    'loop',
    'ram',
    'optical',
    'network',
    'virtual',
    'mapped',
    'partition',
    'raid-member',
    'empty',
    'duplicate',
    'nonsense',
  ]),
  because: text,
});
export type LeftOutDisk = z.infer<typeof leftOutSchema>;
export type LeftOutCode = LeftOutDisk['code'];

const disksSchema = z.object({ disks: list(diskSchema), leftOut: list(leftOutSchema), atLeastBecause });
export type DiskFacts = z.infer<typeof disksSchema>;

const interfaceSchema = z.object({
  name: text,
  kind: z
    .enum(['wired', 'wifi', 'virtual', 'loopback', 'other', 'unknown'])
    .describe('unknown: it may be a wired port'),
  kindReason: text.optional().describe('The evidence for the kind'),
  isDefault: z.boolean(),
  isUp: z.boolean().nullable(),
  speedMbit: factSchema(wholeNumber),
  usesDhcp: factSchema(z.boolean()),
});
export type NetworkInterface = z.infer<typeof interfaceSchema>;

const virtualisationSchema = z.object({
  isVirtual: z.boolean(),
  hypervisor: text.nullable(),
  inContainer: z.boolean().describe('The reader runs inside a container, which may show less than the machine has'),
  containerReason: text.optional().describe('The evidence'),
  reason: text.describe('The evidence for a virtual or a real machine'),
});
export type VirtualisationFacts = z.infer<typeof virtualisationSchema>;

const firmwareFact = z.object({ state: z.enum(['on', 'off', 'unknown']), because: text, howToLook: text });
export type FirmwareFact = z.infer<typeof firmwareFact>;
export type FirmwareState = FirmwareFact['state'];

const firmwareSchema = z.object({
  bootMode: z.enum(['uefi', 'legacy', 'unknown']),
  virtualisation: firmwareFact,
  hyperThreading: firmwareFact,
  secureBoot: firmwareFact,
  networkBoot: firmwareFact,
  powerOnAfterLoss: firmwareFact,
});
export type FirmwareFacts = z.infer<typeof firmwareSchema>;

const boardSchema = z.object({
  systemVendor: text,
  systemModel: text,
  boardVendor: text,
  boardModel: text,
  biosVendor: text,
  biosVersion: text,
  biosDate: text,
});
export type BoardFacts = z.infer<typeof boardSchema>;

const osSchema = z.object({
  platform: z.enum(['linux', 'windows', 'macos', 'other']),
  name: text,
  release: text,
  kernel: text,
});
export type OsFacts = z.infer<typeof osSchema>;

const gpuSchema = z.object({ vendor: text, model: text, memoryBytes: bytes.nullable() });
export type Gpu = z.infer<typeof gpuSchema>;

const PARTS = {
  cpu: partSchema(cpuSchema),
  memory: partSchema(memorySchema),
  disks: partSchema(disksSchema),
  network: partSchema(list(interfaceSchema)),
  virtualisation: partSchema(virtualisationSchema),
  firmware: partSchema(firmwareSchema),
  board: partSchema(boardSchema),
  os: partSchema(osSchema),
  gpus: partSchema(list(gpuSchema)),
} satisfies Record<ReadingPart, z.ZodType>;

/**
 * What one machine reported at one moment. Plain JSON: it is stored, sent and exported as it is.
 * It holds no serial number, address, host name or machine id.
 */
export const hardwareReadingSchema = z.object({
  format: z.literal(1),
  takenAtMs: unixMs,
  durationMs,
  parts: z.object(PARTS),
});
export type HardwareReading = z.infer<typeof hardwareReadingSchema>;

/** The value of each part. */
export type ReadingValues = {
  [P in ReadingPart]: Extract<HardwareReading['parts'][P], { state: 'known' }>['value'];
};

const amountSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('known'), value: wholeNumber, source: text }),
  unavailableSchema.extend({ atLeast: wholeNumber.describe('What is certain') }),
]);
/** A count or an amount in bytes, or "unavailable, because …" with a lower bound. */
export type Amount = z.infer<typeof amountSchema>;

/** The four resources, each known or not. */
export const readResourcesSchema = z.object({
  cru: amountSchema,
  mruBytes: amountSchema,
  sruBytes: amountSchema,
  hruBytes: amountSchema,
});
export type ReadResources = z.infer<typeof readResourcesSchema>;
