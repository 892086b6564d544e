/** The last index whose name is still a four-digit year. */
export const MAX_PERIOD_INDEX = 95_739;

/** How a node is certified: it decides the uptime target, and on policy 1 the reward. */
export const CERTIFICATIONS = ['diy', 'certified'] as const;
/** One of {@link CERTIFICATIONS}. */
export type Certification = (typeof CERTIFICATIONS)[number];
