/** Texts of an area: words, or groups of them. */
export interface Texts {
  readonly [key: string]: string | Texts;
}

/** Languages generated from English, to test before any translation whether pages have room for it. */
export type PseudoLanguage = 'en-XA' | 'ar-XB';

const ACCENTS: Readonly<Record<string, string>> = {
  a: 'á',
  c: 'ç',
  e: 'é',
  i: 'í',
  n: 'ñ',
  o: 'ö',
  s: 'š',
  u: 'û',
  y: 'ý',
  z: 'ž',
  A: 'Å',
  C: 'Ç',
  E: 'É',
  I: 'Î',
  N: 'Ñ',
  O: 'Ö',
  S: 'Š',
  U: 'Û',
  Y: 'Ý',
  Z: 'Ž',
};
const GROWTH = 0.4;
const PAD_WORD = 7;
const PLACEHOLDER = /(\{\{[^}]*\}\}|\$t\([^)]*\))/;
const RIGHT_TO_LEFT = '\u202e';
const END_OF_OVERRIDE = '\u202c';

function outsidePlaceholders(text: string, change: (part: string) => string): string {
  return text
    .split(PLACEHOLDER)
    .map((part) => (PLACEHOLDER.test(part) || part === '' ? part : change(part)))
    .join('');
}

/** As many marks as a translation may be longer, in words where the text has words: it wraps as a sentence would. */
function padding(text: string): string {
  const marks = '~'.repeat(Math.ceil(text.length * GROWTH));
  return text.includes(' ')
    ? marks
        .replace(new RegExp(`.{${PAD_WORD}}`, 'g'), '$& ')
        .replace(/^/, ' ')
        .trimEnd()
    : marks;
}

/** 40 % longer and accented, between brackets that show where a text is cut off. */
function longer(text: string): string {
  const accented = outsidePlaceholders(text, (part) =>
    part.replace(/[a-zA-Z]/g, (letter) => ACCENTS[letter] ?? letter),
  );
  return `[${accented}${padding(text)}]`;
}

/** The same words drawn from right to left. */
function mirrored(text: string): string {
  return outsidePlaceholders(text, (part) => `${RIGHT_TO_LEFT}${part}${END_OF_OVERRIDE}`);
}

/** Whether a language is made by rule. */
export function isPseudoLanguage(language: string): language is PseudoLanguage {
  return language === 'en-XA' || language === 'ar-XB';
}

/** The form that a text takes where its language counts; Arabic has six where English has two. */
const OTHER_FORM = /_other$/;
const FURTHER_FORMS = ['_zero', '_two', '_few', '_many'] as const;

function formsOf(key: string): readonly string[] {
  return OTHER_FORM.test(key) ? [key, ...FURTHER_FORMS.map((form) => key.replace(OTHER_FORM, form))] : [key];
}

/** English texts in a pseudo-language: `en-XA` 40 % longer, `ar-XB` from right to left. Placeholders stay as they are. */
export function pseudoTexts(texts: Texts, language: PseudoLanguage): Texts {
  const change = language === 'en-XA' ? longer : mirrored;
  return Object.fromEntries(
    Object.entries(texts).flatMap(([key, value]) => {
      const made = typeof value === 'string' ? change(value) : pseudoTexts(value, language);
      return formsOf(key).map((form) => [form, made] as const);
    }),
  );
}
