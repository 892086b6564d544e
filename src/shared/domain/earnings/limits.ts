/** The longest projection, in periods. */
export const MAX_MONTHS = 120;
/** The most slices of one machine. */
export const MAX_SLICES = 100_000;
/** Every subset of the parts is tried, so only this many are combined. */
export const MAX_FIX_PARTS = 14;
/** The most machines compared at once. */
export const MAX_COMPARED = 50;
/** The most machines side by side on a page. */
export const MAX_SIDE_BY_SIDE = 5;
/** The largest seed; seeds are whole numbers from 0. */
export const MAX_SEED = 4_294_967_295;
/** How many paths a simulation draws by default. */
export const DEFAULT_PATHS = 10_000;
/** The most paths of one simulation. */
export const MAX_PATHS = 100_000;
/** The highest rate of outages that can be stated, per period. */
export const MAX_OUTAGES_PER_MONTH = 50;
/** The longest label of a band of a tariff, in characters. */
export const MAX_BAND_LABEL = 60;
