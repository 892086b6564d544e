import { z } from 'zod';
import {
  type ChannelResult,
  channelResultSchema,
  type ChannelSettings,
} from '#shared/contract/notifications/channels.ts';
import { alertHeadline, alertText } from '#shared/domain/notifications/alert-text.ts';
import { displayCurrency } from '#shared/number-text.ts';
import { effectiveSettings } from '#main/app/settings/markets-in-use.ts';
import { CHANNEL_PARTS, type ChannelName, CHANNELS, pauseAfter } from '#shared/domain/notifications/channels.ts';
import { FarmerError } from '#shared/errors.ts';
import { inEnglish, type Message } from '#shared/message.ts';
import type { AppContext } from '#main/app/context.ts';
import type { AlertMessage } from '#main/channels/channel.ts';
import type { ChannelSecrets } from '#main/channels/channels.ts';
import type { WaitingDelivery } from '#main/store/notifications/delivery-store.ts';
import type { SecretStore } from '#main/store/secrets/secret-file.ts';
import type { Stores } from '#main/store/stores.ts';

/** How long a process may take to send a message before another process may send it, in milliseconds. */
const LEASE_MS = 120_000;
/** The maximum number of messages per run; the rest waits for the next. */
const MAX_PER_ROUND = 50;

/** The key under which a channel's secret is stored. */
export function secretKey(channel: ChannelName, name: string): string {
  return `${channel}.${name}`;
}

const afterKey = (channel: ChannelName) => `channel-after:${channel}`;
const resultKey = (channel: ChannelName) => `channel-result:${channel}`;

/** The result of the last attempt to send through a channel. */
export function readResult({ alertMemory }: Stores, channel: ChannelName): ChannelResult {
  const read = channelResultSchema.safeParse(alertMemory.recall(resultKey(channel)));
  return read.success ? read.data : { sentAtS: null, problem: null };
}

/** Records a success, or a problem with its time. */
export function recordResult(
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

/** Starts a channel with new notifications only; those from before it was switched on are not sent. */
export function startChannel({ alertMemory, deliveries }: Stores, channel: ChannelName): void {
  alertMemory.remember(afterKey(channel), deliveries.newestNotification());
}

/**
 * The secrets of a channel.
 * @returns null when this process cannot decrypt one of them
 */
export function openSecrets(secrets: SecretStore, channel: ChannelName): ChannelSecrets | null {
  const isElsewhere = CHANNEL_PARTS[channel].secrets.some(
    (name) => secrets.state(secretKey(channel, name)) === 'elsewhere',
  );
  return isElsewhere
    ? null
    : Object.fromEntries(CHANNEL_PARTS[channel].secrets.map((name) => [name, secrets.read(secretKey(channel, name))]));
}

/** The enabled channels that this process can use. */
function usableChannels(context: AppContext, settings: ChannelSettings): readonly ChannelName[] {
  return CHANNELS.filter((name) => {
    const { secrets, needed } = CHANNEL_PARTS[name];
    return (
      settings[name].isOn &&
      secrets.every((secret) => !needed.includes(secret) || context.secrets.state(secretKey(name, secret)) === 'set') &&
      openSecrets(context.secrets, name) !== null
    );
  });
}

/** The texts of a message, in English. */
function writeMessage(stores: Stores, { id, isOver, notification }: WaitingDelivery): AlertMessage {
  const { code, unitsPerUsd } = effectiveSettings(stores).currency;
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

/** The time until which a channel asked not to be contacted, unix milliseconds. */
function restUntilMs(error: FarmerError): number {
  const { restUntilMs: until } = error.details;
  return typeof until === 'number' ? until : 0;
}

/**
 * Sends one message.
 * @returns whether the channel works
 */
async function send(
  context: AppContext,
  stores: Stores,
  delivery: WaitingDelivery,
  settings: ChannelSettings,
): Promise<boolean> {
  const { channel, id, attempts } = delivery;
  const { open, isRetryable } = await context.channels();
  try {
    await open(channel, settings, openSecrets(context.secrets, channel) ?? {})(writeMessage(stores, delivery));
    stores.transaction(() => {
      stores.deliveries.finish(id, 'sent');
      recordResult(stores, channel, null, context.nowMs());
    });
    return true;
  } catch (error) {
    if (!(error instanceof FarmerError)) throw error;
    const nowMs = context.nowMs();
    stores.transaction(() => {
      recordResult(stores, channel, error.messages.message, nowMs);
      if (isRetryable(error)) {
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
 * Sends due messages through the enabled channels. Each message is claimed by one process at a time and is sent again
 * after a kill: delivery is at least once.
 * @returns when to run again, unix milliseconds; null when nothing is pending
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
  for (let count = 0; count < MAX_PER_ROUND && channels.length > 0; count += 1) {
    const nowMs = context.nowMs();
    const delivery = stores.deliveries.claim(channels, nowMs, nowMs + LEASE_MS);
    if (delivery === undefined) break;
    const works = await send(context, stores, delivery, settings);
    // A failed channel is skipped for the remaining messages.
    if (!works) channels = channels.filter((name) => name !== delivery.channel);
    context.events.publish('notifications');
  }
  return stores.deliveries.nextAttemptMs(all);
}
