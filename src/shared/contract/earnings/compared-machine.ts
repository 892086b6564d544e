import { z } from 'zod';
import { nonNegativeDecimal, resourcesSchema, typedText } from '#shared/contract/base.ts';

/** A machine to compare: a node of the farm, or one that is only described, perhaps from a common machine. */
export const comparedMachineSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('node'), nodeId: z.number().int().positive() }),
  z.object({
    kind: z.literal('machine'),
    template: z.string().max(80).nullable().default(null).describe('The common machine that it was taken from'),
    name: typedText().min(1).max(80),
    resources: resourcesSchema,
    wattsIdle: nonNegativeDecimal.nullable().default(null),
    wattsLoaded: nonNegativeDecimal.nullable().default(null),
    hardwareUsd: nonNegativeDecimal.nullable().default(null),
  }),
]);
/** A machine to compare. */
export type ComparedMachine = z.infer<typeof comparedMachineSchema>;
