/** The numbers without which there is no amount of money: nothing stands in for one that nobody entered. */
export const NEEDED_NUMBERS = ['tft-price', 'gold-price', 'watts', 'tariff', 'reward'] as const;
/** One of {@link NEEDED_NUMBERS}. `reward`: the hardware or what its policy pays is not known. */
export type NeededNumber = (typeof NEEDED_NUMBERS)[number];
