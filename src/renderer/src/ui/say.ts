import type { TFunction } from 'i18next';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { say, type Words } from '#shared/phrase.ts';

/** The area of the core's sentences; see `app/i18n.ts`. */
export const SENTENCES_AREA = 'sentences';

/** The texts of the core's sentences. */
export type Sentences = TFunction<typeof SENTENCES_AREA>;

/** Says a sentence of the core in the reader's language. */
export type Say = (words: Words) => string;

/** The English text is the key as it stands: no part of it is a path, an area or a value to put in. */
const AS_IT_STANDS = { keySeparator: false, nsSeparator: false, skipInterpolation: true } as const;

/** Says a sentence of the core in the language of the texts; one without a translation in English. */
export function sayIn(sentences: Sentences, words: Words): string {
  return say(words, (text) => sentences(text, { ...AS_IT_STANDS, defaultValue: text }));
}

/** Gives what says the core's sentences in the reader's language. */
export function useSay(): Say {
  const { t: sentences } = useTranslation(SENTENCES_AREA);
  return useCallback((words) => sayIn(sentences, words), [sentences]);
}
