import { message, type Message } from '#shared/message.ts';

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
export const VIOLATION_MEANINGS: Readonly<Record<ViolationKind, Message>> = {
  UptimeTooHigh: message('uptime:core.reportedUptimeGrewMore'),
  UptimeTooLow: message('uptime:core.reportedUptimeGrewLess'),
  InvalidReboot: message('uptime:core.reportSpeaksRebootWould'),
  ClockSkew: message('uptime:core.bootTimeReportsImply'),
  MissingRelay: message('uptime:core.nodeUptimeButTwin'),
  InvalidPublicKey: message('uptime:core.publicKeyTwinNot'),
  MissingTwin: message('uptime:core.nodeBelongsTwinDoes'),
  BootRequestExpired: message('uptime:core.powerManagedNodeWoke'),
};
