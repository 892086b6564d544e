import { MAX_CHAIN_NUMBER } from '#shared/domain/rules/policy-limits.ts';
import type { Certification } from '#shared/domain/uptime/limits.ts';
import type { FarmingPolicy } from '#shared/contract/rules/policies.ts';
import { DEFAULT_CONNECTION_PRICE_MUSD } from '#shared/domain/rules/minting-v3.ts';
import { DIY_POLICY } from '#shared/domain/rules/policies.ts';

/** The highest connection price that the chain can hold. */
export const MAX_CONNECTION_PRICE_MUSD = MAX_CHAIN_NUMBER;

/** What the grid agreed with a node when it registered: the same for every period. */
export interface RewardTerms {
  readonly certification: Certification;
  readonly policy: FarmingPolicy;
  /** Price of one TFT in milli-USD, fixed when the node registered: 1 to {@link MAX_CONNECTION_PRICE_MUSD}. */
  readonly connectionPriceMusd: number;
}

/** The terms of a DIY node that registers today. */
export const DEFAULT_REWARD_TERMS: RewardTerms = {
  certification: 'diy',
  policy: DIY_POLICY,
  connectionPriceMusd: DEFAULT_CONNECTION_PRICE_MUSD,
};
