import { z } from 'zod';
import { MAX_COMPARED, MAX_FIX_PARTS, MAX_PATHS, MAX_SEED } from '#shared/domain/earnings/limits.ts';
import {
  decimalOutput,
  messageSchema,
  nonNegativeDecimal,
  nonNegativeDecimalInput,
  nonNegativeDecimalOutput,
  positiveDecimal,
  positiveDecimalInput,
  positiveDecimalOutput,
  query,
  resourcesSchema,
  roundedOutput,
  textSchema,
  unixSeconds,
  wholeNumber,
} from '#shared/contract/base.ts';
import { assumptionSchema } from './assumptions.ts';
import { MAX_TABLE_CHARACTERS } from '#shared/contract/economy/economy.ts';
import { nodeId } from '#shared/contract/nodes/nodes.ts';
import { ruleSetSchema } from '#shared/contract/rules/rules.ts';
import { rewardTermsSchema } from './rewards.ts';
import { fractionInput, ruleSetId, scenarioSchema, tariffBandSchema } from './scenarios.ts';
import { simulationPlanSchema, simulationSummarySchema } from './simulation.ts';

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
  .enum(['uptime', 'virtual', 'no-ssd', 'no-memory', 'no-cores', 'cap', 'no-price', 'no-use'])
  .describe(
    'uptime below the target, a virtual machine, no SSD, memory or cores that count as CU, the cap of the supply ' +
      'reached, no price for users to pay, or nobody who pays it',
  );

/** What keeps a machine from earning what a rule set pays. */
export type Obstacle = z.infer<typeof earningLimitSchema>;

const obstaclesSchema = z
  .object({
    found: z.array(earningLimitSchema).readonly(),
    unhindered: z
      .object({
        rewardTft: nonNegativeDecimalOutput,
        shareUsd: quotient,
        sruBytes: wholeNumber.describe('The SSD that is counted in'),
      })
      .nullable()
      .describe('The first month without them; null where there is nothing in the way or nothing to be done'),
  })
  .describe('Why the first month brings nothing, or no more than its storage');

/** Why the first month earns nothing, or no more than its storage. */
export type Obstacles = z.input<typeof obstaclesSchema>;

const projectionSchema = resultSchema.extend({
  label: z.string(),
  rules: ruleSetId,
  assumptions: z.array(assumptionSchema).readonly(),
  cases: z.object({ low: caseSchema, expected: caseSchema, high: caseSchema }),
  obstacles: obstaclesSchema,
  asIfMintedFromMonth: wholeNumber
    .nullable()
    .describe('The first month whose TFT grid 3 no longer mints, by what the farmer set; null where there is none'),
  plan: simulationPlanSchema,
  simulation: simulationSummarySchema.nullable().describe('Null when it was not asked for'),
});

/** A projection as callers get it: decimals as text. */
export type ProjectionAnswer = z.output<typeof projectionSchema>;

const partSchema = z.object({
  id: z.string().min(1).max(80),
  label: z.string().trim().min(1).max(120),
  adds: resourcesSchema,
  priceUsd: positiveDecimalInput,
  addsSlices: wholeNumber.max(100_000).default(0).describe('For rule sets in which users pay'),
  addsWatts: nonNegativeDecimalInput.prefault('0'),
});

/** Something to buy for a machine. */
export type PricedPart = z.output<typeof partSchema>;

const ratedPartSchema = partSchema.extend({
  priceUsd: positiveDecimalOutput,
  addsSlices: wholeNumber,
  addsWatts: nonNegativeDecimalOutput,
});

const partGainSchema = z
  .object({
    part: ratedPartSchema,
    gainPerMonth: quotient.describe('Share less electricity and other costs; may be negative'),
    gainPerUsd: decimalOutput.describe('Gain a month for each USD spent, floored to 8 places'),
    paybackMonths: wholeNumber.nullable().describe('Rounded up; null for never'),
  })
  .describe('What a part changes, on average over the months of the projection, in USD');

/** What a part changes. */
export type PartGain = z.input<typeof partGainSchema>;

const fixSchema = z.object({
  parts: z.array(ratedPartSchema).readonly(),
  priceUsd: nonNegativeDecimalOutput,
  earnsPerMonth: quotient.describe('Share less running costs once it is eligible'),
  paybackMonths: wholeNumber.nullable(),
});

/** The least that must be bought before a machine may register. */
export type CheapestFix = z.input<typeof fixSchema>;

const comparedMachineSchema = caseSchema.extend({
  label: z.string(),
  position: wholeNumber.describe('Its place in the question'),
  netPerMonth: quotient,
  hardwareUsd: nonNegativeDecimalOutput,
  netPerUsd: decimalOutput.nullable().describe('Total net for each USD of hardware; null for hardware without a cost'),
  cumulative: z.array(decimalOutput).readonly(),
});

/** One machine of a comparison. */
export type ComparedMachine = z.input<typeof comparedMachineSchema>;

const ruleComparisonSchema = z
  .object({
    rules: ruleSetId,
    title: messageSchema,
    status: ruleSetSchema.shape.status,
    source: textSchema,
    formula: messageSchema,
    inputs: z.array(assumptionSchema).readonly(),
    rewardTft: nonNegativeDecimalOutput,
    gross: nonNegativeDecimalOutput,
    share: nonNegativeDecimalOutput,
    electricity: nonNegativeDecimalOutput,
    hardware: nonNegativeDecimalOutput,
    net: decimalOutput,
    payback: paybackSchema,
    roi: decimalOutput.nullable(),
    isAsIfMinted: z.boolean().describe('Grid 3 no longer mints this TFT, by what the farmer set'),
    zeroedBy: earningLimitSchema.nullable(),
  })
  .describe('The first month under one rule set');

/** The first month under one rule set. */
export type RuleComparison = z.input<typeof ruleComparisonSchema>;
/** A {@link RuleComparison} as callers get it: decimals as text. */
export type RuleComparisonAnswer = z.output<typeof ruleComparisonSchema>;

/** The inputs that are moved to see how much the result depends on them. */
const SENSITIVITY_INPUTS = [
  'tft-price',
  'slice-price',
  'utilisation',
  'uptime',
  'electricity-price',
  'watts',
  'hardware-cost',
  'other-costs',
] as const;

const sensitivityBarSchema = z
  .object({
    input: z.enum(SENSITIVITY_INPUTS),
    lowValue: quotient,
    highValue: quotient,
    netAtLow: decimalOutput,
    netAtHigh: decimalOutput,
    swing: nonNegativeDecimalOutput,
  })
  .describe('What moving one input does to the total net; low and high are those of the input, not of the result');

/** What moving one input does to the total net, in USD. */
export type SensitivityBar = z.input<typeof sensitivityBarSchema>;

const standbyVerdictSchema = z
  .object({
    sleepHoursPerDay: wholeNumber,
    wakeUps: wholeNumber,
    energySaved: quotient,
    lossChance: quotient.describe("The chance of a second late wake-up, which loses the period's reward"),
    rewardAtRisk: quotient,
    expectedLoss: quotient,
    lostRevenue: quotient,
    gain: quotient.describe('Saved − expected loss − lost revenue: above zero it pays to sleep'),
    verdict: z.enum(['sleep', 'stay']),
    breakEvenLateChance: decimalOutput
      .nullable()
      .describe('The chance of a late wake-up at which both are equal; null when nothing is at risk'),
  })
  .describe('Sleeping against staying awake, for one minting period, in USD');

/** Sleeping against staying awake, for one minting period, in USD. */
export type StandbyVerdict = z.input<typeof standbyVerdictSchema>;

const standbyPlan = {
  wattsAsleep: nonNegativeDecimalInput,
  fromHour: z.number().int().min(0).max(23),
  untilHour: z.number().int().min(0).max(23),
  lateChance: fractionInput.describe('The chance that one wake-up takes longer than 30 minutes'),
  lostUse: fractionInput.prefault('0').describe('The part of the revenue that sleeping turns away'),
};
const standbyPlanSchema = z.object(standbyPlan);

/** A node that the farmerbot lets sleep in some hours of each local day. */
export type StandbyPlan = z.output<typeof standbyPlanSchema>;

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
  compareMachines: query('Up to five machines side by side under one scenario')
    .input(
      z.object({ subjects: z.array(subjectSchema).min(1).max(MAX_COMPARED), scenario: scenarioSchema.prefault({}) }),
    )
    .output(z.object({ machines: z.array(comparedMachineSchema).readonly() })),
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
