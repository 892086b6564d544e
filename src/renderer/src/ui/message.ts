import type { TFunction, i18n as Texts } from 'i18next';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { type Message, type MessageKey, STORED_TEXT, translate } from '#shared/message.ts';

/** The areas with texts written by the core. */
export const MESSAGE_AREAS = [
  'app',
  'bids',
  'data',
  'earnings',
  'economy',
  'grid',
  'hardware',
  'nodes',
  'notifications',
  'rules',
  'settings',
  'share',
  'slices',
  'uptime',
] as const;

type MessageTexts = TFunction<typeof MESSAGE_AREAS>;

/** Translates a message of the core, or a text that was stored in English, into the user's language. */
export type TranslateMessage = (text: Message | string) => string;

/** Findings of hardware readings are stored in English and translated by their text. */
function translateStored(text: string, t: MessageTexts, texts: Texts): string {
  const stored = Object.entries(texts.getResource('en', 'hardware', 'stored') as Readonly<Record<string, string>>);
  const name = stored.find(([, english]) => english === text)?.[0];
  return name === undefined ? text : t(`hardware:stored.${name}` as 'hardware:lede');
}

/** Translates with the loaded texts; see {@link useMessage}. */
export function translateWith(t: MessageTexts, texts: Texts, text: Message | string): string {
  return typeof text === 'string'
    ? translateStored(text, t, texts)
    : translate(text, (key, values) =>
        key === STORED_TEXT
          ? translateStored(String(values['text']), t, texts)
          : t(key as Exclude<MessageKey, `cli:${string}`>, values),
      );
}

/** Returns the translation of the core's messages into the user's language. */
export function useMessage(): TranslateMessage {
  const { t, i18n: texts } = useTranslation(MESSAGE_AREAS);
  return useCallback((text) => translateWith(t, texts, text), [t, texts]);
}
