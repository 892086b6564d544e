import { z } from 'zod';
import { toPlain } from '#shared/decimal.ts';
import { MAX_PATHS, MAX_SEED } from '#shared/domain/earnings/limits.ts';
import { toSimulatedDecimal } from '#shared/domain/earnings/simulated-decimal.ts';
import { computedDecimal, wholeNumber } from '#shared/contract/base.ts';
import { fraction } from './scenarios.ts';

const simulatedToText = z.transform((value: number): string => toPlain(toSimulatedDecimal(value)));
const simulatedAmount = z.pipe(simulatedToText, computedDecimal);
const chance = z.pipe(simulatedToText, fraction);

const quantilesSchema = z
  .object({ p10: simulatedAmount, p50: simulatedAmount, p90: simulatedAmount })
  .describe('USD: a tenth of the paths ends below p10, half below p50');

/** The spread of an amount over all paths. */
export type Quantiles = z.input<typeof quantilesSchema>;

/** The result of a simulation: numbers inside the program, plain decimals outside. */
export const simulationSummarySchema = z.object({
  paths: wholeNumber,
  seed: wholeNumber,
  total: quantilesSchema.describe('The total net after the last month'),
  byMonth: z.array(quantilesSchema).readonly().describe('The cumulative net after each month'),
  missChance: z
    .object({ diy: chance, certified: chance })
    .describe('The chance that one month stays below the uptime target'),
  missAnyChance: z
    .object({ diy: chance, certified: chance })
    .describe('The chance that at least one month stays below the uptime target'),
  paybackChance: chance,
  paybackMonth: wholeNumber
    .nullable()
    .describe('The median payback month of the paths that pay back; null when fewer than half do'),
});

/** The result of a simulation, in plain numbers. */
export type SimulationSummary = z.input<typeof simulationSummarySchema>;

const byMonth = z.array(z.number()).readonly();

/**
 * Everything a simulation needs, in plain numbers that can be sent to a worker. The numbers are floating point: this is
 * the one place where money is, and only quantiles leave the simulation.
 */
export const simulationPlanSchema = z.object({
  seed: z.number().int().min(0).max(MAX_SEED),
  paths: z.number().int().min(1).max(MAX_PATHS),
  months: wholeNumber,
  price: z.object({ start: z.number(), volatility: z.number(), drift: z.number() }),
  utilisation: z.object({ mean: z.number(), deviation: z.number() }),
  outages: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('rate'), perMonth: z.number(), meanSeconds: z.number() }),
    z.object({ kind: z.literal('record'), downSecondsByPeriod: z.array(wholeNumber).readonly() }),
  ]),
  targetPermille: wholeNumber.describe("The permille of uptime below which a period's reward is lost"),
  fullTftUnits: byMonth.describe('1e-7 TFT at full uptime'),
  scaling: z
    .enum(['permille', 'all-or-nothing', 'whole'])
    .describe(
      'permille: floored to the permille of uptime, zero below the target; all-or-nothing: whole from the target on; whole: uptime does not count',
    ),
  worth: z
    .enum(['market', 'fixed'])
    .describe('market: the reward is worth what TFT is worth then; fixed: its worth is that of today'),
  fullRevenue: z.number().describe('USD of a month in which all is sold and nothing is down, before the split'),
  bookedRevenue: byMonth.describe('USD that accepted bids pay, before the split: the least that is sold'),
  keptRevenue: z.number(),
  runningCost: byMonth.describe('USD: electricity of an idle machine plus other costs'),
  loadCost: byMonth.describe('USD that full utilisation adds to the electricity'),
  hardware: byMonth.describe('USD written off'),
  hardwareTotal: z.number(),
});

/** The plain numbers that a worker simulates from. */
export type SimulationPlan = z.input<typeof simulationPlanSchema>;
