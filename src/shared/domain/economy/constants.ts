/** The ids of the revenue splits that a rule set prescribes. */
export const RULE_SPLIT_IDS = ['grid-v4', 'gep-2024'] as const;
/** One of {@link RULE_SPLIT_IDS}. */
export type RuleSplitId = (typeof RULE_SPLIT_IDS)[number];

/** The most simulated auction bids at once. */
export const MAX_DRAWN_BIDS = 500;
