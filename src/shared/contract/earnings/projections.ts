import { z } from 'zod';
import { MAX_FIX_PARTS, MAX_PATHS, MAX_SEED } from '#shared/domain/earnings/limits.ts';
import {
  decimalOutput,
  messageSchema,
  nonNegativeDecimal,
  nonNegativeDecimalOutput,
  query,
  resourcesSchema,
  roundedOutput,
  textSchema,
  tftIntervalOutput,
  unixSeconds,
  wholeNumber,
  typedText,
} from '#shared/contract/base.ts';
import { assumptionSchema } from './assumptions.ts';
import { MAX_TABLE_CHARACTERS } from '#shared/contract/economy/economy.ts';
import { nodeId } from '#shared/contract/nodes/nodes.ts';
import { ruleSetSchema } from '#shared/contract/rules/rules.ts';
import { rewardTermsSchema } from './rewards.ts';
import { fractionInput, ruleSetId, scenarioSchema, tariffBandSchema } from './scenarios.ts';
import {
  fixSchema,
  partGainSchema,
  partSchema,
  sensitivityBarSchema,
  standbyPlan,
  standbyVerdictSchema,
} from './decisions.ts';
import { missingSchema } from './value.ts';
import { simulationPlanSchema, simulationSummarySchema } from './simulation.ts';

/** Which machine: a node of the farm (null: this machine), or one that is only described. */
export const subjectSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('node'), nodeId: nodeId.nullable() }),
  z.object({
    kind: z.literal('machine'),
    label: typedText().min(1).max(80),
    resources: resourcesSchema,
    ...rewardTermsSchema.shape,
    isVirtual: z.boolean().default(false),
    hardwareUsd: nonNegativeDecimal.nullable().default(null),
    wattsIdle: nonNegativeDecimal.nullable().default(null),
    wattsLoaded: nonNegativeDecimal.nullable().default(null),
    slices: wholeNumber.max(100_000).nullable().default(null),
  }),
]);

/** Which machine. */
export type Subject = z.infer<typeof subjectSchema>;

const base = { subject: subjectSchema, scenario: scenarioSchema.prefault({}) };

/** An amount that is the result of a division. */
const quotient = roundedOutput(8);

const monthSchema = z
  .object({
    month: wholeNumber,
    period: z.string().describe('The minting period, like 2026-11'),
    rewardTft: nonNegativeDecimalOutput,
    gross: nonNegativeDecimalOutput,
    share: nonNegativeDecimalOutput,
    electricity: nonNegativeDecimalOutput,
    hardware: nonNegativeDecimalOutput,
    other: nonNegativeDecimalOutput,
    net: decimalOutput.describe('share − electricity − hardware − other'),
    cumulative: decimalOutput.describe('The sum of the nets'),
    cash: decimalOutput.describe('In hand since the start, the hardware paid at once'),
  })
  .describe('One minting period, in USD');

/** One minting period of a projection, in USD. */
export type ProjectedMonth = z.input<typeof monthSchema>;

const partialMonthSchema = monthSchema
  .pick({ month: true, period: true, rewardTft: true, hardware: true, other: true })
  .extend({
    gross: nonNegativeDecimalOutput.nullable(),
    share: nonNegativeDecimalOutput.nullable(),
    electricity: nonNegativeDecimalOutput.nullable(),
  });

const paybackSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('within'), month: wholeNumber }),
  z.object({ kind: z.literal('later'), month: wholeNumber }).describe('At the pace of the last month'),
  z.object({ kind: z.literal('never'), why: z.enum(['earns-nothing', 'costs-more', 'too-late']) }),
]);

/** When a machine has paid for itself: within the projection, later, or never. */
export type Payback = z.infer<typeof paybackSchema>;

const resultSchema = z.object({
  months: z.array(monthSchema).readonly(),
  breakEvenMonth: wholeNumber.nullable(),
  payback: paybackSchema,
  roi: decimalOutput.nullable().describe('(cash taken in − hardware cost) / hardware cost; null without such a cost'),
  totalNet: decimalOutput,
  netPerMonth: quotient.describe('On average, the hardware written off'),
  afterPowerPerMonth: quotient.describe('On average: share − electricity − other; the hardware is not in it'),
  paidTftPriceUsd: quotient
    .nullable()
    .describe('The TFT price at which the machine is paid within the months shown; null without a reward or a price'),
  breakEvenTftPriceUsd: quotient
    .nullable()
    .describe('The TFT price at which the first month covers its running costs; null without a reward'),
  breakEvenKwhPriceUsd: quotient.nullable().describe('The price of a kWh at which it does; null where no price is'),
});

/** What a machine earns month by month. */
export type Projection = z.input<typeof resultSchema>;

const caseSchema = resultSchema.pick({ totalNet: true, payback: true, roi: true });

const sizeSchema = z.object({
  seed: z.number().int().min(0).max(MAX_SEED).default(1),
  paths: z.number().int().min(1).max(MAX_PATHS).default(10_000),
});

/** How many paths are drawn, and from which seed. */
export type SimulationSize = z.output<typeof sizeSchema>;

const earningLimitSchema = z
  .enum(['uptime', 'violation', 'virtual', 'no-ssd', 'no-memory', 'no-cores', 'cap', 'no-price', 'no-use'])
  .describe(
    'uptime below the target, a violation, a virtual machine, no SSD, memory or cores that count as CU, the cap of the supply ' +
      'reached, no price for users to pay, or nobody who pays it',
  );

/** Why a machine earns less than a rule set could pay. */
export type Obstacle = z.infer<typeof earningLimitSchema>;

const obstaclesSchema = z
  .object({
    found: z.array(earningLimitSchema).readonly(),
    unhindered: z
      .object({
        rewardTft: nonNegativeDecimalOutput,
        shareUsd: quotient.nullable().describe('Null while there is no TFT price'),
        sruBytes: wholeNumber.describe('The SSD that is counted in'),
      })
      .nullable()
      .describe('The first month without them; null where there is nothing in the way or nothing to be done'),
  })
  .describe('Why the first month brings nothing, or no more than its storage');

/** Why the first month earns nothing, or no more than its storage. */
export type Obstacles = z.input<typeof obstaclesSchema>;

const machineFields = {
  label: z.string(),
  rules: ruleSetId,
  assumptions: z.array(assumptionSchema).readonly(),
  rewardTft: nonNegativeDecimalOutput.describe('Of the first month'),
  runningTft: tftIntervalOutput
    .nullable()
    .describe('Of the first month where it runs already, as Uptime expects it; null where nothing is known of it'),
  obstacles: obstaclesSchema,
  asIfMintedFromMonth: wholeNumber
    .nullable()
    .describe('The first month whose TFT grid 3 no longer mints, by what the farmer set; null where there is none'),
};

const projectionSchema = z.discriminatedUnion('state', [
  resultSchema.extend({
    state: z.literal('known'),
    ...machineFields,
    cases: z.object({ low: caseSchema, expected: caseSchema, high: caseSchema }),
    plan: simulationPlanSchema,
    simulation: simulationSummarySchema.nullable().describe('Null when it was not asked for'),
  }),
  missingSchema.extend({
    ...machineFields,
    months: z.array(partialMonthSchema).readonly().describe('What is known of each month: there is no net'),
  }),
]);

/** A projection as callers get it: decimals as text. */
export type ProjectionAnswer = z.output<typeof projectionSchema>;
/** A projection whose numbers were all entered. */
export type KnownProjection = Extract<ProjectionAnswer, { state: 'known' }>;

const ruleComparisonSchema = z
  .object({
    rules: ruleSetId,
    title: messageSchema,
    status: ruleSetSchema.shape.status,
    source: textSchema,
    formula: messageSchema,
    inputs: z.array(assumptionSchema).readonly(),
    rewardTft: nonNegativeDecimalOutput,
    isAsIfMinted: z.boolean().describe('Grid 3 no longer mints this TFT, by what the farmer set'),
    zeroedBy: earningLimitSchema.nullable(),
    money: z.discriminatedUnion('state', [
      z.object({
        state: z.literal('known'),
        gross: nonNegativeDecimalOutput,
        share: nonNegativeDecimalOutput,
        electricity: nonNegativeDecimalOutput,
        hardware: nonNegativeDecimalOutput,
        net: decimalOutput,
        payback: paybackSchema,
        roi: decimalOutput.nullable(),
      }),
      missingSchema,
    ]),
  })
  .describe('The first month under one rule set');

/** The first month under one rule set. */
export type RuleComparison = z.input<typeof ruleComparisonSchema>;
/** A {@link RuleComparison} as callers get it: decimals as text. */
export type RuleComparisonAnswer = z.output<typeof ruleComparisonSchema>;

/** A period's own report. Its whole text is hashed; only the parts that are shown are described. */
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
    .output(z.object({ label: z.string(), results: z.array(ruleComparisonSchema).readonly() })),
  analyzeSensitivity: query('Which input moves the result most')
    .input(z.object({ ...base, step: fractionInput.prefault('0.2') }))
    .output(z.object({ totalNet: decimalOutput, bars: z.array(sensitivityBarSchema).readonly() })),
  rankParts: query('Which part to buy next, by gain for each USD')
    .input(z.object({ ...base, parts: z.array(partSchema).min(1).max(50) }))
    .output(z.object({ ranked: z.array(partGainSchema).readonly() })),
  findCheapestFix: query('The cheapest parts that make a machine eligible')
    .input(
      z.object({
        ...base,
        parts: z.array(partSchema).max(MAX_FIX_PARTS),
        level: z.enum(['required', 'plan']).default('required'),
      }),
    )
    .output(z.object({ fix: fixSchema.nullable() })),
  evaluateStandby: query('Whether it pays to let a node sleep')
    .input(z.object({ ...base, ...standbyPlan }))
    .output(standbyVerdictSchema),
  readTariff: query('Read a time-of-use tariff from CSV')
    .input(z.object({ csv: z.string().min(1).max(MAX_TABLE_CHARACTERS) }))
    .output(
      z.object({
        bands: z.array(tariffBandSchema.extend({ usdPerKwh: nonNegativeDecimalOutput })).readonly(),
        rejected: z.array(z.object({ line: wholeNumber, reason: messageSchema })).readonly(),
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
