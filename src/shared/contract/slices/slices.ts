import { z } from 'zod';
import { MAX_CRU } from '#shared/domain/hardware/resources.ts';
import { LARGEST_BANDWIDTH_MBIT, LARGEST_PASSMARK, MOST_GPUS } from '#shared/domain/slices/packable-node.ts';
import { RULE_SPLIT_IDS } from '#shared/domain/economy/constants.ts';
import { SLICE_DEFINITION_IDS } from '#shared/domain/slices/definitions.ts';
import { bytes, command, nonNegativeDecimal, positiveDecimal, query, wholeNumber } from '#shared/contract/base.ts';
import { nodeId } from '#shared/contract/nodes/nodes.ts';

/** A name of at most so many characters. */
const text = (max: number) => z.string().trim().min(1).max(max);

/** A node as far as slices are cut from it. */
export const packableNodeSchema = z.object({
  cores: wholeNumber.max(MAX_CRU).describe('Logical cores'),
  memoryBytes: bytes,
  ssdBytes: bytes,
  passmark: wholeNumber.max(LARGEST_PASSMARK).nullable().describe('CPU Mark of the whole node, null when unknown'),
  gpus: wholeNumber.max(MOST_GPUS).default(0),
  bandwidthMbit: wholeNumber.max(LARGEST_BANDWIDTH_MBIT).nullable().default(null),
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

const fraction = nonNegativeDecimal
  .refine((value) => Number(value) <= 1, { error: 'must be from 0 to 1' })
  .describe('A share from 0 to 1');
const atLeastOne = positiveDecimal.refine((value) => Number(value) >= 1, { error: 'must be 1 or more' });

/** The name of a kind of slice that the farmer makes up. */
export const kindName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/, {
  error: 'must be letters, digits and hyphens, at most 40',
});

/** So many slices of one kind, put together by hand or by the solver. */
export const customGroupSchema = z.object({
  id: kindName,
  count: wholeNumber.max(100_000),
  cores: nonNegativeDecimal,
  memoryGib: positiveDecimal,
  ssdGib: nonNegativeDecimal,
  passmark: nonNegativeDecimal,
  gpus: wholeNumber.max(MOST_GPUS),
});

/** What Farmer knows of a node's PassMark. */
export const passmarkSchema = z.object({
  value: wholeNumber.min(1).max(100_000_000),
  basis: z.enum(['given', 'table', 'measured']),
  uncertaintyPercent: wholeNumber.max(100),
  note: z.string().max(200),
});
/** What is known of a node's PassMark, and how surely. */
export type PassmarkFact = z.infer<typeof passmarkSchema>;

/** A way to cut a node: chosen by Farmer, by a definition, in equal parts, or put together. */
export const layoutChoice = z
  .string()
  .regex(/^(?:auto|economics-2025|cloud-slice-2024|mycelium|custom|parts-[1-9]\d{0,5})$/, {
    error: 'must be auto, a definition, parts-N or custom',
  });

/** How a node is cut and sold. */
export const slicePlanSchema = z.object({
  layout: layoutChoice,
  customGroups: z.array(customGroupSchema).max(40),
  passmark: passmarkSchema.nullable(),
  gpus: wholeNumber.max(MOST_GPUS),
  bandwidthMbit: wholeNumber.max(LARGEST_BANDWIDTH_MBIT).nullable(),
  maxSlices: wholeNumber.min(1).nullable(),
  model: text(60).nullable(),
  limits: z.object({
    reserveMemoryGib: nonNegativeDecimal,
    reserveSsdShare: fraction,
    coreOversubscription: atLeastOne,
  }),
  otherPerMonthUsd: nonNegativeDecimal,
  occupancy: fraction,
  split: z.enum(RULE_SPLIT_IDS),
  margin: nonNegativeDecimal,
  wholeNode: z.object({ discount: fraction, dedicatedFeeMonthUsd: nonNegativeDecimal }),
  promise: z.object({
    minUptimePercent: nonNegativeDecimal
      .refine((value) => Number(value) <= 100, { error: 'must be from 0 to 100' })
      .nullable()
      .describe("Null: the target of the node's certification"),
    hasPublicIp: z.boolean(),
  }),
  relations: z.object({
    hourMarkup: atLeastOne,
    dayMarkup: atLeastOne,
    yearDiscount: fraction.refine((value) => Number(value) < 1, { error: 'must be below 1' }),
  }),
});

/** How a node is cut and sold. */
export type SlicePlan = z.infer<typeof slicePlanSchema>;

/** What holds until the farmer says otherwise. */
export const DEFAULT_SLICE_PLAN: SlicePlan = {
  layout: 'auto',
  customGroups: [],
  passmark: null,
  gpus: 0,
  bandwidthMbit: null,
  maxSlices: null,
  model: null,
  limits: { reserveMemoryGib: '0', reserveSsdShare: '0', coreOversubscription: '1' },
  otherPerMonthUsd: '0',
  occupancy: '0.5',
  split: 'grid-v4',
  margin: '0.2',
  wholeNode: { discount: '0.5', dedicatedFeeMonthUsd: '0' },
  promise: { minUptimePercent: null, hasPublicIp: false },
  relations: { hourMarkup: '1.5', dayMarkup: '1', yearDiscount: '0' },
};

/** A node cut up: its slices and what is left over. Shares from 0 to 1. */
export const layoutSchema = z.object({
  id: z.string(),
  groups: z.array(z.object({ kindId: z.string(), count: wholeNumber, amounts: sliceAmountsSchema, gpus: wholeNumber })),
  sliceCount: wholeNumber,
  sellable: sliceAmountsSchema,
  reserve: sliceAmountsSchema,
  unused: sliceAmountsSchema,
  unusedShares: z.object({ cores: nonNegativeDecimal, memory: nonNegativeDecimal, ssd: nonNegativeDecimal }),
  wasteShare: nonNegativeDecimal,
  wasteMonthUsd: nonNegativeDecimal.describe("The node's own cost per month, times the waste share"),
  fragmentation: nonNegativeDecimal,
  binding: z.string(),
  incomeMonth: priceBandSchema.describe("At the ends of the platform's band, every slice sold"),
  isOptimal: z.boolean().nullable().describe('For mixed layouts: whether the solver proved it'),
});
/** A node cut up, as it crosses a boundary. */
export type LayoutWire = z.infer<typeof layoutSchema>;

/** What a node costs per month, in USD. `missing` names what nobody gave and counts as zero. */
export const nodeCostsMonthSchema = z.object({
  electricityUsd: nonNegativeDecimal,
  depreciationUsd: nonNegativeDecimal,
  otherUsd: nonNegativeDecimal,
  totalUsd: nonNegativeDecimal,
  missing: z.array(z.enum(['watts', 'hardware-cost'])),
});

const planAnswerSchema = z.object({
  node: z.object({ id: nodeId, name: z.string(), resources: packableNodeSchema }),
  plan: slicePlanSchema,
  passmark: passmarkSchema.nullable().describe('Given, or found by the name of the processor'),
  layout: layoutSchema,
  costs: nodeCostsMonthSchema,
  reservedSlices: wholeNumber,
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
  getPlan: query('How a node is cut and sold').input(z.object({ nodeId })).output(planAnswerSchema),
  updatePlan: command('Change how a node is cut and sold; a change of layout waits for accepted bids to end')
    .input(z.object({ nodeId, patch: slicePlanSchema.partial() }))
    .output(planAnswerSchema),
  listLayouts: query('Every way to cut a node, side by side, with what each leaves over')
    .input(z.object({ nodeId }))
    .output(z.object({ layouts: z.array(layoutSchema), chosen: z.string(), needsPassmark: z.boolean() })),
  measurePassmark: command("Estimate this machine's PassMark with a short measurement; nothing is stored")
    .input(z.object({ seconds: z.number().int().min(1).max(10).default(2) }).default({ seconds: 2 }))
    .output(passmarkSchema),
};
