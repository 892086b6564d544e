import { z } from 'zod';
import { type ChannelName, CHANNELS, SECRET_NAMES } from '#shared/domain/notifications/channels.ts';
import { command, messageSchema, query, unixSeconds, wholeNumber, typedText } from '#shared/contract/base.ts';
import type { MessageKey } from '#shared/message.ts';

const hostName = z
  .string()
  .trim()
  .max(253)
  .regex(/^[A-Za-z0-9.:-]*$/, { error: 'notifications:core.mustBeHostName' satisfies MessageKey });
const mailAddress = z.union([z.literal(''), z.email().max(254)]);
const serverUrl = z
  .string()
  .trim()
  .max(300)
  .refine((text) => /^https?:\/\/[^\s@?#]+$/.test(text), {
    error: 'notifications:core.mustBeServerUrl' satisfies MessageKey,
  });

/** The settings of a channel, apart from its secrets. */
export const channelSettingsSchema = z.object({
  email: z.object({
    isOn: z.boolean(),
    host: hostName,
    port: z.number().int().min(1).max(65_535),
    security: z.enum(['starttls', 'tls', 'none']).describe('`none` only to this computer'),
    user: typedText().max(254),
    from: mailAddress,
    to: mailAddress,
  }),
  telegram: z.object({ isOn: z.boolean(), server: serverUrl, chatId: typedText().max(100) }),
  ntfy: z.object({ isOn: z.boolean(), server: serverUrl }),
  webhook: z.object({ isOn: z.boolean() }),
} satisfies Readonly<Record<ChannelName, z.ZodObject>>);
/** The settings of every channel. */
export type ChannelSettings = z.infer<typeof channelSettingsSchema>;

/** Every channel is off until the farmer switches it on. */
export const DEFAULT_CHANNELS: ChannelSettings = {
  email: { isOn: false, host: '', port: 587, security: 'starttls', user: '', from: '', to: '' },
  telegram: { isOn: false, server: 'https://api.telegram.org', chatId: '' },
  ntfy: { isOn: false, server: 'https://ntfy.sh' },
  webhook: { isOn: false },
};

const channel = z.enum(CHANNELS);
const secretName = z.enum(SECRET_NAMES);

const secretState = z.enum(['set', 'not-set', 'elsewhere']);
/** Whether a secret is kept: `elsewhere` where only the desktop app can open it. */
export type SecretState = z.infer<typeof secretState>;

/** What became of the last attempt to send through a channel. */
export const channelResultSchema = z.object({
  sentAtS: unixSeconds.nullable().describe('The last message that went out'),
  problem: z.object({ message: messageSchema, atS: unixSeconds }).nullable().describe('Since then'),
});
/** What became of the last attempt to send through a channel. */
export type ChannelResult = z.infer<typeof channelResultSchema>;

const channelSchema = channelResultSchema.extend({
  name: channel,
  isOn: z.boolean(),
  secrets: z
    .array(z.object({ name: secretName, state: secretState }))
    .readonly()
    .describe('`elsewhere`: sealed by the desktop app, which alone can read it'),
  waiting: wholeNumber.describe('Messages that are still to be sent'),
});

const channelsSchema = z.object({ settings: channelSettingsSchema, channels: z.array(channelSchema).readonly() });

/** Calls about the channels that alerts go through. No answer holds a secret. */
export const channelsContract = {
  list: query('The channels, whether each works, and what was not sent yet').output(channelsSchema),
  set: command('Change channels, each replaced as a whole; one that is switched on gets what is reported from then on')
    .input(channelSettingsSchema.partial())
    .output(channelsSchema),
  setSecret: command('Keep a secret of a channel, or take it away')
    .input(z.object({ channel, name: secretName, value: z.string().max(2000).nullable() }))
    .output(channelsSchema),
  sendTest: command('Send a test message through a channel at once, whether it is on or off')
    .input(z.object({ channel }))
    .output(channelResultSchema),
};
