import { sentence } from '#shared/phrase.ts';

/**
 * The violations that zero a minting period, by the minting program's own names. The first one found is the one
 * reported. Source: docs/rules.md#violations
 */
export const VIOLATION_KINDS = [
  'UptimeTooHigh',
  'UptimeTooLow',
  'InvalidReboot',
  'ClockSkew',
  'MissingRelay',
  'InvalidPublicKey',
  'MissingTwin',
  'BootRequestExpired',
] as const;
/** One of {@link VIOLATION_KINDS}. */
export type ViolationKind = (typeof VIOLATION_KINDS)[number];

/** What each violation means, in one sentence for a farmer. Source: docs/rules.md#violations */
export const VIOLATION_MEANINGS: Readonly<Record<ViolationKind, string>> = {
  UptimeTooHigh: sentence('The reported uptime grew by more than the time that passed.'),
  UptimeTooLow: sentence('The reported uptime grew by less than the time that passed, and the node was not rebooted.'),
  InvalidReboot: sentence('The report speaks of a reboot that would lie before the previous report.'),
  ClockSkew: sentence('The boot time that the reports imply drifted by two minutes or more.'),
  MissingRelay: sentence('The node has uptime but its twin names no relay, so nobody can reach it.'),
  InvalidPublicKey: sentence('The public key of the twin is not a valid compressed key.'),
  MissingTwin: sentence('The node belongs to a twin that does not exist.'),
  BootRequestExpired: sentence('A power-managed node woke up late more than once in the period.'),
};
