import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pseudoTexts, type Texts } from '#shared/pseudo-texts.ts';
import { readSourceStrings, readTextCalls, type TextCall } from '#test/support/source-strings.ts';

const SOURCES = resolve(import.meta.dirname, '../../src');
const CATALOGUE = join(SOURCES, 'shared/texts');
const LANGUAGES = readdirSync(CATALOGUE, { withFileTypes: true }).filter((entry) => entry.isDirectory());

const PLURAL = /_(zero|one|two|few|many|other)$/;

/** The texts of an area by key: `menu.quit`. */
type Area = ReadonlyMap<string, string>;

function flatten(texts: Texts, prefix = ''): readonly (readonly [string, string])[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${prefix}${key}`, value] as const] : flatten(value, `${prefix}${key}.`),
  );
}

function readArea(path: string): Texts {
  return JSON.parse(readFileSync(path, 'utf8')) as Texts;
}

function readLanguage(language: string): ReadonlyMap<string, Area> {
  const folder = join(CATALOGUE, language);
  return new Map(
    readdirSync(folder).map((file) => [basename(file, '.json'), new Map(flatten(readArea(join(folder, file))))]),
  );
}

function singular(key: string): string {
  return key.replace(PLURAL, '');
}

function valuesOf(text: string): readonly string[] {
  return [...text.matchAll(/\{\{\s*([\w.]+)[^}]*\}\}/g)].map(([, name = '']) => name).sort();
}

/** Each text with the names of its values, in whichever plural forms the language has. */
function shapeOf(areas: ReadonlyMap<string, Area>): readonly string[] {
  const lines = [...areas].flatMap(([area, texts]) =>
    [...texts].map(([key, text]) => `${area}:${singular(key)} ${valuesOf(text).join()}`),
  );
  return [...new Set(lines)].sort();
}

const english = readLanguage('en');

/** The names of the values of every text, by its key without the plural form, with and without its area. */
const valuesByKey = Map.groupBy(
  [...english].flatMap(([area, texts]) =>
    [...texts].flatMap(([known, text]) => {
      const named = valuesOf(text);
      return [singular(known), `${area}:${singular(known)}`].map((key) => ({ key, named }));
    }),
  ),
  ({ key }) => key,
);

/** Whether a call gives the values that its text names, no more and no fewer. */
function isRight({ key, values }: TextCall): boolean {
  const given = values.filter((value) => value !== 'count' && value !== 'defaultValue');
  return (valuesByKey.get(key) ?? []).some(
    ({ named }) => given.every((value) => named.includes(value)) && named.every((value) => values.includes(value)),
  );
}

describe('the catalogue of texts', () => {
  // Catches texts of a new area whose keys nothing checks.
  it('has typed keys for every file', () => {
    const typed = readFileSync(join(CATALOGUE, 'resources.ts'), 'utf8');
    const untyped = [...english.keys()].filter((area) => !typed.includes(`./en/${area}.json`));
    expect(untyped, 'these are imported and listed in src/shared/texts/resources.ts').toEqual([]);
  });

  // Catches a text that nothing shows any more, which translators would go on translating. A wrong key does not compile.
  it('has no unused text', () => {
    const named = [...readSourceStrings(SOURCES)].map((text) => text.replace(/^[a-z-]+:/, ''));
    const whole = new Set(named);
    const patterns = named
      .filter((text) => /[\w-]\.\*|\*\.[\w-]|^\*$/.test(text) && !/[ /]/.test(text) && text !== '*')
      .map((text) => new RegExp(`^${text.replaceAll('.', '\\.').replaceAll('*', '[^.]+')}$`));
    const isNamed = (key: string) => whole.has(key) || patterns.some((pattern) => pattern.test(key));
    expect(isNamed('about.nothing')).toBe(false);
    const idle = [...english].flatMap(([area, texts]) =>
      [...texts.keys()].filter((key) => !isNamed(singular(key))).map((key) => `${area}:${key}`),
    );
    expect(idle).toEqual([]);
  });

  // Catches "{{left}} left" on the screen, and values that nothing shows.
  it('uses the values that its texts are given', () => {
    const calls = readTextCalls(SOURCES);
    expect(calls.length).toBeGreaterThan(1000);
    expect(isRight({ file: '', key: 'app:core.correctField', values: ['fields'], literals: [] })).toBe(false);
    expect(calls.filter((call) => !isRight(call))).toEqual([]);
  });

  // Catches an English word in the middle of a sentence that is translated around it.
  it('gets no hard-coded words from the core as values', () => {
    /** A column of a file and a table of the database. */
    const names = new Set(['lp', 'migrations']);
    const core = readTextCalls(SOURCES).filter(({ file }) =>
      /src\/(?:shared|main\/(?!hosts))/.test(file.replaceAll('\\', '/')),
    );
    const worded = core.flatMap(({ key, literals }) =>
      literals.filter((text) => /\p{L}/u.test(text) && !names.has(text)).map((text) => `${key}: ${text}`),
    );
    expect(core.length).toBeGreaterThan(300);
    expect(worded).toEqual([]);
  });

  // Catches a finding of the hardware that is stored in English and has no text to find its translation by.
  it('has every sentence that a hardware reading stores', () => {
    const stored = new Set(Object.values(readArea(join(CATALOGUE, 'en/hardware.json'))['stored'] ?? {}));
    const written = [...readSourceStrings(join(SOURCES, 'main/hardware'))].filter(
      (text) => /^\p{Lu}.* .*\.$/u.test(text) && !text.includes('*'),
    );
    expect(written.length).toBeGreaterThan(30);
    expect(written.filter((text) => !stored.has(text))).toEqual([]);
  });

  // Catches a count with one form only: "1 machines".
  it('has both English forms wherever it counts', () => {
    const single = [...english].flatMap(([area, texts]) =>
      [...texts.keys()]
        .filter((key) => /_(one|other)$/.test(key))
        .filter((key) => !['_one', '_other'].every((form) => texts.has(key.replace(PLURAL, form))))
        .map((key) => `${area}:${key}`),
    );
    expect(single).toEqual([]);
  });

  // Catches a translation that lacks a text, has one too many, or names other values.
  it.each(LANGUAGES)('has the texts of English with the same values in $name', ({ name }) => {
    expect(shapeOf(readLanguage(name))).toEqual(shapeOf(english));
  });
});

describe.each(['en-XA', 'ar-XB'] as const)('the pseudo-language %s', (language) => {
  const common = readArea(join(CATALOGUE, 'en/common.json'));
  const original = new Map(flatten(common));
  const made = new Map(flatten(pseudoTexts(common, language)));

  // Catches a pseudo-language that shows English wherever it counts, because Arabic has six forms and English two.
  it('has every plural form of its language', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const counted = [...original.keys()].filter((key) => key.endsWith('_other')).map(singular);
    expect(counted.length).toBeGreaterThan(0);
    expect(counted.flatMap((key) => forms.map((form) => `${key}_${form}`)).filter((key) => !made.has(key))).toEqual([]);
  });

  it('keeps the values of each text', () => {
    for (const [key, text] of original) {
      expect([key, valuesOf(made.get(key) ?? '')]).toEqual([key, valuesOf(text)]);
    }
  });
});
