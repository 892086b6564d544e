/**
 * What can change while someone looks: the app publishes a topic after each change, and a screen asks again for what
 * it shows of it. A topic is the name of the area whose answers may differ now.
 */
export const TOPICS = [
  'app',
  'nodes',
  'hardware',
  'uptime',
  'earnings',
  'slices',
  'bids',
  'rules',
  'notifications',
  'settings',
  'data',
  'grid',
  'share',
] as const;
/** One of {@link TOPICS}. */
export type Topic = (typeof TOPICS)[number];
