import { z } from 'zod';
import { RULE_SPLIT_IDS } from '#shared/domain/economy/constants.ts';
import { MAX_CRU } from '#shared/domain/hardware/resources.ts';
import {
  KIND_NAME,
  LAYOUT_BOUNDS,
  MAX_BANDWIDTH_MBIT,
  MAX_GPUS,
  MAX_PASSMARK,
  PACKING_BOUNDS,
  SLICE_DEFINITION_IDS,
} from '#shared/domain/slices/constants.ts';
import {
  bytes,
  command,
  nonNegativeDecimal,
  nonNegativeDecimalOutput,
  positiveDecimal,
  query,
  roundedOutput,
  wholeNumber,
  typedText,
} from '#shared/contract/base.ts';
import { nodeId } from '#shared/contract/nodes/nodes.ts';
import type { MessageKey } from '#shared/message.ts';

/** Decimal places of the shares of a layout. */
const SHARE_PLACES = 6;
/** Decimal places of amounts of money. */
const MONEY_PLACES = 8;

/** The name of a published machine. */
const modelName = typedText().min(1).max(60);

const packableNodeSchema = z.object({
  cores: wholeNumber.max(MAX_CRU).describe('Logical cores'),
  memoryBytes: bytes,
  ssdBytes: bytes,
  passmark: wholeNumber.max(MAX_PASSMARK).nullable().describe('CPU Mark of the whole node, null when unknown'),
  gpus: wholeNumber.max(MAX_GPUS).default(0),
  bandwidthMbit: wholeNumber.max(MAX_BANDWIDTH_MBIT).nullable().default(null),
});

/** The resources that slices are cut from; a bandwidth that is not known limits nothing. */
export type PackableNode = z.output<typeof packableNodeSchema>;

/** An amount of each sliced resource: cores as a count, sizes in GiB, PassMark in points. */
const sliceAmountsSchema = z.object({
  cores: nonNegativeDecimalOutput,
  memoryGib: nonNegativeDecimalOutput,
  ssdGib: nonNegativeDecimalOutput,
  passmark: nonNegativeDecimalOutput,
});
/** An amount of each sliced resource. */
export type SliceAmounts = z.input<typeof sliceAmountsSchema>;

/** A lowest and a highest price; the currency is given separately. */
export const priceBandSchema = z.object({ min: nonNegativeDecimalOutput, max: nonNegativeDecimalOutput });
/** A lowest and a highest price. */
export type PriceBand = z.input<typeof priceBandSchema>;

const bandedPricesSchema = z.object({
  priceMonth: priceBandSchema,
  priceHour: priceBandSchema,
  incomeMonth: priceBandSchema.describe('Of all slices'),
});
/** What equal slices may cost and earn by the platform's band. */
export type BandedPrices = z.input<typeof bandedPricesSchema>;

const packingSchema = z.object({
  definition: z.enum(SLICE_DEFINITION_IDS),
  count: wholeNumber,
  perSlice: sliceAmountsSchema,
  unused: sliceAmountsSchema.describe('Neither in a slice nor reserved for the host. Cores are logical ones'),
  reserve: sliceAmountsSchema.describe('Reserved for the host'),
  bounds: z.array(z.object({ resource: z.enum(PACKING_BOUNDS), count: wholeNumber })),
  binding: z.enum(PACKING_BOUNDS).describe('The bound that limits the count; the first of equals'),
});
/** A node cut into equal slices by a definition. */
export type Packing = z.input<typeof packingSchema>;

const fraction = nonNegativeDecimal
  .refine((value) => Number(value) <= 1, { error: 'slices:core.mustBeShare' satisfies MessageKey })
  .describe('A share from 0 to 1');
const atLeastOne = positiveDecimal.refine((value) => Number(value) >= 1, {
  error: 'app:core.mustBeOneOrMore' satisfies MessageKey,
});

const customGroupSchema = z.object({
  id: z.string().regex(KIND_NAME, { error: 'slices:core.mustBeName' satisfies MessageKey }),
  count: wholeNumber.max(100_000),
  cores: nonNegativeDecimal,
  memoryGib: positiveDecimal,
  ssdGib: nonNegativeDecimal,
  passmark: nonNegativeDecimal,
  gpus: wholeNumber.max(MAX_GPUS),
});
/** A number of equal slices in a layout that the farmer or the solver composed. */
export type CustomGroup = z.infer<typeof customGroupSchema>;

const passmarkSchema = z.object({
  value: wholeNumber.min(1).max(MAX_PASSMARK),
  basis: z.enum(['given', 'table', 'measured']),
  uncertaintyPercent: wholeNumber.max(100),
  note: z.string().max(200),
});
/** The PassMark of a node, where it comes from, and how uncertain it is. */
export type PassmarkFact = z.infer<typeof passmarkSchema>;

/** How a node is cut and sold, with amounts as text: it is stored as it is entered. */
export const slicePlanSchema = z.object({
  layout: z.string().regex(new RegExp(`^(?:auto|custom|parts-[1-9]\\d{0,5}|${SLICE_DEFINITION_IDS.join('|')})$`), {
    error: 'slices:core.mustBeLayout' satisfies MessageKey,
  }),
  customGroups: z.array(customGroupSchema).max(40),
  passmark: passmarkSchema.nullable(),
  gpus: wholeNumber.max(MAX_GPUS),
  bandwidthMbit: wholeNumber.max(MAX_BANDWIDTH_MBIT).nullable(),
  maxSlices: wholeNumber.min(1).nullable(),
  model: modelName.nullable(),
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
      .refine((value) => Number(value) <= 100, { error: 'slices:core.mustBePercentage' satisfies MessageKey })
      .nullable()
      .describe("Null: the target of the node's certification"),
    hasPublicIp: z.boolean(),
  }),
  relations: z.object({
    hourMarkup: atLeastOne,
    dayMarkup: atLeastOne,
    yearDiscount: fraction.refine((value) => Number(value) < 1, {
      error: 'app:core.mustBeBelowOne' satisfies MessageKey,
    }),
  }),
});
/** How a node is cut and sold. */
export type SlicePlan = z.infer<typeof slicePlanSchema>;

/** The plan of a node that has none of its own. */
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

/** A number of equal slices. */
export const sliceGroupSchema = z.object({
  kindId: z.string().describe('Stable within the layout: `economics-2025`, `part-4`, `S`'),
  count: wholeNumber,
  amounts: sliceAmountsSchema.describe('Of one slice'),
  gpus: wholeNumber.describe('Of one slice'),
});
/** A number of equal slices. */
export type SliceGroup = z.input<typeof sliceGroupSchema>;

/** A node cut into slices, and what is left over. Shares are from 0 to 1. */
const layoutSchema = z.object({
  id: z.string(),
  groups: z.array(sliceGroupSchema),
  sliceCount: wholeNumber,
  sellable: sliceAmountsSchema.describe("The node less the host's reserve; cores times oversubscription"),
  reserve: sliceAmountsSchema,
  unused: sliceAmountsSchema,
  unusedShares: z.object({
    cores: roundedOutput(SHARE_PLACES),
    memory: roundedOutput(SHARE_PLACES),
    ssd: roundedOutput(SHARE_PLACES),
  }),
  wasteShare: roundedOutput(SHARE_PLACES).describe('Mean of the unused shares of the resources that the node has'),
  fragmentation: roundedOutput(SHARE_PLACES).describe(
    "The waste share, less what further slices of the layout's smallest kind could still use",
  ),
  binding: z.enum(LAYOUT_BOUNDS),
});
/** A node cut into slices, and what is left over. */
export type Layout = z.input<typeof layoutSchema>;

const pricedLayoutSchema = layoutSchema.extend({
  wasteMonthUsd: roundedOutput(MONEY_PLACES).describe("The node's own cost per month, times the waste share"),
  incomeMonth: priceBandSchema.describe("At the ends of the platform's band, every slice sold"),
  isOptimal: z.boolean().nullable().describe('For mixed layouts: whether the solver proved it'),
});
/** A layout with what it costs and earns, as a call returns it. */
export type PricedLayout = z.output<typeof pricedLayoutSchema>;

/** Costs of a node that can be missing. */
export const MISSING_COSTS = ['watts', 'tariff', 'hardware-cost'] as const;
/** Those that are. */
export const missingCosts = z.array(z.enum(MISSING_COSTS));

/** What a node costs per month, in USD. `missing` names costs that were not entered and count as zero. */
export const nodeCostsSchema = z.object({
  electricityUsd: nonNegativeDecimalOutput,
  depreciationUsd: nonNegativeDecimalOutput,
  otherUsd: nonNegativeDecimalOutput,
  totalUsd: nonNegativeDecimalOutput,
  missing: missingCosts,
});
/** What a node costs per month, in USD. */
export type NodeCosts = z.input<typeof nodeCostsSchema>;

const planAnswerSchema = z.object({
  node: z.object({ id: nodeId, name: z.string(), resources: packableNodeSchema }),
  plan: slicePlanSchema,
  passmark: passmarkSchema.nullable().describe('Given, or found by the name of the processor'),
  layout: pricedLayoutSchema,
  costs: nodeCostsSchema,
  reservedSlices: wholeNumber,
});

/** Calls about slices. */
export const slicesContract = {
  compute: query('A node cut into slices by a public definition')
    .input(
      z.object({
        definition: z.enum(SLICE_DEFINITION_IDS).default('economics-2025'),
        node: packableNodeSchema,
        model: modelName.nullable().default(null).describe('A published machine, for its most slices and its own band'),
        maxSlices: wholeNumber.nullable().default(null),
      }),
    )
    .output(packingSchema.extend(bandedPricesSchema.shape)),
  getPlan: query('How a node is cut and sold').input(z.object({ nodeId })).output(planAnswerSchema),
  updatePlan: command('Change how a node is cut and sold; a change of layout waits for accepted bids to end')
    .input(z.object({ nodeId, patch: slicePlanSchema.partial() }))
    .output(planAnswerSchema),
  listLayouts: query('Every way to cut a node, side by side, with what each leaves over')
    .input(z.object({ nodeId }))
    .output(z.object({ layouts: z.array(pricedLayoutSchema), chosen: z.string(), needsPassmark: z.boolean() })),
  measurePassmark: command("Estimate this machine's PassMark with a short measurement; nothing is stored")
    .input(z.object({ seconds: z.number().int().min(1).max(10).default(2) }).default({ seconds: 2 }))
    .output(passmarkSchema),
};
