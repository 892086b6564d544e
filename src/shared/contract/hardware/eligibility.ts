import { z } from 'zod';
import { CHECK_IDS, CHECK_LEVELS, CHECK_STATES, VERDICTS } from '#shared/domain/hardware/eligibility/check.ts';
import { messageSchema, query, resourcesSchema, textSchema, unixMs, wholeNumber } from '#shared/contract/base.ts';
import { capacitySchema } from './capacity.ts';
import { architectureSchema } from './hardware-reading.ts';
import { recordingSchema } from './recording.ts';
import { nodeId } from '#shared/contract/nodes/nodes.ts';
import { rewardSchema, rewardTermsSchema } from '#shared/contract/earnings/rewards.ts';

const checkSchema = z.object({
  id: z.enum(CHECK_IDS),
  title: messageSchema,
  level: z.enum(CHECK_LEVELS).describe('Only required checks decide the verdict'),
  requirement: messageSchema,
  measured: textSchema,
  state: z.enum(CHECK_STATES),
  why: messageSchema,
  fix: textSchema,
  source: z.string(),
});
/** One line of the checklist: the requirement, what was found, why it matters, how to fix it, and the source. */
export type EligibilityCheck = Readonly<z.infer<typeof checkSchema>>;

const evidenceSchema = z.object({
  claim: z.enum([
    'cores',
    'memory',
    'kind',
    'raid',
    'data',
    'identity',
    'left-out',
    'port',
    'virtual-machine',
    'container',
    'virtualisation',
    'hyper-threading',
    'secure-boot',
    'network-boot',
  ]),
  title: messageSchema,
  about: z.string().describe('The disk or port; empty for the machine as a whole'),
  found: textSchema,
  because: messageSchema,
});
/** One claim of a reading and what it rests on. */
export type Evidence = Readonly<z.infer<typeof evidenceSchema>>;

const amount = wholeNumber.nullable().describe('Null where it could not be told');

/** A machine, what it is worth, and whether it may become a node. */
const assessmentSchema = z.object({
  takenAtMs: unixMs.nullable().describe('When the machine was read; null for a planned one'),
  machine: z.object({
    cru: amount,
    mruBytes: amount,
    sruBytes: amount,
    hruBytes: amount,
    isVirtual: z.boolean().nullable(),
  }),
  unavailable: z
    .array(z.object({ what: z.enum(['cru', 'mru', 'sru', 'hru', 'virtual']), because: z.string() }))
    .readonly(),
  capacity: capacitySchema.nullable().describe('Null while a resource is not known'),
  capacityAtLeast: capacitySchema.describe('Of what is certain'),
  eligibility: z.object({ verdict: z.enum(VERDICTS), checks: z.array(checkSchema).readonly() }),
  reward: rewardSchema.nullable().describe('Of a whole period; null while a resource is not known'),
  evidence: z.array(evidenceSchema).readonly().optional().describe('What each claim rests on, where it is asked for'),
});

/** A machine, what it is worth, and whether it may become a node: decimals inside the program. */
export type Assessment = z.input<typeof assessmentSchema>;
/** An {@link Assessment} as callers get it: decimals as text. */
export type AssessmentAnswer = z.output<typeof assessmentSchema>;

/** Calls about whether a machine may become a node. */
export const eligibilityContract = {
  checkThisMachine: query('Verdict, checklist, capacity and reward of this machine, read now or of late')
    .input(
      z.object({
        maxAgeMs: wholeNumber.default(600_000).describe('An older reading is made anew'),
        terms: rewardTermsSchema.nullable().default(null).describe('Null: those of the stored node, or of a new one'),
        hasEvidence: z.boolean().default(false),
        usesFarmData: z.boolean().default(true).describe('False: the database is not opened'),
      }),
    )
    .output(assessmentSchema),
  checkRecording: query('The same for a recorded machine, without the data of the farm')
    .input(
      z.object({
        recording: recordingSchema,
        terms: rewardTermsSchema.nullable().default(null),
        hasEvidence: z.boolean().default(false),
      }),
    )
    .output(assessmentSchema),
  checkNode: query(
    'Verdict, checklist, capacity and reward of a node of the farm, by its last reading or what was typed in',
  )
    .input(z.object({ nodeId }))
    .output(assessmentSchema),
  checkPlan: query('The same for a machine that is only thought of')
    .input(
      z.object({
        resources: resourcesSchema,
        architecture: architectureSchema.default('x64'),
        terms: rewardTermsSchema.default(rewardTermsSchema.parse({})),
      }),
    )
    .output(assessmentSchema),
};
