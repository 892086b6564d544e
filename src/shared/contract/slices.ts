import { z } from 'zod';
import { SLICE_DEFINITION_IDS } from '#shared/domain/slices/definitions.ts';
import { bytes, nonNegativeDecimal, query, wholeNumber } from './base.ts';

/** A name of at most so many characters. */
const text = (max: number) => z.string().trim().min(1).max(max);

/** A node as far as slices are cut from it. */
export const packableNodeSchema = z.object({
  cores: wholeNumber.max(1_000_000).describe('Logical cores'),
  memoryBytes: bytes,
  ssdBytes: bytes,
  passmark: wholeNumber.max(100_000_000).nullable().describe('CPU Mark of the whole node, null when unknown'),
  gpus: wholeNumber.max(10_000).default(0),
  bandwidthMbit: wholeNumber.max(100_000_000).nullable().default(null),
});

/** An amount of each sliced resource. */
export const sliceAmountsSchema = z.object({
  cores: nonNegativeDecimal,
  memoryGib: nonNegativeDecimal,
  ssdGib: nonNegativeDecimal,
  passmark: nonNegativeDecimal,
});

/** A lowest and a highest price. */
export const priceBandSchema = z.object({ min: nonNegativeDecimal, max: nonNegativeDecimal });

/** A node cut by a definition, with what the platform's band makes of it. */
export const packingSchema = z.object({
  definition: z.enum(SLICE_DEFINITION_IDS),
  count: wholeNumber,
  perSlice: sliceAmountsSchema,
  unused: sliceAmountsSchema,
  reserve: sliceAmountsSchema,
  bounds: z.array(z.object({ resource: z.string(), count: wholeNumber })),
  binding: z.string(),
  priceMonth: priceBandSchema,
  priceHour: priceBandSchema,
  incomeMonth: priceBandSchema,
});

/** A definition of a slice as data. */
export const sliceDefinitionSchema = z.object({
  id: z.enum(SLICE_DEFINITION_IDS),
  name: z.string(),
  status: z.literal('plan'),
  publishedOn: z.string().nullable(),
  source: z.string(),
  least: z.object({
    cores: nonNegativeDecimal,
    memoryGib: nonNegativeDecimal,
    ssdGib: nonNegativeDecimal,
    passmark: nonNegativeDecimal,
    bandwidthMbit: nonNegativeDecimal,
  }),
  coreOversubscription: nonNegativeDecimal,
  reserve: z.object({ memoryGib: nonNegativeDecimal, ssdShare: nonNegativeDecimal }),
});

/** A machine of the published tables. */
export const nodeModelSchema = z.object({
  name: z.string(),
  costUsd: nonNegativeDecimal,
  node: packableNodeSchema,
  maxSlices: wholeNumber.nullable(),
});

/** Calls about slices. */
export const slicesContract = {
  definitions: query('The public slice definitions and the published machines').output(
    z.object({ definitions: z.array(sliceDefinitionSchema), models: z.array(nodeModelSchema) }),
  ),
  compute: query('A node cut into slices by a public definition')
    .input(
      z.object({
        definition: z.enum(SLICE_DEFINITION_IDS).default('economics-2025'),
        node: packableNodeSchema,
        model: text(60).nullable().default(null).describe('A published machine, for its most slices and its own band'),
        maxSlices: wholeNumber.nullable().default(null),
      }),
    )
    .output(packingSchema),
};
