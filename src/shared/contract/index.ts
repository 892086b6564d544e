import { capacityContract } from './capacity.ts';
import { periodsContract } from './periods.ts';
import { rewardsContract } from './rewards.ts';
import { rulesContract } from './rules.ts';

/**
 * Every call of the product, one entry an area. Preload, IPC, HTTP, the OpenAPI page, the renderer's client and the
 * command line all derive from this list.
 */
export const contract = {
  capacity: capacityContract,
  periods: periodsContract,
  rewards: rewardsContract,
  rules: rulesContract,
};

/** The type of {@link contract}. */
export type Contract = typeof contract;
