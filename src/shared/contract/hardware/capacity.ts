import { z } from 'zod';
import { BINDING_RESOURCES, UNITS_VERSIONS } from '#shared/domain/hardware/capacity.ts';
import { decimalString, query, resourcesSchema } from '#shared/contract/base.ts';

/** Capacity units as they cross a boundary. */
export const capacitySchema = z.object({
  units: z.enum(UNITS_VERSIONS),
  cu: decimalString,
  su: decimalString,
  cpr: decimalString,
  binding: z.enum(BINDING_RESOURCES),
  terms: z.object({
    cores: decimalString,
    memory: decimalString,
    ssd: decimalString.nullable(),
  }),
});

/** Calls about capacity units. */
export const capacityContract = {
  compute: query('CU, SU and CPR of given resources')
    .input(z.object({ resources: resourcesSchema, units: z.enum(UNITS_VERSIONS).default('v3') }))
    .output(capacitySchema),
};
