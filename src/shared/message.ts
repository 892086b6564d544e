import type { Resources } from './texts/resources.ts';
import { escapeInLine } from './visible-text.ts';

/** The key of a text that the core writes: "bids:core.expired". A key that the catalogue lacks does not compile. */
export type MessageKey = {
  [Area in keyof Resources]: Resources[Area] extends { readonly core: infer Texts }
    ? `${Area}:core.${keyof Texts & string}`
    : never;
}[keyof Resources];

/** What is put into a text: a name or a figure as it is, or a message of its own. */
export type MessageValue = string | number | Message;

/** A text of the core before it is put into a language: plain data, so that it can cross a wire. */
export interface Message {
  readonly key: MessageKey;
  readonly values?: Readonly<Record<string, MessageValue>>;
}

/** A message, or text that is the same in every language: a name, a figure with its unit. */
export type Text = Message | string;

/** Gives the text of a key, with values in its places. */
export type TranslateKey = (key: MessageKey, values: Readonly<Record<string, string | number>>) => string;

/** A text of the catalogue with the values that it names. */
export function message(key: MessageKey, values?: Message['values']): Message {
  return values === undefined ? { key } : { key, values };
}

/** A text that was stored in English, or that another program wrote; where the catalogue knows it, it is translated. */
export function storedText(text: string): Message {
  return message(STORED_TEXT, { text });
}

/** Whether an object is a message. */
export function isMessage(value: object): value is Message {
  return 'key' in value && typeof value.key === 'string' && /^[a-z-]+:core\./.test(value.key);
}

/** A value with its messages translated, however deep they are in it. */
export type Translated<T> = T extends Message
  ? string
  : T extends readonly (infer Entry)[]
    ? readonly Translated<Entry>[]
    : T extends object
      ? { readonly [Field in keyof T]: Translated<T[Field]> }
      : T;

function translateDeep(value: unknown, translateOne: (text: Message) => string): unknown {
  if (Array.isArray(value)) {
    return value.map((entry) => translateDeep(entry, translateOne));
  }
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) {
    return value;
  }
  return isMessage(value)
    ? translateOne(value)
    : Object.fromEntries(Object.entries(value).map(([field, entry]) => [field, translateDeep(entry, translateOne)]));
}

/** Translates every message in an answer of the core. */
export function translateAll<T>(value: T, translateOne: (text: Message) => string): Translated<T> {
  return translateDeep(value, translateOne) as Translated<T>;
}

/** The key of {@link storedText}. */
export const STORED_TEXT: MessageKey = 'app:core.text';

/** Puts a message into a language, the messages among its values too. */
export function translate({ key, values = {} }: Message, translateKey: TranslateKey): string {
  const translated = Object.entries(values).map(
    ([name, value]) => [name, typeof value === 'object' ? translate(value, translateKey) : value] as const,
  );
  return translateKey(key, Object.fromEntries(translated));
}

let findEnglish: (key: MessageKey) => string | undefined = () => undefined;

/** Sets where {@link inEnglish} finds its texts: each host has them in another place. */
export function setEnglish(find: (key: MessageKey) => string | undefined): void {
  findEnglish = find;
}

const PLACE = /\{\{(\w+)\}\}/g;

/** A message in English: for the command line, for logs, for files. */
export function inEnglish(text: Message): string {
  return translate(text, (key, values) =>
    (findEnglish(key) ?? key).replaceAll(PLACE, (place, name: string) =>
      Object.hasOwn(values, name) ? escapeInLine(String(values[name])) : place,
    ),
  );
}

/** An answer of the core with every message in English. */
export function allInEnglish<T>(value: T): Translated<T> {
  return translateAll(value, inEnglish);
}

/** How deep messages may be nested when they come from outside. */
const MAX_DEPTH = 10;

function readValue(value: unknown, depth: number): MessageValue | null {
  return typeof value === 'string' || typeof value === 'number' ? value : readMessage(value, depth + 1);
}

/** Reads a message that came over a wire. @returns null for anything else */
export function readMessage(given: unknown, depth = 0): Message | null {
  if (typeof given !== 'object' || given === null || depth > MAX_DEPTH) {
    return null;
  }
  const { key, values } = given as Readonly<Record<string, unknown>>;
  if (typeof key !== 'string') {
    return null;
  }
  if (values === undefined) {
    return message(key as MessageKey);
  }
  if (typeof values !== 'object' || values === null) {
    return null;
  }
  const read = Object.entries(values).map(([name, value]) => [name, readValue(value, depth)] as const);
  return read.some(([, value]) => value === null)
    ? null
    : message(key as MessageKey, Object.fromEntries(read) as Message['values']);
}
