/** What may be wrong with a node, worst first. */
export const CONCERNS = [
  'not-eligible',
  'down',
  'violation',
  'lost',
  'quiet',
  'low',
  'partly-watched',
  'not-watched',
] as const;
/** One of {@link CONCERNS}. */
export type Concern = (typeof CONCERNS)[number];

/** Whether a node runs, as far as is known. */
export const NODE_STATES = ['up', 'down', 'quiet', 'unknown'] as const;
