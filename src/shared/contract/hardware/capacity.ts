import { z } from 'zod';
import { BINDING_RESOURCES, UNITS_VERSIONS } from '#shared/domain/hardware/capacity-units.ts';
import { decimalOutput, query, resourcesSchema } from '#shared/contract/base.ts';

/** Capacity units of a node. `cu`, `su` and `cpr` are counts; `terms` are the CU that each resource would allow. */
export const capacitySchema = z.object({
  units: z.enum(UNITS_VERSIONS),
  cu: decimalOutput,
  su: decimalOutput,
  cpr: decimalOutput,
  binding: z.enum(BINDING_RESOURCES),
  terms: z.object({
    cores: decimalOutput,
    memory: decimalOutput,
    ssd: decimalOutput.nullable(),
  }),
});

/** Capacity units inside the program: decimals. */
export type Capacity = z.input<typeof capacitySchema>;

/** Calls about capacity units. */
export const capacityContract = {
  compute: query('CU, SU and CPR of given resources')
    .input(z.object({ resources: resourcesSchema, units: z.enum(UNITS_VERSIONS).default('v3') }))
    .output(capacitySchema),
};
