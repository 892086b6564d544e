import { z } from 'zod';
import { decimalString, messageSchema, query, wholeNumber } from '#shared/contract/base.ts';
import { CERTIFICATIONS } from '#shared/domain/uptime/limits.ts';

/**
 * A set of farming rules as data, with a source for every figure. Dates are ISO 8601, as exact as the source gives them
 * ("2022-01"), null when open or not stated. A set that changes another names it in `basedOn`; `anchor` is a heading of
 * docs/rules.md.
 */
export const ruleSetSchema = z.object({
  id: z.string(),
  title: messageSchema,
  status: z.enum(['running', 'adopted', 'plan', 'historic']),
  summary: messageSchema,
  basedOn: z.string().nullable(),
  from: z.string().nullable(),
  until: z.string().nullable(),
  sources: z.array(z.object({ id: z.string(), title: messageSchema, reference: z.string() })).readonly(),
  constants: z
    .array(
      z.object({
        id: z.string(),
        label: messageSchema,
        value: decimalString,
        unit: z.string(),
        source: z.string(),
      }),
    )
    .readonly(),
  formulas: z
    .array(
      z.object({ id: z.string(), label: messageSchema, text: messageSchema, anchor: z.string(), source: z.string() }),
    )
    .readonly(),
  conflicts: z
    .array(
      z.object({
        id: z.string(),
        question: messageSchema,
        readings: z.array(z.object({ says: messageSchema, source: z.string() })).readonly(),
        decision: messageSchema,
      }),
    )
    .readonly(),
});

/** A set of farming rules. */
export type RuleSet = z.infer<typeof ruleSetSchema>;

const permille = wholeNumber.max(1000);
const seconds = wholeNumber.describe('Seconds');
/** What the minting program does with a report that does not fit the time that passed. */
const misfit = z.enum(['violation', 'credited']);

/**
 * What the minting program did from one period on, until the next version: how reports become credited uptime, and how
 * that becomes pay. Source: docs/rules.md#rules-as-they-were
 */
const ruleVersionSchema = z.object({
  fromPeriod: wholeNumber.describe('Index of the first period that was minted with it'),
  summary: messageSchema,
  source: z.string(),
  credit: z.object({
    reportIntervalS: seconds,
    slackS: seconds.describe('How far a report may be off'),
    reportCapS: seconds.nullable().describe('The most that one report credits; null: no cap'),
    clockSkewS: seconds.nullable().describe('From this drift of the boot time on, a violation; null: not looked at'),
    tooHigh: misfit,
    tooLow: misfit,
    sleep: z
      .object({
        maxS: seconds,
        maxBootS: seconds.nullable().describe('From the wake-up request to the boot; null: no request is needed'),
        forgivenLateBoots: wholeNumber,
      })
      .nullable()
      .describe('Null: no farmerbot'),
    needsTwin: z.boolean(),
  }),
  pay: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('whole') }).describe('Uptime was not enforced'),
    z
      .object({ kind: z.literal('since-connected'), minimumPermille: permille })
      .describe('All or nothing, measured and paid from the moment at which the node connected'),
    z
      .object({
        kind: z.literal('by-policy'),
        proportional: z.array(wholeNumber).readonly().nullable().describe('Policies in proportion; null: all of them'),
        takesPolicy3: z.boolean().describe('Whether policy 3 is one where it is neither default nor immutable, at 95'),
        minimumPermille: z.record(z.enum(CERTIFICATIONS), permille),
      })
      .describe('In proportion to the uptime; every other policy all or nothing at its own minimum'),
  ]),
});

/** What the minting program did from one period on. */
export type RuleVersion = z.infer<typeof ruleVersionSchema>;

/** A dated note about the platform, from public texts. */
const platformNoteSchema = z.object({ text: messageSchema, source: messageSchema, asOf: z.string() });

/** A dated note about the platform, from public texts. */
export type PlatformNote = z.infer<typeof platformNoteSchema>;

/** Calls about the rule sets. */
export const rulesContract = {
  list: query('Every rule set, and the rules of grid 3 minting as they were').output(
    z.object({
      ruleSets: z.array(ruleSetSchema).readonly(),
      versions: z.array(ruleVersionSchema).readonly(),
      platformNote: platformNoteSchema,
    }),
  ),
  get: query('One rule set')
    .input(z.object({ id: z.string().max(200) }))
    .output(ruleSetSchema),
};
