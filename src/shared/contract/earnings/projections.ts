import { z } from 'zod';
import { MAX_COMPARED, MAX_FIX_PARTS } from '#shared/domain/earnings/decisions.ts';
import { OBSTACLES } from '#shared/domain/earnings/obstacles.ts';
import { NEVER_REASONS } from '#shared/domain/earnings/projection.ts';
import { MAX_SEED } from '#shared/domain/earnings/random.ts';
import { MAX_PATHS } from '#shared/domain/earnings/simulation-plan.ts';
import { RULE_SET_STATUSES } from '#shared/domain/rules/rule-set.ts';
import {
  decimalString,
  nonNegativeDecimal,
  positiveDecimal,
  query,
  resourcesSchema,
  unixSeconds,
  wholeNumber,
} from '#shared/contract/base.ts';
import { assumptionSchema } from './assumptions.ts';
import { MAX_TABLE_CHARACTERS } from '#shared/contract/economy/economy.ts';
import { nodeId } from '#shared/contract/nodes/nodes.ts';
import { rewardTermsSchema } from './rewards.ts';
import { fraction, ruleSetId, scenarioSchema, tariffBandSchema } from './scenarios.ts';

/** Which machine: a node of the farm (null: this machine), or one that is only described. */
export const subjectSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('node'), nodeId: nodeId.nullable() }),
  z.object({
    kind: z.literal('machine'),
    label: z.string().trim().min(1).max(80),
    resources: resourcesSchema,
    ...rewardTermsSchema.shape,
    isVirtual: z.boolean().default(false),
    hardwareUsd: nonNegativeDecimal.nullable().default(null),
    wattsIdle: positiveDecimal.nullable().default(null),
    wattsLoaded: positiveDecimal.nullable().default(null),
    slices: wholeNumber.max(100_000).nullable().default(null),
  }),
]);

/** Which machine. */
export type Subject = z.infer<typeof subjectSchema>;

const base = { subject: subjectSchema, scenario: scenarioSchema.prefault({}) };

const monthSchema = z.object({
  month: wholeNumber,
  period: z.string().describe('The minting period, like 2026-11'),
  rewardTft: nonNegativeDecimal,
  gross: nonNegativeDecimal,
  share: nonNegativeDecimal,
  electricity: nonNegativeDecimal,
  hardware: nonNegativeDecimal,
  other: nonNegativeDecimal,
  net: decimalString,
  cumulative: decimalString,
  cash: decimalString.describe('In hand since the start, the hardware paid at once'),
});

const paybackSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('within'), month: wholeNumber }),
  z.object({ kind: z.literal('later'), month: wholeNumber }),
  z.object({ kind: z.literal('never'), why: z.enum(NEVER_REASONS) }),
]);

const caseSchema = z.object({ totalNet: decimalString, payback: paybackSchema, roi: decimalString.nullable() });
const quantilesSchema = z.object({ p10: decimalString, p50: decimalString, p90: decimalString });
const chancesSchema = z.object({ diy: fraction, certified: fraction });

/** What a simulation says. */
export const simulationSummarySchema = z.object({
  paths: wholeNumber,
  seed: wholeNumber,
  total: quantilesSchema,
  byMonth: z.array(quantilesSchema),
  missChance: chancesSchema,
  missAnyChance: chancesSchema,
  paybackChance: fraction,
  paybackMonth: wholeNumber.nullable(),
});

/** What a simulation says. */
export type SimulationSummaryWire = z.infer<typeof simulationSummarySchema>;

const simulatedNumbers = z.array(z.number());

/** The plain numbers that a worker simulates from. */
export const simulationPlanSchema = z.object({
  seed: z.number().int().min(0).max(MAX_SEED),
  paths: z.number().int().min(1).max(MAX_PATHS),
  months: wholeNumber,
  price: z.object({ start: z.number(), volatility: z.number(), drift: z.number() }),
  utilisation: z.object({ mean: z.number(), deviation: z.number() }),
  outages: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('rate'), perMonth: z.number(), meanSeconds: z.number() }),
    z.object({ kind: z.literal('record'), downSecondsByPeriod: z.array(wholeNumber) }),
  ]),
  targetPermille: wholeNumber,
  fullTftUnits: simulatedNumbers,
  scaling: z.enum(['permille', 'whole']),
  worth: z.enum(['market', 'fixed']),
  fullRevenue: z.number(),
  bookedRevenue: z.array(z.number()),
  keptRevenue: z.number(),
  runningCost: simulatedNumbers,
  loadCost: simulatedNumbers,
  hardware: simulatedNumbers,
  hardwareTotal: z.number(),
});

const sizeSchema = z.object({
  seed: z.number().int().min(0).max(MAX_SEED).default(1),
  paths: z.number().int().min(1).max(MAX_PATHS).default(10_000),
});

const obstaclesSchema = z
  .object({
    found: z.array(z.enum(OBSTACLES)),
    unhindered: z
      .object({ rewardTft: nonNegativeDecimal, shareUsd: nonNegativeDecimal, sruBytes: wholeNumber })
      .nullable()
      .describe('The first month without them; null where there is nothing in the way or nothing to be done'),
  })
  .describe('Why the first month brings nothing, or no more than its storage');

/** A projection as it crosses a boundary. */
export const projectionSchema = z.object({
  label: z.string(),
  rules: ruleSetId,
  assumptions: z.array(assumptionSchema),
  months: z.array(monthSchema),
  breakEvenMonth: wholeNumber.nullable(),
  payback: paybackSchema,
  roi: decimalString.nullable(),
  totalNet: decimalString,
  cases: z.object({ low: caseSchema, expected: caseSchema, high: caseSchema }),
  obstacles: obstaclesSchema,
  plan: simulationPlanSchema,
  simulation: simulationSummarySchema.nullable().describe('Null when it was not asked for'),
});

/** A projection as it crosses a boundary. */
export type ProjectionWire = z.infer<typeof projectionSchema>;

const partSchema = z.object({
  id: z.string().min(1).max(80),
  label: z.string().trim().min(1).max(120),
  adds: resourcesSchema,
  priceUsd: positiveDecimal,
  addsSlices: wholeNumber.max(100_000).default(0),
  addsWatts: nonNegativeDecimal.default('0'),
});

const laneSchema = z.object({
  rules: ruleSetId,
  title: z.string(),
  status: z.enum(RULE_SET_STATUSES),
  source: z.string(),
  formula: z.string(),
  inputs: z.array(assumptionSchema),
  rewardTft: nonNegativeDecimal,
  gross: nonNegativeDecimal,
  share: nonNegativeDecimal,
  electricity: nonNegativeDecimal,
  hardware: nonNegativeDecimal,
  net: decimalString,
  payback: paybackSchema,
  roi: decimalString.nullable(),
  zeroedBy: z.string().nullable(),
});

/** One rule set of the lab. */
export type LaneWire = z.infer<typeof laneSchema>;

/** A period's own report. Its whole text is what is hashed; these are the parts that are shown. */
const reportSchema = z.looseObject({
  format: wholeNumber,
  period: z.looseObject({ index: wholeNumber, name: z.string() }),
  uptime: z.looseObject({ permille: wholeNumber, source: z.enum(['record', 'assumed']) }),
  reward: z.looseObject({ tft: nonNegativeDecimal }),
});

/** Calls about what a node earns. */
export const projectionsContract = {
  project: query('What a machine earns month by month, from gross to net')
    .input(z.object({ ...base, simulation: sizeSchema.nullable().default(null), plan: sizeSchema.prefault({}) }))
    .output(projectionSchema),
  compareRules: query('One month under every rule set, side by side')
    .input(z.object(base))
    .output(z.object({ label: z.string(), lanes: z.array(laneSchema) })),
  compareMachines: query('Up to five machines side by side under one scenario')
    .input(
      z.object({ subjects: z.array(subjectSchema).min(1).max(MAX_COMPARED), scenario: scenarioSchema.prefault({}) }),
    )
    .output(
      z.object({
        machines: z.array(
          z.object({
            label: z.string(),
            position: wholeNumber,
            totalNet: decimalString,
            netPerMonth: decimalString,
            hardwareUsd: nonNegativeDecimal,
            netPerUsd: decimalString.nullable(),
            payback: paybackSchema,
            roi: decimalString.nullable(),
            cumulative: z.array(decimalString),
          }),
        ),
      }),
    ),
  weighInputs: query('Which input moves the result most')
    .input(z.object({ ...base, step: fraction.default('0.2') }))
    .output(
      z.object({
        totalNet: decimalString,
        bars: z.array(
          z.object({
            input: z.string(),
            lowValue: decimalString,
            highValue: decimalString,
            netAtLow: decimalString,
            netAtHigh: decimalString,
            swing: nonNegativeDecimal,
          }),
        ),
      }),
    ),
  rankParts: query('Which part to buy next, by gain for each USD')
    .input(z.object({ ...base, parts: z.array(partSchema).min(1).max(50) }))
    .output(
      z.object({
        ranked: z.array(
          z.object({
            part: partSchema,
            gainPerMonth: decimalString,
            gainPerUsd: decimalString,
            paybackMonths: wholeNumber.nullable(),
          }),
        ),
      }),
    ),
  findCheapestFix: query('The cheapest parts that make a machine eligible')
    .input(
      z.object({
        ...base,
        parts: z.array(partSchema).max(MAX_FIX_PARTS),
        level: z.enum(['required', 'plan']).default('required'),
      }),
    )
    .output(
      z.object({
        fix: z
          .object({
            parts: z.array(partSchema),
            priceUsd: nonNegativeDecimal,
            earnsPerMonth: decimalString,
            paybackMonths: wholeNumber.nullable(),
          })
          .nullable(),
      }),
    ),
  weighStandby: query('Whether it pays to let a node sleep')
    .input(
      z.object({
        ...base,
        wattsAsleep: nonNegativeDecimal,
        fromHour: z.number().int().min(0).max(23),
        untilHour: z.number().int().min(0).max(23),
        lateChance: fraction,
        lostUse: fraction.default('0'),
      }),
    )
    .output(
      z.object({
        sleepHoursPerDay: wholeNumber,
        wakeUps: wholeNumber,
        energySaved: decimalString,
        lossChance: fraction,
        rewardAtRisk: nonNegativeDecimal,
        expectedLoss: nonNegativeDecimal,
        lostRevenue: nonNegativeDecimal,
        gain: decimalString,
        verdict: z.enum(['sleep', 'stay']),
        breakEvenLateChance: fraction.nullable(),
      }),
    ),
  readTariff: query('Read a time-of-use tariff from CSV')
    .input(z.object({ csv: z.string().min(1).max(MAX_TABLE_CHARACTERS) }))
    .output(
      z.object({
        bands: z.array(tariffBandSchema),
        rejected: z.array(z.object({ line: wholeNumber, reason: z.string() })),
      }),
    ),
  reportPeriod: query("A period's own report with the hash of its canonical text")
    .input(
      z.object({
        subject: subjectSchema,
        periodIndex: wholeNumber.nullable().default(null),
        uptimeSeconds: wholeNumber.nullable().default(null),
      }),
    )
    .output(
      z.object({
        report: reportSchema,
        canonical: z.string(),
        hash: z.string().regex(/^[0-9a-f]{64}$/),
        algorithm: z.literal('BLAKE2b-256'),
        periodStartS: unixSeconds,
      }),
    ),
};
