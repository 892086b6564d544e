import { farmingPolicyId } from '#shared/contract/rules/policies.ts';
import { CERTIFICATIONS } from '#shared/domain/uptime/limits.ts';
import { z } from 'zod';
import { BINDING_RESOURCES } from '#shared/domain/hardware/capacity-units.ts';
import { DEFAULT_REWARD_TERMS, MAX_CONNECTION_PRICE_MUSD } from '#shared/domain/earnings/reward-terms.ts';
import { VIOLATION_KINDS } from '#shared/domain/uptime/violations.ts';
import {
  decimalOutput,
  nonNegativeDecimal,
  nonNegativeDecimalOutput,
  positiveDecimal,
  positiveDecimalOutput,
  query,
  resourcesSchema,
  wholeNumber,
  wholeNumberOutput,
} from '#shared/contract/base.ts';
import { tftPriceSchema } from './value.ts';

/** The TFT price at which a node is paid, within the limits of the chain. */
export const connectionPriceMusd = wholeNumber
  .min(1)
  .max(MAX_CONNECTION_PRICE_MUSD)
  .describe('Milli-USD for one TFT when the node registered');

/** What the grid agreed with a node when it registered. */
export const rewardTermsSchema = z.object({
  certification: z.enum(CERTIFICATIONS).default(DEFAULT_REWARD_TERMS.certification),
  policy: farmingPolicyId.default(DEFAULT_REWARD_TERMS.policy.id),
  connectionPriceMusd: connectionPriceMusd.default(DEFAULT_REWARD_TERMS.connectionPriceMusd),
});

/** What the grid agreed with a node, with the number of its policy. */
export type StatedTerms = z.output<typeof rewardTermsSchema>;

/** What a period pays. mUSD are milli-USD; TFT are decimals of at most 7 places. */
export const rewardSchema = z.object({
  baseMusd: wholeNumberOutput.describe('Units times rewards, before certification, uptime and anything that zeroes'),
  fullMusd: wholeNumberOutput.describe('What a period of full uptime would pay'),
  fullTft: nonNegativeDecimalOutput,
  permille: z.number().int().min(0).max(1000),
  musd: wholeNumberOutput,
  tft: nonNegativeDecimalOutput,
  zeroedBy: z.enum(['uptime', 'virtual', ...VIOLATION_KINDS]).nullable(),
});

const { zeroedBy, permille, ...amounts } = rewardSchema.shape;

/** The reward of a period; amounts are null if the numbers of the policy are not known. */
const knownRewardSchema = z.object({
  baseMusd: amounts.baseMusd.nullable(),
  fullMusd: amounts.fullMusd.nullable(),
  fullTft: amounts.fullTft.nullable(),
  permille,
  musd: amounts.musd.nullable(),
  tft: amounts.tft.nullable(),
  zeroedBy,
  rulesFrom: wholeNumber.describe('First period of the rules that were used'),
});

/** The reward of a period, with the amounts that are known. */
export type KnownReward = z.output<typeof knownRewardSchema>;

/** What a period pays, inside the program. */
export type RewardAmounts = z.input<typeof rewardSchema>;

const gainSchema = z.object({
  cu: decimalOutput,
  su: decimalOutput,
  tftPerMonth: decimalOutput,
  usdPerMonth: decimalOutput.nullable().describe('At the farmer’s TFT price; null until it was entered'),
});
/** What an addition changes, a month (one minting period) of full uptime. Gains are never negative. */
export type UpgradeGain = Readonly<z.input<typeof gainSchema>>;

/** The thresholds of Farming 2.0 that were written down and never switched on; null counts as met. */
const farming20WhatIfSchema = z.object({
  uptimePercent: nonNegativeDecimal.nullable().default(null),
  utilisationPercent: nonNegativeDecimal.nullable().default(null),
  monthsSinceStart: wholeNumber.nullable().default(null),
  bandwidthMbps: nonNegativeDecimal.nullable().default(null),
  zone: z.union([z.enum(['emerging', 'other']), z.number().int().min(1).max(20)]).default('other'),
});

const candidateSchema = z.object({
  id: z.string().min(1).max(80),
  label: z.string().min(1).max(120),
  adds: resourcesSchema,
  priceUsd: positiveDecimal.nullable(),
});

const rankedCandidateSchema = candidateSchema.extend({ priceUsd: positiveDecimalOutput.nullable() });
/** Something a farmer could add to a machine. `adds` are amounts on top; `priceUsd` is null while nobody priced it. */
export type UpgradeCandidate = Readonly<z.input<typeof rankedCandidateSchema>>;

const rankedUpgradeSchema = z.object({
  candidate: rankedCandidateSchema,
  gain: gainSchema,
  bindingAfter: z.enum(BINDING_RESOURCES).describe('What bounds the CU once it is built in'),
  usdPerMonthPerUsd: decimalOutput.nullable().describe('Gained a month for each USD spent'),
  paybackMonths: wholeNumber.nullable().describe('Null: no price of the part or of a TFT, or it never pays back'),
});
/** A candidate with its gain. */
export type RankedUpgrade = Readonly<z.input<typeof rankedUpgradeSchema>>;

const nextStepSchema = z.object({
  adds: z
    .array(z.object({ resource: z.enum(BINDING_RESOURCES), amount: wholeNumber }))
    .readonly()
    .describe('One entry a resource that bounds the CU today, in cores or bytes, rounded up'),
  cuAfter: decimalOutput,
  gain: gainSchema,
});
/** The least addition that lets the CU grow to where the next resource bounds it. */
export type NextUsefulStep = Readonly<z.input<typeof nextStepSchema>>;

const farming20RewardSchema = z.object({
  cpr: decimalOutput,
  difficultyFactor: decimalOutput,
  factors: z
    .object({ uptime: decimalOutput, utilisation: decimalOutput, bandwidth: decimalOutput })
    .describe('Each 0, 0.5 or 1'),
  tft: decimalOutput.describe('By the formula'),
  paidTft: decimalOutput.describe('What Stellar can pay of it'),
});
/** What a month paid under Farming 2.0. */
export type Farming20Reward = Readonly<z.input<typeof farming20RewardSchema>>;

/** Calls about rewards. */
export const rewardsContract = {
  compute: query('What one minting period pays under the running rules')
    .input(
      z.object({
        resources: resourcesSchema,
        ...rewardTermsSchema.shape,
        nuGib: nonNegativeDecimal.default('0').describe('GiB of public traffic in the period'),
        ipv4Seconds: wholeNumber.default(0),
        uptimeSeconds: wholeNumber.nullable().default(null).describe('Null: the whole period'),
        isVirtual: z.boolean().default(false),
        violation: z.enum(VIOLATION_KINDS).nullable().default(null),
        periodIndex: wholeNumber.nullable().default(null).describe('Whose rules count; null: those of today'),
        connectedSeconds: wholeNumber
          .nullable()
          .default(null)
          .describe('Of the period since the node connected, which counted in February 2022; null: all of it'),
      }),
    )
    .output(knownRewardSchema),
  computeFarming20: query('What a month paid under Farming 2.0')
    .input(
      z.object({
        resources: resourcesSchema,
        certification: z.enum(CERTIFICATIONS).default('diy'),
        tftPriceUsd: positiveDecimal,
        farmedTft: nonNegativeDecimal.describe('All TFT ever farmed'),
        whatIf: farming20WhatIfSchema.prefault({}),
      }),
    )
    .output(farming20RewardSchema),
  rankUpgrades: query('What additions would give, best first, and the next useful step')
    .input(
      z.object({
        resources: resourcesSchema,
        terms: rewardTermsSchema.prefault({}),
        candidates: z.array(candidateSchema).max(100).nullable().default(null).describe('Null: common additions'),
      }),
    )
    .output(
      z.object({
        ranked: z.array(rankedUpgradeSchema).readonly(),
        nextStep: nextStepSchema.nullable(),
        tftPrice: tftPriceSchema,
      }),
    ),
};
