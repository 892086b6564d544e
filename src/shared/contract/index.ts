import { capacityContract } from './capacity.ts';

/**
 * Every call of the product, one entry an area. Preload, IPC, HTTP, the OpenAPI page, the renderer's client and the
 * command line all derive from this list.
 */
export const contract = {
  capacity: capacityContract,
};

/** The type of {@link contract}. */
export type Contract = typeof contract;
