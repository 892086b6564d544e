/** Names of the parts of a reading, in the order in which they are shown. */
export const READING_PARTS = [
  'cpu',
  'memory',
  'disks',
  'network',
  'virtualisation',
  'firmware',
  'board',
  'os',
  'gpus',
] as const;
/** One of {@link READING_PARTS}. */
export type ReadingPart = (typeof READING_PARTS)[number];
