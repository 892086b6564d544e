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

/** Whether a node runs, as far as is known; `standby` where a farmerbot put it to sleep. */
export const NODE_STATES = ['up', 'standby', 'down', 'quiet', 'unknown'] as const;
/** One of {@link NODE_STATES}. */
export type NodeState = (typeof NODE_STATES)[number];
