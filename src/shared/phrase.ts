/** What stands in a place of a sentence: a name or a figure as it is, or a sentence of its own. */
export type PhraseValue = string | number | Phrase;

/**
 * A sentence of the core that is not yet in any language: its English text, with places like `{{name}}`, which is also
 * the key of its translations, and what stands in the places. Plain data, so that it can cross a wire or be stored.
 */
export interface Phrase {
  readonly text: string;
  readonly values: Readonly<Record<string, PhraseValue>>;
}

/** A sentence of the core: one without places is its English text, and that is the key of its translations. */
export type Words = string | Phrase;

/** Puts a sentence's own text into a language; the English of it stays where there is none. */
export type Translate = (text: string) => string;

/** A sentence with places. Each place must have a value of its name. */
export function phrase(text: string, values: Phrase['values'] = {}): Phrase {
  return { text, values };
}

/** Marks a text that is chosen elsewhere as a sentence, so that its translators are shown it. */
export function sentence<Text extends string>(text: Text): Text {
  return text;
}

/** A sentence as it stands in a place of another. */
export function inPlace(words: Words): Phrase {
  return typeof words === 'string' ? phrase(words) : words;
}

const PLACE = /\{\{(\w+)\}\}/g;

/** Says a sentence in a language, the sentences that stand in its places too. A place without a value stays as it is. */
export function say(words: Words, translate: Translate): string {
  if (typeof words === 'string') {
    return translate(words);
  }
  const { text, values } = words;
  return translate(text).replaceAll(PLACE, (place, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return value === undefined ? place : typeof value === 'object' ? say(value, translate) : String(value);
  });
}

/** The sentence in English: for the command line, for logs, for files. */
export function inEnglish(words: Words): string {
  return say(words, (text) => text);
}

/** How deep sentences may stand in one another, when they come from outside. */
const MAX_DEPTH = 4;

/** Reads a sentence that came over a wire. @returns null for anything else */
export function readWords(given: unknown, depth = 0): Words | null {
  if (typeof given === 'string') {
    return given;
  }
  if (typeof given !== 'object' || given === null || depth > MAX_DEPTH) {
    return null;
  }
  const { text, values } = given as Readonly<Record<string, unknown>>;
  if (typeof text !== 'string' || typeof values !== 'object' || values === null) {
    return null;
  }
  const read = Object.entries(values).map(([name, value]): readonly [string, PhraseValue | null] => [
    name,
    typeof value === 'string' || typeof value === 'number' ? value : (readWords(value, depth + 1) as Phrase | null),
  ]);
  return read.some(([, value]) => value === null)
    ? null
    : { text, values: Object.fromEntries(read) as Phrase['values'] };
}
