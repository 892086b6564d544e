import { z } from 'zod';
import { READING_PARTS } from '#shared/contract/hardware/reading-parts.ts';
import {
  command,
  decimalOutput,
  messageSchema,
  query,
  resourcesSchema,
  unixMs,
  wholeNumber,
} from '#shared/contract/base.ts';
import { hardwareReadingSchema, readResourcesSchema, seekTimeSchema } from './hardware-reading.ts';
import { nodeId } from '#shared/contract/nodes/nodes.ts';
import { recordingSchema } from './recording.ts';
import { passportSchema } from './passport.ts';

/** A reading with its age and what follows from it. */
const machineSchema = z.object({
  reading: hardwareReadingSchema,
  ageMs: wholeNumber,
  resources: readResourcesSchema,
  known: resourcesSchema.nullable().describe('Null where one of the four is not known'),
});

const readingProgressSchema = z.object({
  part: z.enum(READING_PARTS),
  state: z.enum(['known', 'unavailable']),
  done: wholeNumber,
  total: wholeNumber,
});
/** How far a reading is: `done` of `total` parts. */
export type ReadingProgress = z.infer<typeof readingProgressSchema>;

const measuringSchema = z.object({ disk: z.string(), done: wholeNumber, total: wholeNumber });
/** How far a measurement of seek times is. */
export type Measuring = z.infer<typeof measuringSchema>;

const measuredDiskSchema = z.object({
  name: z.string(),
  seek: seekTimeSchema.nullable(),
  because: z.string().describe('Why it was not measured, or what follows from it'),
});
/** What the measurement of one disk led to. */
export type MeasuredDisk = z.infer<typeof measuredDiskSchema>;

const partChangeSchema = z.object({
  part: z.enum(READING_PARTS),
  kind: z
    .enum(['added', 'missing', 'changed', 'hidden', 'seen'])
    .describe('`hidden` and `seen`: the part did not change itself, it could be read before or only now'),
  text: messageSchema.describe('In words: “a 16 GiB module is missing”'),
});
/** One thing that is different between two readings. */
export type PartChange = Readonly<z.infer<typeof partChangeSchema>>;

/** What changed in a new state. */
const hardwareChangeSchema = z.object({
  snapshotId: wholeNumber,
  seenAtMs: unixMs,
  beforeAtMs: unixMs.describe('When the state before was last seen'),
  sentence: messageSchema.describe('For a person: “a 16 GiB module is missing: CU 7.75 → 3.75, −120 TFT a month”'),
  parts: z.array(partChangeSchema).readonly(),
  worth: z
    .object({
      cuBefore: decimalOutput,
      cuAfter: decimalOutput,
      suBefore: decimalOutput,
      suAfter: decimalOutput,
      tftPerMonth: decimalOutput,
    })
    .nullable()
    .describe(
      'In units and in the reward of a month of full uptime; null where one of the states does not know all four resources',
    ),
});
/** What is different between two readings of one machine. */
export type HardwareChange = Readonly<
  Pick<z.output<typeof hardwareChangeSchema>, 'parts' | 'sentence'> &
    Pick<z.input<typeof hardwareChangeSchema>, 'worth'>
>;

const stateLimit = z.number().int().min(1).max(200).default(50);

/** Calls about the machine that Farmer runs on, and about stored states of the nodes. */
export const hardwareContract = {
  getLast: query('The last reading at once, with its age, and how far a reading under way is').output(
    z.object({
      machine: machineSchema.nullable(),
      isReading: z.boolean(),
      progress: readingProgressSchema.nullable(),
      measuring: measuringSchema.nullable(),
    }),
  ),
  read: command('Read this machine again, and store what was read')
    .input(z.object({ isStored: z.boolean().default(true) }).default({ isStored: true }))
    .output(z.object({ machine: machineSchema, nodeId: nodeId.nullable(), hasChanged: z.boolean().nullable() })),
  measureSeekTimes: command(
    'Measure the seek time of the disks of unknown kind by random reads; nothing is written to a disk',
  )
    .input(z.object({ isStored: z.boolean().default(true) }).default({ isStored: true }))
    .output(z.object({ machine: machineSchema, disks: z.array(measuredDiskSchema).readonly() })),
  cancelMeasurement: command('Stop measuring; what was measured so far counts').output(
    z.object({ wasMeasuring: z.boolean() }),
  ),
  record: command('What this machine answers to the reader, without private fields, for a report of a wrong reading')
    .input(
      z.object({ title: z.string().max(200).default('A recorded machine') }).default({ title: 'A recorded machine' }),
    )
    .output(recordingSchema),
  listChanges: query('What changed from state to state, in units and money, newest first')
    .input(z.object({ nodeId, limit: stateLimit }))
    .output(z.object({ changes: z.array(hardwareChangeSchema) })),
  exportPassport: query('The hardware passport of this machine or of a stored node')
    .input(z.object({ nodeId: nodeId.nullable().default(null).describe('Null: this machine, read now') }))
    .output(z.object({ fileName: z.string(), text: z.string(), passport: passportSchema })),
};
