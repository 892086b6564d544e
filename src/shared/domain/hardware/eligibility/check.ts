import type { Message, Text } from '#shared/message.ts';

/** Whether a machine may become a node. `unknown` when a required check is unknown and none failed. */
export const VERDICTS = ['eligible', 'not-eligible', 'unknown'] as const;
/** One of {@link VERDICTS}. */
export type Verdict = (typeof VERDICTS)[number];

/** The outcome of one check. `unknown` never means that it is fine. */
export const CHECK_STATES = ['pass', 'fail', 'warn', 'unknown'] as const;
/** One of {@link CHECK_STATES}. */
export type CheckState = (typeof CHECK_STATES)[number];

/**
 * How binding a requirement is. `required`: without it a node cannot register or start, so only these decide the
 * verdict; `advised`: the manual or the pay depends on it; `plan`: announced for grid v4.
 */
export const CHECK_LEVELS = ['required', 'advised', 'plan'] as const;

/** Every check, in the order in which they are shown. */
export const CHECK_IDS = [
  'cpu',
  'cpu-architecture',
  'cpu-performance',
  'memory',
  'memory-plan',
  'ssd',
  'ssd-plan',
  'hdd',
  'virtual-machine',
  'network-wired',
  'network-dhcp',
  'network-speed',
  'disks-wiped',
  'disks-raid',
  'firmware-virtualisation',
  'firmware-hyper-threading',
  'firmware-secure-boot',
  'firmware-power-on',
  'firmware-network-boot',
  'uptime-history',
  'contact',
] as const;
/** One of {@link CHECK_IDS}. */
export type CheckId = (typeof CHECK_IDS)[number];

/** The finding of a single check; the rest of its line comes from the table of requirements. */
export interface Finding {
  readonly state: CheckState;
  readonly measured: Text;
  /** What to do about it; the requirement's own fix when not given. */
  readonly fix?: Text;
  /** The requirement with this machine's own figures in it; the general wording when not given. */
  readonly requirement?: Message;
}
