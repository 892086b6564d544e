import { z } from 'zod';
import { CERTIFICATIONS } from '#shared/domain/uptime/periods.ts';
import { BETTER_WINDOW_REASONS } from '#shared/domain/uptime/planner.ts';
import { BURN_WINDOWS } from '#shared/domain/uptime/budget.ts';
import { STRETCH_CAUSES } from '#shared/domain/uptime/truth.ts';
import { VIOLATION_KINDS } from '#shared/domain/uptime/violations.ts';
import {
  command,
  decimalString,
  nonNegativeDecimal,
  query,
  tftInterval,
  unixMs,
  unixSeconds,
  wholeInterval as interval,
  wholeNumber,
} from '#shared/contract/base.ts';
import { nodeId } from '#shared/contract/nodes/nodes.ts';

const seconds = z.number().int().describe('Seconds');
const periodIndex = z.number().int().min(0).max(95_739);
const periodSchema = z.object({ index: periodIndex, name: z.string(), startS: unixSeconds, endS: unixSeconds });

/** A stretch of time of one state. */
export const stretchSchema = z.object({
  startS: unixSeconds,
  endS: unixSeconds,
  state: z.enum(['up', 'down', 'unknown']),
  isInferred: z.boolean(),
  cause: z.enum(STRETCH_CAUSES).nullable(),
});

/** An outage with its price. */
export const outageSchema = z.object({
  startS: unixSeconds,
  endS: unixSeconds,
  cause: z.enum(STRETCH_CAUSES),
  isPlanned: z.boolean(),
  creditLostS: wholeNumber,
  costTft: nonNegativeDecimal.nullable().describe('Null where the node’s resources are not known'),
});

/** How the recorder of this machine is, in whichever process it runs. */
export const recorderSchema = z.object({
  state: z.enum(['recording', 'failing', 'standby', 'stopped']),
  host: z.enum(['desktop', 'web', 'cli']).nullable(),
  pid: wholeNumber.nullable(),
  lastBeatAtMs: unixMs.nullable(),
  problem: z.object({ code: z.string(), message: z.string(), hint: z.string(), sinceMs: unixMs }).nullable(),
});

const moneySchema = z.object({
  fullTft: nonNegativeDecimal,
  soFarTft: tftInterval.describe('What is credited so far, in proportion, if the target is reached in the end'),
  expectedTft: tftInterval.describe('At the end, without another outage'),
  atRiskTft: nonNegativeDecimal.describe('What a missed target would take'),
  zeroedBy: z
    .enum(['virtual', ...VIOLATION_KINDS])
    .nullable()
    .describe('Why nothing is paid, besides the target'),
});

/** Everything about one node in one minting period. */
export const uptimeSummarySchema = z.object({
  node: z.object({ id: nodeId, name: z.string() }).nullable(),
  certification: z.enum(CERTIFICATIONS),
  period: periodSchema,
  isClosed: z.boolean(),
  frozen: z.object({ rulesId: z.string(), frozenAtMs: unixMs }).nullable(),
  atS: unixSeconds.describe('When the answer was given'),
  basis: z.enum(['recorder', 'reports', 'none']),
  upS: wholeNumber,
  downS: wholeNumber,
  unknownS: wholeNumber,
  clockPermille: interval.describe('Of the time that passed'),
  creditedS: interval,
  permille: interval.describe('Of the whole period, floored'),
  targetPermille: wholeNumber,
  lateBoots: wholeNumber,
  violation: z.enum(VIOLATION_KINDS).nullable(),
  budget: z.object({ allowedS: wholeNumber, lostS: interval, leftS: interval, untilS: unixSeconds }),
  burn: z.array(z.object({ window: z.enum(BURN_WINDOWS), rateMilli: wholeNumber })),
  forecast: z.object({ bestPermille: interval, trendPermille: interval, exhaustedAtS: unixSeconds.nullable() }),
  outages: z.array(outageSchema),
  cliff: z.object({
    distanceS: seconds.nullable(),
    lossTft: nonNegativeDecimal,
    exampleOutageS: wholeNumber,
    losesPeriod: z.boolean().describe('Whether one more outage of the example’s length loses the period'),
  }),
  stretches: z.array(stretchSchema),
  unreachable: z
    .array(z.object({ startS: unixSeconds, endS: unixSeconds }))
    .default([])
    .describe('Within the time it was up: none of the named hosts answered'),
  unreachableS: wholeNumber.default(0).describe('Part of upS'),
  clockSteps: z.array(z.object({ atMs: unixMs, stepMs: z.number().int() })),
  firstPeriod: z
    .object({ joinedAtS: unixSeconds, fullPermille: wholeNumber, proratedPermille: wholeNumber })
    .nullable()
    .describe('Both readings of a first period; null for any other'),
  money: moneySchema.nullable().describe('Null where the node’s resources are not known'),
});

/** Everything about one node in one minting period. */
export type UptimeSummary = z.infer<typeof uptimeSummarySchema>;
/** One stretch of {@link UptimeSummary}. */
export type StretchWire = z.infer<typeof stretchSchema>;
/** One outage of {@link UptimeSummary}. */
export type OutageWire = z.infer<typeof outageSchema>;
/** How the recorder is. */
export type RecorderWire = z.infer<typeof recorderSchema>;

const nodeAndPeriod = z.object({
  nodeId: nodeId.nullable().default(null).describe('Null: this machine, or the only node there is'),
  periodIndex: periodIndex.nullable().default(null).describe('Null: the current period'),
});

const planEffectSchema = z.object({
  periodIndex,
  lostS: wholeNumber,
  leftAfterS: seconds,
  riskTft: decimalString,
});

/** The answer to "safe to reboot?". */
export const planAnswerSchema = z.object({
  verdict: z.enum(['safe', 'safe-if-up', 'unsafe', 'already-lost']),
  effects: z.array(planEffectSchema),
  better: z
    .object({ startS: unixSeconds, lostS: wholeNumber, riskTft: decimalString, why: z.enum(BETTER_WINDOW_REASONS) })
    .nullable(),
});

/** A planned maintenance. */
export const maintenanceSchema = z.object({
  id: wholeNumber,
  startS: unixSeconds,
  endS: unixSeconds,
  note: z.string(),
});

/** What an import did. */
export const importResultSchema = z.object({
  imported: wholeNumber,
  duplicates: wholeNumber,
  rejectedCount: wholeNumber,
  rejected: z.array(z.object({ line: wholeNumber, reason: z.string() })).describe('The first 1000'),
});

/** The longest text taken as an import over a wire; the command line takes files of any size. */
export const MAX_EVENTS_CHARACTERS = 32_000_000;
/** How an import or export is written. */
export const EVENT_FORMATS = ['csv', 'json'] as const;

const plan = z.object({ startS: unixSeconds, lengthS: z.number().int().min(1).max(2_630_880) });

/** Calls about uptime. */
export const uptimeContract = {
  getSummary: query('Uptime, credit, budget and prices of a node in a period')
    .input(nodeAndPeriod)
    .output(uptimeSummarySchema),
  getRecorder: query('How the recorder is').output(recorderSchema),
  listPeriods: query('The periods anything is known of, latest first')
    .input(z.object({ nodeId: nodeId.nullable().default(null) }))
    .output(z.object({ periods: z.array(periodSchema) })),
  planReboot: query('Whether a reboot is safe, and when it costs less')
    .input(z.object({ nodeId: nodeId.nullable().default(null), ...plan.shape }))
    .output(planAnswerSchema),
  listMaintenance: query('Planned maintenance')
    .input(nodeAndPeriod)
    .output(z.object({ maintenance: z.array(maintenanceSchema) })),
  addMaintenance: command('Plan a maintenance: it is told apart from a crash, and counts all the same')
    .input(
      z.object({
        nodeId: nodeId.nullable().default(null),
        ...plan.shape,
        note: z.string().trim().max(200).default(''),
      }),
    )
    .output(maintenanceSchema),
  removeMaintenance: command('Remove a planned maintenance')
    .input(z.object({ nodeId: nodeId.nullable().default(null), id: wholeNumber }))
    .output(z.object({})),
  importEvents: command('Import uptime reports and power events')
    .input(
      z.object({
        nodeId: nodeId.nullable().default(null).describe('Null: each row names its node by its grid number'),
        format: z.enum(EVENT_FORMATS),
        text: z.string().max(MAX_EVENTS_CHARACTERS),
      }),
    )
    .output(importResultSchema),
  exportEvents: query('Export the reports of a node: imported ones, or those it would send')
    .input(z.object({ ...nodeAndPeriod.shape, format: z.enum(EVENT_FORMATS) }))
    .output(z.object({ text: z.string(), count: wholeNumber })),
};
