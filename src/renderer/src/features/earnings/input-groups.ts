/** The groups of a scenario's inputs, in the order in which they stand on the page. */
export const INPUT_GROUPS = ['token', 'usage', 'uptime', 'costs', 'uncertainty'] as const;
/** One of {@link INPUT_GROUPS}. */
export type InputGroup = (typeof INPUT_GROUPS)[number];

/** Which group of inputs is open. */
export interface OpenGroup {
  readonly group: InputGroup | null;
  /** How often it was asked for from elsewhere on the page; zero while its own button opened it. */
  readonly asks: number;
}
