/** The numbers that an amount of money needs. They have no defaults. */
export const NEEDED_NUMBERS = ['tft-price', 'gold-price', 'watts', 'tariff', 'reward'] as const;
/** One of {@link NEEDED_NUMBERS}. `reward`: the hardware or what its policy pays is not known. */
export type NeededNumber = (typeof NEEDED_NUMBERS)[number];
