import type { ChannelSettings } from '#shared/contract/notifications/channels.ts';
import type { ChannelName, SecretName } from '#shared/domain/notifications/channels.ts';
import type { FarmerError } from '#shared/errors.ts';
import { GridProblem } from '#main/grid/problem.ts';
import { createHttpClient, type HttpClient } from '#main/grid/http.ts';
import type { AlertMessage, Channel } from './channel.ts';
import { createEmail } from './email.ts';
import { isRetryable, postJson } from './post.ts';

/** The secrets of one channel; null for a secret that is not stored. */
export type ChannelSecrets = Readonly<Partial<Record<SecretName, string | null>>>;

/** The notification channels. Nothing is sent until a channel is called. */
export interface Channels {
  /** Whether sending may succeed when it is tried again after this problem. */
  readonly isRetryable: (problem: FarmerError) => boolean;
  /** Opens one channel with its settings and secrets. */
  readonly open: (name: ChannelName, settings: ChannelSettings, secrets: ChannelSecrets) => Channel;
}

/** What the channels depend on. */
export interface ChannelsOptions {
  readonly nowMs: () => number;
  readonly ca: string | undefined;
}

const NTFY_PRIORITY = { low: 2, normal: 3, high: 5 } as const;

const withoutSlash = (address: string) => address.replace(/\/+$/, '');
const plainText = ({ title, text }: AlertMessage) => `${title}\n${text}`;
const bearer = (token: string) => (token === '' ? {} : { authorization: `Bearer ${token}` });

function telegram(
  http: HttpClient,
  { server, chatId }: ChannelSettings['telegram'],
  token: string,
  nowMs: () => number,
): Channel {
  return (message) =>
    postJson(
      http,
      `${withoutSlash(server)}/bot${token}/sendMessage`,
      { chat_id: chatId, text: plainText(message).slice(0, 4000), link_preview_options: { is_disabled: true } },
      { secrets: [token], nowMs: nowMs() },
    );
}

function ntfy(http: HttpClient, server: string, topic: string, token: string, nowMs: () => number): Channel {
  return ({ title, text, severity }) =>
    postJson(
      http,
      withoutSlash(server),
      { topic, title, message: text.slice(0, 4000), priority: NTFY_PRIORITY[severity] },
      { secrets: [topic, token], headers: bearer(token), nowMs: nowMs() },
    );
}

function webhook(http: HttpClient, url: string, token: string, nowMs: () => number): Channel {
  return ({ id, title, text, kind, severity, isOver, atS }) =>
    postJson(
      http,
      url,
      { id, kind, severity, state: isOver ? 'over' : 'raised', title, text, at: new Date(atS * 1000).toISOString() },
      { secrets: [url, token], headers: { ...bearer(token), 'idempotency-key': id }, nowMs: nowMs() },
    );
}

export function createChannels({ nowMs, ca }: ChannelsOptions): Channels {
  const http = createHttpClient();
  return {
    isRetryable: (problem) => problem instanceof GridProblem && isRetryable(problem),
    open: (name, settings, { password = null, token, topic, url }) => {
      switch (name) {
        case 'email':
          return createEmail(settings.email, password, ca);
        case 'telegram':
          return telegram(http, settings.telegram, token ?? '', nowMs);
        case 'ntfy':
          return ntfy(http, settings.ntfy.server, topic ?? '', token ?? '', nowMs);
        case 'webhook':
          return webhook(http, url ?? '', token ?? '', nowMs);
        default:
          return name satisfies never;
      }
    },
  };
}
