import { z } from 'zod';
import {
  decimalOutput,
  nonNegativeDecimalInput,
  nonNegativeDecimalOutput,
  positiveDecimalInput,
  positiveDecimalOutput,
  resourcesSchema,
  roundedOutput,
  wholeNumber,
  typedText,
} from '#shared/contract/base.ts';
import { fractionInput } from './scenarios.ts';

/** An amount that is the result of a division. */
const quotient = roundedOutput(8);

/** Something to buy for a machine. */
export const partSchema = z.object({
  id: z.string().min(1).max(80),
  label: typedText().min(1).max(120),
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

/** What a part changes. */
export const partGainSchema = z
  .object({
    part: ratedPartSchema,
    gainPerMonth: quotient.describe('Share less electricity and other costs; may be negative'),
    gainPerUsd: decimalOutput.describe('Gain a month for each USD spent, floored to 8 places'),
    paybackMonths: wholeNumber.nullable().describe('Rounded up; null for never'),
  })
  .describe('What a part changes, on average over the months of the projection, in USD');

/** What a part changes. */
export type PartGain = z.input<typeof partGainSchema>;

/** The least that must be bought before a machine may register. */
export const fixSchema = z.object({
  parts: z.array(ratedPartSchema).readonly(),
  priceUsd: nonNegativeDecimalOutput,
  earnsPerMonth: quotient
    .nullable()
    .describe('Share less running costs once it is eligible; null while a number for it is missing'),
  paybackMonths: wholeNumber.nullable(),
});

/** The least that must be bought before a machine may register. */
export type CheapestFix = z.input<typeof fixSchema>;

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

/** What moving one input does to the total net. */
export const sensitivityBarSchema = z
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

/** Sleeping against staying awake. */
export const standbyVerdictSchema = z
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

/** The hours in which a node sleeps, and what that risks. */
export const standbyPlan = {
  wattsAsleep: nonNegativeDecimalInput,
  fromHour: z.number().int().min(0).max(23),
  untilHour: z.number().int().min(0).max(23),
  lateChance: fractionInput.describe('The chance that one wake-up takes longer than 30 minutes'),
  lostUse: fractionInput.prefault('0').describe('The part of the revenue that sleeping turns away'),
};
const standbyPlanSchema = z.object(standbyPlan);

/** A node that the farmerbot lets sleep in some hours of each local day. */
export type StandbyPlan = z.output<typeof standbyPlanSchema>;
