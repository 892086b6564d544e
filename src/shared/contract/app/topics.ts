/**
 * The topics that the app publishes after each change, so that pages reload the data they show. A topic is the name of
 * the area whose answers may have changed.
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
