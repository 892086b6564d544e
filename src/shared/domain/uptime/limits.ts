/** The last index of a period that ends within a four-digit year. */
export const MAX_PERIOD_INDEX = 95_738;

/** How a node is certified: it decides the uptime target, and on policy 1 the reward. */
export const CERTIFICATIONS = ['diy', 'certified'] as const;
/** One of {@link CERTIFICATIONS}. */
export type Certification = (typeof CERTIFICATIONS)[number];
