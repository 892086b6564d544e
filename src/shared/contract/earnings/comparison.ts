import { z } from 'zod';
import { decimalOutput, nonNegativeDecimal, query, wholeNumber } from '#shared/contract/base.ts';
import { farmFiguresSchema } from '#shared/contract/nodes/farm.ts';
import { nodeId } from '#shared/contract/nodes/nodes.ts';
import { MAX_COMPARED } from '#shared/domain/earnings/limits.ts';
import { comparedMachineSchema } from './compared-machine.ts';
import { tftPriceSchema } from './value.ts';

const comparedSchema = farmFiguresSchema
  .pick({ verdict: true, capacity: true, reward: true, money: true, paybackMonths: true, watts: true })
  .extend({
    position: wholeNumber.describe('Its place in the question'),
    nodeId: nodeId.nullable(),
    template: z.string().nullable(),
    name: z.string(),
    hardwareUsd: nonNegativeDecimal.nullable(),
    cash: z
      .array(decimalOutput)
      .readonly()
      .nullable()
      .describe('In hand after 0, 1, 2, … months, the machine paid at once; null while a number is missing'),
  });
/** A machine with its figures: Decimals inside. */
export type ComparedFigures = z.input<typeof comparedSchema>;
/** A machine with its figures as callers get it. */
export type ComparedRow = z.output<typeof comparedSchema>;

const bestSchema = z.object({
  position: wholeNumber,
  by: z.enum(['cash', 'net']).describe('`cash`: most in hand at the end; `net`: the prices paid are not all known'),
});

/** Calls about machines side by side. */
export const comparisonContract = {
  compare: query('Machines side by side: what a whole period brings each, and which pays best')
    .input(z.object({ machines: z.array(comparedMachineSchema).min(1).max(MAX_COMPARED) }))
    .output(
      z.object({
        machines: z.array(comparedSchema).readonly(),
        best: bestSchema
          .nullable()
          .describe('Among the eligible ones with every number; null where fewer than two are, or none earns'),
        tftPrice: tftPriceSchema,
      }),
    ),
};
