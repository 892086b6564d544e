import { z } from 'zod';
import { CONCERNS, NODE_STATES } from '#shared/domain/nodes/node-states.ts';
import { VERDICTS } from '#shared/domain/hardware/eligibility/check.ts';
import { STANDINGS } from '#shared/domain/uptime/standing.ts';
import {
  decimalOutput,
  messageSchema,
  nonNegativeDecimalOutput,
  textSchema,
  tftIntervalOutput,
  unixSeconds,
  wholeInterval,
  wholeNumber,
  wholeNumberOutput,
} from '#shared/contract/base.ts';
import { rewardSchema } from '#shared/contract/earnings/rewards.ts';
import { periodMoneySchema } from '#shared/contract/earnings/value.ts';

const capacityFigures = z.object({
  cu: nonNegativeDecimalOutput,
  su: nonNegativeDecimalOutput,
  cpr: nonNegativeDecimalOutput,
});

const uptimeFigures = z.object({
  state: z.enum(NODE_STATES).describe('Now'),
  standing: z.enum(STANDINGS),
  quietSinceS: unixSeconds.nullable().describe('When it was heard of last, where reports are overdue'),
  permille: wholeInterval.nullable().describe('Credited so far, of the whole period; null when nobody watched'),
  creditedS: wholeInterval.nullable().describe('Credited so far; null when nobody watched'),
  targetPermille: wholeNumber,
  budgetLeftS: wholeInterval.nullable().describe('Null when nobody watched'),
  expectedTft: tftIntervalOutput.nullable().describe('At the end, without another outage; null when it cannot be told'),
  atRiskTft: nonNegativeDecimalOutput
    .nullable()
    .describe('What a missed target would take; null when it cannot be told'),
});

const receiptFigures = z.object({
  periodIndex: wholeNumber,
  periodName: z.string(),
  permille: wholeNumber.nullable().describe('Null where a correction alone names the period'),
  musd: wholeNumber,
  tft: nonNegativeDecimalOutput,
});

/** What the screens of one node answer of it, in one row of the farm. */
export const farmFiguresSchema = z.object({
  verdict: z.enum(VERDICTS),
  refusal: z
    .object({ title: messageSchema, measured: textSchema })
    .nullable()
    .describe('The required check that fails'),
  capacity: capacityFigures.nullable().describe('Null while a resource is not known'),
  reward: rewardSchema.nullable().describe('Of a whole period at full uptime; null while a resource is not known'),
  money: periodMoneySchema.describe('Of a whole period at full uptime'),
  paybackMonths: wholeNumber
    .nullable()
    .describe('Months until the net has paid the machine; null for never, or while a number is missing'),
  watts: nonNegativeDecimalOutput.nullable().describe('Drawn on average; null until it was entered'),
  lastSeenS: unixSeconds.nullable().describe('Its last report, change of power or beat of the recorder'),
  uptime: uptimeFigures.nullable().describe('This period; null for a machine that is only planned'),
  lastReceipt: receiptFigures.nullable().describe('What the grid paid last; null without a receipt'),
  concern: z.enum(CONCERNS).nullable().describe('Its worst problem'),
});

const counts = <K extends string>(keys: readonly [K, ...K[]]) => z.record(z.enum(keys), wholeNumber);
const sum = z.object({ sum: nonNegativeDecimalOutput, missing: wholeNumber.describe('Nodes that are not in it') });

/** The totals of nodes; each sum has the number of nodes that are not in it because their part is not known. */
export const farmTotalsSchema = z.object({
  nodes: wholeNumber,
  verdicts: counts(VERDICTS),
  states: counts(NODE_STATES),
  standings: counts(STANDINGS),
  needAttention: wholeNumber,
  cu: sum,
  su: sum,
  cpr: sum,
  rewardTft: sum.describe('Of a whole period at full uptime'),
  rewardMusd: z
    .object({ sum: wholeNumberOutput, missing: wholeNumber })
    .describe('At the prices at which the nodes registered: it explains the TFT'),
  money: periodMoneySchema.describe('No figure while a number of one node is missing'),
  moneyOfKnown: z
    .object({ money: periodMoneySchema, nodes: wholeNumber })
    .describe('Of the nodes whose money is known'),
  losing: z.object({ nodes: wholeNumber, netUsd: decimalOutput }).describe('The nodes whose net is below zero'),
  expectedTft: tftIntervalOutput.extend({ missing: wholeNumber }),
  atRiskTft: sum.describe('Of the nodes that have little of their budget left'),
  lastPaid: z
    .object({
      periodIndex: wholeNumber,
      periodName: z.string(),
      tft: nonNegativeDecimalOutput,
      musd: wholeNumber,
      nodes: wholeNumber.describe('Nodes with a receipt of that period'),
    })
    .nullable(),
});

/** The totals of the machines at one site. */
export const siteTotalsSchema = farmTotalsSchema
  .pick({ nodes: true, moneyOfKnown: true, losing: true })
  .extend({ site: z.string().nullable().describe('Null: of those without a site') });

/** The totals of a farm within the program: decimals, null if something is not known. */
export type FarmFigures = Omit<z.input<typeof farmFiguresSchema>, 'refusal' | 'concern'>;
/** The totals of a farm inside the program: decimals. */
export type FarmTotals = z.input<typeof farmTotalsSchema>;
/** The totals of a farm as callers get them: decimals as text. */
export type FarmTotalsAnswer = z.output<typeof farmTotalsSchema>;
