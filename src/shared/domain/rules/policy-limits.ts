/** The highest number that the chain can give a policy, and the highest reward per unit that it can hold. */
export const MAX_CHAIN_NUMBER = 4_294_967_295;
