const PARTS = {
  email: { secrets: ['password'], needed: ['host', 'from', 'to'] },
  telegram: { secrets: ['token'], needed: ['chatId', 'token'] },
  ntfy: { secrets: ['topic', 'token'], needed: ['topic'] },
  webhook: { secrets: ['url', 'token'], needed: ['url'] },
} as const;

/** A channel through which alerts go besides the app and the system, once the farmer switches it on. */
export type ChannelName = keyof typeof PARTS;
/** The name of a secret. A topic or an address that whoever knows it can read or write is one too. */
export type SecretName = (typeof PARTS)[ChannelName]['secrets'][number];

/** What a channel consists of. */
interface ChannelParts {
  /** Kept apart from the settings, and in no answer. */
  readonly secrets: readonly SecretName[];
  /** The settings and secrets without which it cannot send. */
  readonly needed: readonly string[];
}

/** Every channel. */
export const CHANNEL_PARTS: Readonly<Record<ChannelName, ChannelParts>> = PARTS;
/** The name of every channel. */
export const CHANNELS = Object.keys(PARTS) as readonly ChannelName[];
/** The name of every secret. */
export const SECRET_NAMES: readonly SecretName[] = [
  ...new Set(Object.values(CHANNEL_PARTS).flatMap(({ secrets }) => secrets)),
];

/** So long is a notification worth sending, in milliseconds: a day. */
export const DELIVERY_LIFE_MS = 86_400_000;

const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 3_600_000;

/**
 * How long to wait after a failed attempt, in milliseconds: 30 seconds, doubled each time up to an hour.
 * @param attempts how many there were
 * @param chance from 0 to 1; up to a quarter is added by it
 */
export function pauseAfter(attempts: number, chance: number): number {
  const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(20, Math.max(0, attempts - 1)));
  return Math.round(pauseMs * (1 + chance / 4));
}
