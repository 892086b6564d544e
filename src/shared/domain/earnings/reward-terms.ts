import type { Certification } from '#shared/domain/uptime/limits.ts';
import { DEFAULT_CONNECTION_PRICE_MUSD, type PolicyId } from '#shared/domain/rules/minting-v3.ts';

/** The highest connection price that the chain can hold. */
export const MAX_CONNECTION_PRICE_MUSD = 4_294_967_295;

/** What the grid agreed with a node when it registered: the same for every period. */
export interface RewardTerms {
  readonly certification: Certification;
  readonly policy: PolicyId;
  /** Price of one TFT in milli-USD, fixed when the node registered: 1 to {@link MAX_CONNECTION_PRICE_MUSD}. */
  readonly connectionPriceMusd: number;
}

/** The terms of a DIY node that registers today. */
export const DEFAULT_REWARD_TERMS: RewardTerms = {
  certification: 'diy',
  policy: 1,
  connectionPriceMusd: DEFAULT_CONNECTION_PRICE_MUSD,
};
