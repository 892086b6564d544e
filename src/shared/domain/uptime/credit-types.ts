import type { ViolationKind } from './violations.ts';

/** A node reports its uptime every 40 minutes. Seconds. Source: docs/rules.md#credited-uptime */
export const REPORT_INTERVAL_S = 2400;
/** The tolerance around a report, in seconds. Source: docs/rules.md#credited-uptime */
export const REPORT_GRACE_S = 60;
/** The most that one report of a node that is not power-managed credits, in seconds. Source: docs/rules.md#credited-uptime */
export const REPORT_CREDIT_CAP_S = REPORT_INTERVAL_S + REPORT_GRACE_S;
/** From this many seconds of drift of the boot time on, the clock counts as skewed. Source: docs/rules.md#credited-uptime */
export const CLOCK_SKEW_S = 2 * REPORT_GRACE_S;
/** The longest sleep that is still credited, in seconds. Source: docs/rules.md#wake-ups */
export const MAX_SLEEP_S = 86_400;
/** The seconds a node has to boot after a wake-up request. Source: docs/rules.md#wake-ups */
export const MAX_BOOT_S = 1800;
/** Late boots that a period forgives. Source: docs/rules.md#wake-ups */
export const FORGIVEN_LATE_BOOTS = 1;
/**
 * How long after a period's end events are still read for it, in seconds: 27 hours of six-second blocks.
 * Source: docs/rules.md#credited-uptime
 */
export const AFTER_END_WINDOW_S = 97_200;

/** Whether a machine is on, or is meant to be. */
export type Power = 'Up' | 'Down';

/**
 * An event of a node as in an event file: kind, unix seconds, and value
 * (`uptime`: seconds since boot; `target`: the power wanted by the farmerbot; `state`: the power it has).
 */
export type CreditEvent =
  | readonly [kind: 'uptime', atS: number, upS: number]
  | readonly [kind: 'target', atS: number, power: Power]
  | readonly [kind: 'state', atS: number, power: Power];

/** The power of a node when the period began. `downSinceS` is required when the state is Down. */
export interface InitialPower {
  readonly state: Power;
  readonly target: Power;
  readonly downSinceS: number | null;
}

/** A node without power management. */
export const UNMANAGED: InitialPower = { state: 'Up', target: 'Up', downSinceS: null };

/** What the grid knows of a node's identity at the period's end; all three must hold for a node that reported. */
export interface TwinState {
  readonly exists: boolean;
  readonly hasRelay: boolean;
  readonly hasValidPublicKey: boolean;
}

/** The period for which credit is computed. It includes both ends. */
export interface CreditPeriod {
  readonly startS: number;
  readonly endS: number;
  /** Time of the period's first block, unix seconds; the start where it is not known. */
  readonly firstBlockS?: number;
}

/** Why an event credited what it did. `zero` reasons credit nothing. */
const CREDIT_REASONS = [
  'first-report',
  'steady',
  'steady-capped',
  'reboot',
  'reboot-capped',
  'going-to-sleep',
  'woken',
  'steady-to-end',
  'reboot-to-end',
  'woken-after-end',
  'clock-skew',
  'uptime-too-high',
  'uptime-too-low',
  'invalid-reboot',
  'asleep-over-24h',
  'woken-late',
  'woken-late-and-asleep-over-24h',
  'asleep-after-end',
  'asleep-no-request',
  'before-sleep',
  'request-while-awake',
  'second-after-end',
  'nothing-before-end',
  'outside-window',
] as const;

/** One of {@link CREDIT_REASONS}. */
export type CreditReason = (typeof CREDIT_REASONS)[number];

/** One line of the account: what happened when, what it credited (seconds) and why. */
export interface CreditLine {
  readonly atS: number;
  readonly creditedS: number;
  readonly reason: CreditReason;
  /** The violation this event showed, whether or not an earlier one is the one reported. */
  readonly violation: ViolationKind | null;
}

/** What a period's events add up to. */
export interface CreditResult {
  /** Whole seconds credited. */
  readonly creditedS: number;
  /** Floored permille of the whole period, at most 1000. */
  readonly permille: number;
  /** Wake-ups that came late or never. */
  readonly lateBoots: number;
  /** The first violation found, or null. Any zeroes the period. */
  readonly firstViolation: ViolationKind | null;
  readonly paysDiy: boolean;
  readonly paysCertified: boolean;
}
