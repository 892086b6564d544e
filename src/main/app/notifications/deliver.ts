import { z } from 'zod';
import {
  type ChannelResult,
  channelResultSchema,
  type ChannelSettings,
} from '#shared/contract/notifications/channels.ts';
import { alertHeadline, alertText } from '#shared/domain/notifications/alert-text.ts';
import { displayCurrency } from '#shared/number-text.ts';
import { settingsInUse } from '#main/app/settings/markets-in-use.ts';
import {
  CHANNEL_SECRETS,
  type ChannelName,
  CHANNELS,
  NEEDED_SECRETS,
  pauseAfter,
} from '#shared/domain/notifications/channels.ts';
import { FarmerError } from '#shared/errors.ts';
import { inEnglish, type Message } from '#shared/message.ts';
import type { AppContext } from '#main/app/context.ts';
import type { AlertMessage } from '#main/channels/channel.ts';
import type { ChannelSecrets } from '#main/channels/channels.ts';
import type { WaitingDelivery } from '#main/store/notifications/delivery-store.ts';
import type { SecretStore } from '#main/store/secrets/secret-file.ts';
import type { Stores } from '#main/store/stores.ts';

/** A process that takes a message has this long to send it, in milliseconds; then another one may. */
const LEASE_MS = 120_000;
/** At most so many messages go out in one round: the rest waits for the next. */
const MOST_A_ROUND = 50;

/** Under which name a channel's secret is kept. */
export function secretKey(channel: ChannelName, name: string): string {
  return `${channel}.${name}`;
}

const afterKey = (channel: ChannelName) => `channel-after:${channel}`;
const resultKey = (channel: ChannelName) => `channel-result:${channel}`;

/** What became of the last attempt to send through a channel. */
export function readResult({ alertMemory }: Stores, channel: ChannelName): ChannelResult {
  const read = channelResultSchema.safeParse(alertMemory.recall(resultKey(channel)));
  return read.success ? read.data : { sentAtS: null, problem: null };
}

/** Notes a success, or a problem with its time. */
export function noteResult(
  stores: Stores,
  channel: ChannelName,
  problem: Message | null,
  nowMs: number,
): ChannelResult {
  const atS = Math.floor(nowMs / 1000);
  const before = readResult(stores, channel);
  const result = problem === null ? { sentAtS: atS, problem: null } : { ...before, problem: { message: problem, atS } };
  stores.alertMemory.remember(resultKey(channel), result);
  return result;
}

/** From now on a channel sends what is reported; what was reported before it was switched on is no news. */
export function beginChannel({ alertMemory, deliveries }: Stores, channel: ChannelName): void {
  alertMemory.remember(afterKey(channel), deliveries.newestNotification());
}

/** The secrets of a channel. @returns null where one of them cannot be opened by this process */
export function openSecrets(secrets: SecretStore, channel: ChannelName): ChannelSecrets | null {
  const isElsewhere = CHANNEL_SECRETS[channel].some((name) => secrets.state(secretKey(channel, name)) === 'elsewhere');
  return isElsewhere
    ? null
    : Object.fromEntries(CHANNEL_SECRETS[channel].map((name) => [name, secrets.read(secretKey(channel, name))]));
}

/** The channels that are on and that this process can use. */
function usableChannels(context: AppContext, settings: ChannelSettings): readonly ChannelName[] {
  return CHANNELS.filter((name) => {
    const needed: readonly string[] = NEEDED_SECRETS[name];
    return (
      settings[name].isOn &&
      needed.every((secret) => context.secrets.state(secretKey(name, secret)) === 'set') &&
      openSecrets(context.secrets, name) !== null
    );
  });
}

/** A message with all its texts, in English. */
function writeMessage(stores: Stores, { id, isOver, notification }: WaitingDelivery): AlertMessage {
  const { code, unitsPerUsd } = settingsInUse(stores).currency;
  const text = alertText(notification, {
    nameOf: (nodeId) => stores.nodes.get(nodeId)?.name ?? null,
    currency: displayCurrency(code, unitsPerUsd),
  });
  return {
    id: `farmer-${stores.lineage.token()}-${id}`,
    title: inEnglish(alertHeadline(text, isOver)),
    text: [text.body, ...(text.money === null || isOver ? [] : [text.money])].map(inEnglish).join(' '),
    kind: notification.kind,
    severity: notification.severity,
    isOver,
    atS: (isOver ? notification.resolvedAtS : null) ?? notification.raisedAtS,
  };
}

/** When a channel asked to be left alone until, unix milliseconds. */
function restUntilMs(error: FarmerError): number {
  const { restUntilMs: until } = error.details;
  return typeof until === 'number' ? until : 0;
}

/** Sends one message. @returns whether the channel works */
async function send(
  context: AppContext,
  stores: Stores,
  delivery: WaitingDelivery,
  settings: ChannelSettings,
): Promise<boolean> {
  const { channel, id, attempts } = delivery;
  const { open, mayPass } = await context.channels();
  try {
    await open(channel, settings, openSecrets(context.secrets, channel) ?? {})(writeMessage(stores, delivery));
    stores.transaction(() => {
      stores.deliveries.finish(id, 'sent');
      noteResult(stores, channel, null, context.nowMs());
    });
    return true;
  } catch (error) {
    if (!(error instanceof FarmerError)) throw error;
    const nowMs = context.nowMs();
    stores.transaction(() => {
      noteResult(stores, channel, error.messages.message, nowMs);
      if (mayPass(error)) {
        stores.deliveries.retryAt(id, Math.max(restUntilMs(error), nowMs + pauseAfter(attempts, Math.random())));
      } else {
        stores.deliveries.finish(id, 'failed');
      }
    });
    context.log.warn('an alert was not sent', { channel, attempts, problem: error.details['problem'] });
    return false;
  }
}

const afterSchema = z.number().int();

/**
 * Sends what is due through the channels that are on. Each message is taken by one process at a time and is sent again
 * after a kill, so that it goes out at least once.
 * @returns when there is something to do again, unix milliseconds; null where nothing waits
 */
export async function deliverAlerts(context: AppContext): Promise<number | null> {
  const stores = await context.stores();
  const settings = stores.settings.get('alertChannels');
  let channels = usableChannels(context, settings);
  if (channels.length === 0) {
    return null;
  }
  for (const channel of channels) {
    const after = afterSchema.safeParse(stores.alertMemory.recall(afterKey(channel)));
    if (after.success) stores.deliveries.queue(channel, after.data, context.nowMs());
  }
  const all = channels;
  for (let count = 0; count < MOST_A_ROUND && channels.length > 0; count += 1) {
    const nowMs = context.nowMs();
    const delivery = stores.deliveries.claim(channels, nowMs, nowMs + LEASE_MS);
    if (delivery === undefined) break;
    const works = await send(context, stores, delivery, settings);
    // What does not work now is not tried with every message that waits.
    if (!works) channels = channels.filter((name) => name !== delivery.channel);
    context.events.publish('notifications');
  }
  return stores.deliveries.nextAttemptMs(all);
}
