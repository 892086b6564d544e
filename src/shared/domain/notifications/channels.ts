/** Where alerts go besides the app and the system, once the farmer switches it on. */
export const CHANNELS = ['email', 'telegram', 'ntfy', 'webhook'] as const;
/** One of {@link CHANNELS}. */
export type ChannelName = (typeof CHANNELS)[number];

/** What of a channel is secret: it is kept apart from the settings, and no answer holds it. */
export const CHANNEL_SECRETS = {
  email: ['password'],
  telegram: ['token'],
  ntfy: ['topic', 'token'],
  webhook: ['url', 'token'],
} as const satisfies Readonly<Record<ChannelName, readonly string[]>>;

/** The names of secrets: a topic or an address that whoever knows it can read or write is one too. */
export const SECRET_NAMES = ['password', 'token', 'topic', 'url'] as const;
/** One of {@link SECRET_NAMES}. */
export type SecretName = (typeof SECRET_NAMES)[number];

/** The secrets without which a channel cannot send. */
export const NEEDED_SECRETS = {
  email: [],
  telegram: ['token'],
  ntfy: ['topic'],
  webhook: ['url'],
} as const satisfies Readonly<Record<ChannelName, readonly SecretName[]>>;

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
