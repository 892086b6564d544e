import { z } from 'zod';
import { type HardwareReading, LEFT_OUT_CODES, UNAVAILABLE_CODES } from '#shared/domain/hardware/hardware-reading.ts';
import { bytes, unixMs, wholeNumber } from '#shared/contract/base.ts';

/** The longest text that a reading holds, in characters. */
const MAX_TEXT = 400;
const MAX_ENTRIES = 1024;
const text = z.string().max(MAX_TEXT);
const durationMs = wholeNumber.describe('How long reading took, ms');
const list = <T extends z.ZodType>(entry: T) => z.array(entry).max(MAX_ENTRIES).readonly();

/** A value that could not be read, with the reason. */
export const unavailableSchema = z.object({
  state: z.literal('unavailable'),
  code: z.enum(UNAVAILABLE_CODES),
  because: text,
});

/** A value, or "unavailable, because …". */
export function factSchema<T extends z.ZodType>(value: T) {
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

const cpuSchema = z.object({
  brand: text,
  vendor: z.enum(['intel', 'amd', 'apple', 'other']),
  architecture: z.enum(['x64', 'arm64', 'other']),
  sockets: wholeNumber,
  physicalCores: wholeNumber,
  logicalCores: wholeNumber.max(1_000_000),
  speedMhz: factSchema(wholeNumber),
});

const memorySchema = z.object({
  usableBytes: bytes,
  installedBytes: factSchema(bytes),
  modules: factSchema(
    list(
      z.object({
        slot: text,
        sizeBytes: bytes,
        type: text,
        ecc: z.boolean().nullable(),
        clockMhz: wholeNumber.nullable(),
        manufacturer: text,
      }),
    ),
  ),
});

const diskSchema = z.object({
  name: text,
  model: text,
  vendor: text,
  sizeBytes: bytes,
  kind: z.enum(['ssd', 'hdd', 'unknown']),
  kindReason: text,
  bus: text,
  behindRaid: z.boolean(),
  holdsData: z.boolean().nullable(),
});

const leftOutSchema = z.object({
  name: text,
  model: text,
  sizeBytes: bytes.nullable(),
  code: z.enum(LEFT_OUT_CODES),
  because: text,
});

const interfaceSchema = z.object({
  name: text,
  kind: z.enum(['wired', 'wifi', 'virtual', 'loopback', 'other']),
  isDefault: z.boolean(),
  isUp: z.boolean().nullable(),
  speedMbit: factSchema(wholeNumber),
  usesDhcp: factSchema(z.boolean()),
});

const virtualisationSchema = z.object({
  isVirtual: z.boolean(),
  hypervisor: text.nullable(),
  inContainer: z.boolean(),
  reason: text,
});

const firmwareFact = z.object({ state: z.enum(['on', 'off', 'unknown']), because: text, howToLook: text });

const firmwareSchema = z.object({
  bootMode: z.enum(['uefi', 'legacy', 'unknown']),
  virtualisation: firmwareFact,
  hyperThreading: firmwareFact,
  secureBoot: firmwareFact,
  networkBoot: firmwareFact,
  powerOnAfterLoss: firmwareFact,
});

const boardSchema = z.object({
  systemVendor: text,
  systemModel: text,
  boardVendor: text,
  boardModel: text,
  biosVendor: text,
  biosVersion: text,
  biosDate: text,
});

const osSchema = z.object({
  platform: z.enum(['linux', 'windows', 'macos', 'other']),
  name: text,
  release: text,
  kernel: text,
});

const gpuSchema = z.object({ vendor: text, model: text, memoryBytes: bytes.nullable() });

/** A whole reading as it crosses a boundary: checked field by field, unknown fields dropped. */
export const hardwareReadingSchema: z.ZodType<HardwareReading> = z.object({
  format: z.literal(1),
  takenAtMs: unixMs,
  durationMs,
  parts: z.object({
    cpu: partSchema(cpuSchema),
    memory: partSchema(memorySchema),
    disks: partSchema(z.object({ disks: list(diskSchema), leftOut: list(leftOutSchema) })),
    network: partSchema(list(interfaceSchema)),
    virtualisation: partSchema(virtualisationSchema),
    firmware: partSchema(firmwareSchema),
    board: partSchema(boardSchema),
    os: partSchema(osSchema),
    gpus: partSchema(list(gpuSchema)),
  }),
});

const amountSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('known'), value: wholeNumber, source: text }),
  unavailableSchema.extend({ atLeast: wholeNumber.describe('What is certain') }),
]);

/** The four resources, each known or not. */
export const readResourcesSchema = z.object({
  cru: amountSchema,
  mruBytes: amountSchema,
  sruBytes: amountSchema,
  hruBytes: amountSchema,
});
