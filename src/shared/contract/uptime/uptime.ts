import { z } from 'zod';
import { hostKind } from '#shared/contract/app/app.ts';
import { NODE_STATES } from '#shared/domain/nodes/node-states.ts';
import { CERTIFICATIONS } from '#shared/domain/uptime/limits.ts';
import { VIOLATION_KINDS } from '#shared/domain/uptime/violations.ts';
import {
  command,
  decimalOutput,
  messageSchema,
  nonNegativeDecimalOutput,
  query,
  tftIntervalOutput,
  unixMs,
  unixSeconds,
  wholeInterval as interval,
  wholeNumber,
  typedText,
} from '#shared/contract/base.ts';
import { nodeId } from '#shared/contract/nodes/nodes.ts';
import { periodIndex, periodSchema } from './periods.ts';

const seconds = z.number().int().describe('Seconds');
const timeWindow = z.object({ startS: unixSeconds, endS: unixSeconds });

/**
 * Why a stretch is not both watched and up.
 * `crash`: it went down without a shutdown (power loss, crash); `reboot`: it was shut down; `suspend`: it slept;
 * `app-off`: the recorder was off; `standby`: the farmerbot put it to sleep, which the grid credits; `not-watched`:
 * before anything was recorded.
 */
const stretchCause = z.enum(['crash', 'reboot', 'suspend', 'standby', 'app-off', 'not-watched']);

const stretchSchema = timeWindow.extend({
  state: z.enum(['up', 'down', 'unknown']),
  isInferred: z.boolean().describe('Whether it follows from what was seen before and after, and was not watched'),
  cause: stretchCause.nullable(),
});

const outageSchema = timeWindow.extend({
  cause: stretchCause,
  isPlanned: z.boolean().describe('Whether planned maintenance covers it. It counts all the same'),
  creditLostS: wholeNumber.describe('The downtime, and what ran since the last report'),
  costTft: nonNegativeDecimalOutput
    .nullable()
    .describe('What the period would pay more without it. Null where the node’s resources are not known'),
});

/**
 * `recording`: beats are written; `failing`: it beats but cannot write, and keeps trying; `standby`: another process
 * records, and this one takes over when that ends; `stopped`: it does nothing.
 */
const recorderState = z.enum(['recording', 'failing', 'standby', 'stopped']);

const recorderSchema = z.object({
  state: recorderState,
  host: hostKind.nullable(),
  pid: wholeNumber.nullable(),
  lastBeatAtMs: unixMs.nullable(),
  problem: z.object({ code: z.string(), message: z.string(), hint: z.string(), sinceMs: unixMs }).nullable(),
});

const reportSchema = z.object({ atS: unixSeconds, upS: wholeNumber });

const evidenceSchema = z.object({
  kind: z.enum(VIOLATION_KINDS),
  reports: z
    .tuple([reportSchema, reportSchema])
    .readonly()
    .describe('The one that breaks the rule, after the one that it is compared with'),
  expectedUpS: z.number().int().describe('The uptime that the second report should have had'),
  offByS: wholeNumber,
});

const moneySchema = z.object({
  fullTft: nonNegativeDecimalOutput,
  soFarTft: tftIntervalOutput.describe('What is credited so far, in proportion, if the target is reached in the end'),
  expectedTft: tftIntervalOutput.describe('At the end, without another outage'),
  atRiskTft: nonNegativeDecimalOutput.describe('What a missed target would take'),
  zeroedBy: z
    .enum(['virtual', ...VIOLATION_KINDS])
    .nullable()
    .describe('Why nothing is paid, besides the target'),
});

const burnWindow = z.enum(['1h', '1d', '7d']);

const budgetSchema = z.object({
  allowedS: wholeNumber,
  lostS: interval.describe('Time that no credit came or will come for'),
  leftS: interval.describe('Low takes unwatched time for lost, high takes it for up; negative when overspent'),
  untilS: unixSeconds.describe('The end of the period'),
});

const firstPeriodSchema = z.object({
  joinedAtS: unixSeconds,
  fullPermille: wholeNumber,
  proratedPermille: wholeNumber,
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
  isTargetAssumed: z.boolean().describe('Whether the minimum of the node’s policy is not known: then that of policy 1'),
  lateBoots: wholeNumber,
  violation: z.enum(VIOLATION_KINDS).nullable(),
  evidence: z.array(evidenceSchema).readonly().describe('The reports that break a rule, in the order of their times'),
  isAsIfMinted: z.boolean().describe('Grid 3 no longer mints this period, by what the farmer set'),
  rulesFrom: periodIndex.describe('The period since which the rules hold that this one is judged by'),
  quietSinceS: unixSeconds
    .nullable()
    .describe('When it was heard of last, where reports are overdue by now; null otherwise'),
  state: z.enum(NODE_STATES).describe('Now'),
  asOfS: unixSeconds.nullable().describe('Up to when the grid’s own record is here; null where it is not followed'),
  budget: budgetSchema,
  burn: z
    .array(z.object({ window: burnWindow, rateMilli: wholeNumber }))
    .describe('1000 spends the whole budget within a period'),
  forecast: z.object({ bestPermille: interval, trendPermille: interval, exhaustedAtS: unixSeconds.nullable() }),
  outages: z.array(outageSchema).readonly(),
  cliff: z.object({
    distanceS: seconds.nullable(),
    lossTft: nonNegativeDecimalOutput.nullable().describe('Null where the reward is not known'),
    exampleOutageS: wholeNumber,
    losesPeriod: z.boolean().describe('Whether one more outage of the example’s length loses the period'),
  }),
  stretches: z.array(stretchSchema).readonly(),
  unreachable: z.array(timeWindow).readonly().describe('Within the time it was up: none of the named hosts answered'),
  unreachableS: wholeNumber.describe('Part of upS'),
  clockSteps: z
    .array(z.object({ atMs: unixMs, stepMs: z.number().int() }))
    .readonly()
    .describe('A positive step went forward'),
  firstPeriod: firstPeriodSchema.nullable().describe('Both readings of a first period; null for any other'),
  money: moneySchema.nullable().describe('Null where the node’s resources are not known'),
});

/** Everything about one node in one minting period, as calls answer it. */
export type UptimeSummary = z.output<typeof uptimeSummarySchema>;
/** An {@link UptimeSummary} within the program: amounts are Decimals. */
export type ComputedSummary = z.input<typeof uptimeSummarySchema>;
/** A stretch of time of one state. */
export type Stretch = Readonly<z.infer<typeof stretchSchema>>;
/** Why a stretch is not both watched and up. */
export type StretchCause = z.infer<typeof stretchCause>;
/** An outage with its price, as calls answer it. */
export type Outage = z.output<typeof outageSchema>;
/** An {@link Outage} within the program. */
export type PricedOutage = Readonly<z.input<typeof outageSchema>>;
/** A window of time in unix seconds. */
export type TimeWindow = Readonly<z.infer<typeof timeWindow>>;
/** A figure between two bounds: its exact value depends on time that was not watched or not reachable. */
export type Interval = Readonly<z.infer<typeof interval>>;
/** How far back the burn rate looks. */
export type BurnWindow = z.infer<typeof burnWindow>;
/** How much time a period may still lose, in seconds. */
export type ErrorBudget = Readonly<z.infer<typeof budgetSchema>>;
/** Both readings of a node's first period. */
export type FirstPeriod = Readonly<z.infer<typeof firstPeriodSchema>>;
/** A clock that was set. */
export type ClockStep = ComputedSummary['clockSteps'][number];
/** The two reports that show a violation. */
export type ViolationEvidence = Readonly<z.infer<typeof evidenceSchema>>;
/** Where the facts come from: the recorder's beats, imported reports, or nothing. */
export type UptimeBasis = ComputedSummary['basis'];
/** The recorder of this machine, in whichever process it runs. */
export type RecorderInfo = z.infer<typeof recorderSchema>;

const nodeAndPeriod = z.object({
  nodeId: nodeId.nullable().default(null).describe('Null: this machine, or the only node there is'),
  periodIndex: periodIndex.nullable().default(null).describe('Null: the current period'),
});

const planEffectSchema = z.object({
  periodIndex,
  lostS: wholeNumber.describe('The time off and what ran since the last report'),
  leftAfterS: seconds.describe('The budget left afterwards; negative means that the period is lost'),
  riskTft: decimalOutput.describe('What the period pays less because of it'),
});

/**
 * `after-report`: right after a report, so that nothing unreported is lost; `both-periods`: over the end, so that two
 * budgets share it; `next-period`: a fresh budget.
 */
const betterWindowReason = z.enum(['after-report', 'both-periods', 'next-period']);

const planAnswerSchema = z.object({
  verdict: z
    .enum(['safe', 'safe-if-up', 'unsafe', 'already-lost'])
    .describe('Safe even if unwatched time was down; safe only if it was up; loses the period; lost already'),
  effects: z.array(planEffectSchema).readonly(),
  better: z
    .object({ startS: unixSeconds, lostS: wholeNumber, riskTft: decimalOutput, why: betterWindowReason })
    .nullable()
    .describe('The nearest window that costs less'),
});

/** The answer to "safe to reboot?", as calls answer it. */
export type PlanAnswer = z.output<typeof planAnswerSchema>;
/** A {@link PlanAnswer} within the program. */
export type RebootAdvice = z.input<typeof planAnswerSchema>;
/** The effect of a planned reboot on one period. */
export type PlanEffect = RebootAdvice['effects'][number];

const maintenanceSchema = timeWindow.extend({ id: wholeNumber, note: z.string() });

/** A planned maintenance. */
export type Maintenance = Readonly<z.infer<typeof maintenanceSchema>>;

/** What an import did. */
export const importResultSchema = z.object({
  imported: wholeNumber,
  duplicates: wholeNumber,
  rejectedCount: wholeNumber,
  rejected: z
    .array(z.object({ line: wholeNumber, reason: messageSchema }))
    .readonly()
    .describe('The first 1000'),
});

/** What an import did. */
export type ImportResult = z.infer<typeof importResultSchema>;

const plan = z.object({ startS: unixSeconds.max(253_399_000_000), lengthS: z.number().int().min(1).max(2_630_880) });

/** Calls about uptime. */
export const uptimeContract = {
  getSummary: query('Uptime, credit, budget and prices of a node in a period')
    .input(nodeAndPeriod)
    .output(uptimeSummarySchema),
  getRecorder: query('How the recorder is').output(recorderSchema),
  listPeriods: query('The periods anything is known of, latest first')
    .input(z.object({ nodeId: nodeId.nullable().default(null) }))
    .output(z.object({ periods: z.array(periodSchema).readonly() })),
  planReboot: query('Whether a reboot is safe, and when it costs less')
    .input(z.object({ nodeId: nodeId.nullable().default(null), ...plan.shape }))
    .output(planAnswerSchema),
  listMaintenance: query('Planned maintenance')
    .input(nodeAndPeriod)
    .output(z.object({ maintenance: z.array(maintenanceSchema).readonly() })),
  addMaintenance: command('Plan a maintenance: it is told apart from a crash, and counts all the same')
    .input(
      z.object({
        nodeId: nodeId.nullable().default(null),
        ...plan.shape,
        note: typedText().max(200).default(''),
      }),
    )
    .output(maintenanceSchema),
  removeMaintenance: command('Remove a planned maintenance')
    .input(z.object({ nodeId: nodeId.nullable().default(null), id: wholeNumber }))
    .output(z.object({})),
  exportEvents: query('Export the reports of a node: imported ones, or those it would send')
    .input(z.object({ ...nodeAndPeriod.shape, format: z.enum(['csv', 'json']) }))
    .output(z.object({ text: z.string(), count: wholeNumber })),
};
