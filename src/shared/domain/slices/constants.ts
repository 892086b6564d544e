/** The three public ways to cut a node into slices. Source: docs/rules.md#slices */
export const SLICE_DEFINITION_IDS = ['economics-2025', 'cloud-slice-2024', 'mycelium'] as const;
/** One of {@link SLICE_DEFINITION_IDS}. */
export type SliceDefinitionId = (typeof SLICE_DEFINITION_IDS)[number];
/** The definition used where none is named. */
export const DEFAULT_SLICE_DEFINITION: SliceDefinitionId = 'economics-2025';

/** The name of a kind of slice. */
export const KIND_NAME = /^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/;

/** The highest accepted CPU Mark. */
export const MAX_PASSMARK = 100_000_000;
/** The highest accepted number of accelerators. */
export const MAX_GPUS = 10_000;
/** The highest accepted bandwidth in Mbit/s. */
export const MAX_BANDWIDTH_MBIT = 100_000_000;

/** What can limit the number of slices of a definition: a resource, or the most that a model is sold with. */
export const PACKING_BOUNDS = ['memory', 'passmark', 'cores', 'ssd', 'bandwidth', 'model'] as const;
/** What can stop a layout from holding one more slice. */
export const LAYOUT_BOUNDS = [...PACKING_BOUNDS, 'gpus', 'parts'] as const;
/** One of {@link LAYOUT_BOUNDS}. */
export type LayoutBound = (typeof LAYOUT_BOUNDS)[number];

/** How a price compares with its bounds; `unknown` where they are in USD, the price in CC and no gold price was entered. */
export const PRICE_STANDINGS = ['within', 'below-floor', 'below-band', 'above-band', 'unknown'] as const;
/** One of {@link PRICE_STANDINGS}. */
export type PriceStanding = (typeof PRICE_STANDINGS)[number];

/** The steps by which a price is suggested. */
export const SUGGESTION_STEPS = ['cost', 'market', 'middle', 'band-min', 'band-max', 'rounded'] as const;

/** How long a price lasts. */
export const PRICE_TERMS = ['hour', 'day', 'month', 'year'] as const;
/** One of {@link PRICE_TERMS}. */
export type PriceTerm = (typeof PRICE_TERMS)[number];
