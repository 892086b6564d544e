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
  UptimeTooHigh: message('uptime:core.violationUptimeGrewMore'),
  UptimeTooLow: message('uptime:core.violationUptimeGrewLess'),
  InvalidReboot: message('uptime:core.violationRebootBeforeReport'),
  ClockSkew: message('uptime:core.violationBootTimeDrift'),
  MissingRelay: message('uptime:core.violationNoRelay'),
  InvalidPublicKey: message('uptime:core.violationPublicKey'),
  MissingTwin: message('uptime:core.violationNoTwin'),
  BootRequestExpired: message('uptime:core.violationLateWakeUps'),
};
