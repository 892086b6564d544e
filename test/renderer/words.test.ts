import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pseudoTexts, type Texts } from '#shared/pseudo-texts.ts';
import { type FileWords, readAllWords, readWords, type TextRequest } from '#test/support/words.ts';

const ROOT = resolve(import.meta.dirname, '../../src');

/** What i18next takes for itself; it need not stand in a text. */
const OWN_VALUES = new Set(['count', 'context', 'ns', 'defaultValue', 'ordinal']);
const PLURAL = /_(zero|one|two|few|many|other)$/;

function singular(key: string): string {
  return key.replace(PLURAL, '');
}

type Area = ReadonlyMap<string, string>;

function flatten(texts: Texts, prefix = ''): readonly (readonly [string, string])[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${prefix}${key}`, value] as const] : flatten(value, `${prefix}${key}.`),
  );
}

function readTexts(file: string): Texts {
  return JSON.parse(readFileSync(file, 'utf8')) as Texts;
}

/** The texts of a language: a folder with one file an area. */
function readLanguage(folder: string): ReadonlyMap<string, Area> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return new Map(files.map((file) => [basename(file, '.json'), new Map(flatten(readTexts(join(folder, file))))]));
}

function variablesOf(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/\{\{\s*([\w.]+)[^}]*\}\}/g)].map(([, name = '']) => name));
}

/** One place where texts are shown: its sources, its languages, and where a file's keys are looked up by default. */
interface Place {
  readonly name: string;
  readonly words: readonly FileWords[];
  readonly languages: ReadonlyMap<string, ReadonlyMap<string, Area>>;
}

/** The area of a screen's own files. */
function areaOf(path: string): readonly string[] {
  return [...path.replaceAll('\\', '/').matchAll(/^features\/([^/]+)\//g)].map(([, area = '']) => area);
}

function readPages(): Place {
  const root = join(ROOT, 'renderer/src');
  const locales = join(root, 'locales');
  return {
    name: 'the pages',
    words: readAllWords(root, (path) => [...areaOf(path), 'common']),
    languages: new Map(readdirSync(locales).map((language) => [language, readLanguage(join(locales, language))])),
  };
}

function readShell(): Place {
  const root = join(ROOT, 'main/hosts/electron');
  const locales = join(root, 'locales');
  const areas = (file: string) => new Map([['shell', new Map(flatten(readTexts(join(locales, file))))]]);
  return {
    name: 'the desktop shell',
    words: readAllWords(root, () => ['shell']),
    languages: new Map(readdirSync(locales).map((file) => [basename(file, '.json'), areas(file)])),
  };
}

const PLACES = [readPages(), readShell()];

function englishOf({ languages }: Place): ReadonlyMap<string, Area> {
  return languages.get('en') ?? new Map<string, Area>();
}

function patternOf(key: string): RegExp {
  return new RegExp(`^${key.replaceAll('.', '\\.').replaceAll('*', '[^.]+')}(?:${PLURAL.source.slice(0, -1)})?$`);
}

/** Each text of a language with the names of its values, however many forms it has. */
function shapeOf(areas: ReadonlyMap<string, Area>): readonly string[] {
  const lines = [...areas].flatMap(([area, texts]) =>
    [...texts].map(([key, text]) => `${area}:${singular(key)} ${[...variablesOf(text)].sort().join()}`),
  );
  return [...new Set(lines)].sort();
}

/** The texts that a request may give: `area:key` looks in that area alone. */
function answersOf(english: ReadonlyMap<string, Area>, areas: readonly string[], asked: string) {
  const [area, key] = asked.includes(':') ? (asked.split(':') as [string, string]) : [null, asked];
  const pattern = patternOf(key);
  return (area === null ? areas : [area]).flatMap((name) =>
    [...(english.get(name) ?? [])]
      .filter(([known]) => pattern.test(known))
      .map(([known, text]) => ({ id: `${name}:${known}`, text })),
  );
}

function requestsOf({ words }: Place): readonly { readonly where: string; readonly request: TextRequest }[] {
  return words.flatMap(({ path, requests }) =>
    requests.map((request) => ({ where: `${path}:${request.line}`, request })),
  );
}

/** Every text that may be asked for; a key that is handed on before it is asked for is a string in the same folder. */
function askedFor(place: Place): ReadonlySet<string> {
  const english = englishOf(place);
  const asked = new Set<string>();
  for (const { path, requests } of place.words) {
    const nearby = place.words.filter((other) => dirname(other.path) === dirname(path));
    for (const { areas, keys } of requests) {
      const candidates = keys ?? nearby.flatMap(({ strings }) => [...strings].filter((text) => /\w/.test(text)));
      const meant = keys === null ? candidates.filter((text) => /^[\w.:*-]+$/.test(text) && text !== '*') : candidates;
      for (const key of meant) for (const { id } of answersOf(english, areas, key)) asked.add(id);
    }
  }
  return asked;
}

describe.each(PLACES)('the words of $name', (place) => {
  const english = englishOf(place);

  // Catches a text written into a component: no translation could ever reach it.
  it('reach the screen through the texts alone', () => {
    const loose = place.words.flatMap((file) => file.loose.map(({ line, text }) => `${file.path}:${line} ${text}`));
    expect(loose).toEqual([]);
  });

  // Catches a mistyped key, which would stand on the screen in place of its text.
  it('are there wherever one is asked for', () => {
    const missing = requestsOf(place).flatMap(({ where, request }) =>
      (request.keys ?? [])
        .filter((key) => answersOf(english, request.areas, key).length === 0)
        .map((key) => `${where} ${request.areas.join('|')}:${key}`),
    );
    expect(missing).toEqual([]);
  });

  // Catches texts that nobody shows any more, which translators would go on translating.
  it('are all asked for somewhere', () => {
    const asked = askedFor(place);
    const all = [...english].flatMap(([area, texts]) => [...texts.keys()].map((key) => `${area}:${key}`));
    expect(all.filter((id) => !asked.has(id))).toEqual([]);
  });

  // Catches "{{left}} left" on the screen, and values that are handed in for nothing.
  it('are given the values that they name', () => {
    const wrong = requestsOf(place).flatMap(({ where, request: { areas, keys, values } }) => {
      if (keys === null || values === null) return [];
      const answers = keys.map((key) => answersOf(english, areas, key).map(({ text }) => variablesOf(text)));
      const named = new Set(answers.flatMap((texts) => texts.flatMap((names) => [...names])));
      // A key that is put together may mean any of several texts: what all of them name is surely needed.
      const needed = answers.flatMap(([first, ...others]) =>
        [...(first ?? [])].filter((name) => others.every((names) => names.has(name))),
      );
      const lacking = needed.filter((name) => !values.includes(name)).map((name) => `${where} lacks ${name}`);
      const idle = values.filter((name) => !named.has(name) && !OWN_VALUES.has(name));
      return [...lacking, ...idle.map((name) => `${where} gives ${name} for nothing`)];
    });
    expect(wrong).toEqual([]);
  });

  // Catches a count with one form only: "1 machines".
  it('have both English forms wherever they count', () => {
    const single = [...english].flatMap(([area, texts]) =>
      [...texts.keys()]
        .filter((key) => /_(one|other)$/.test(key))
        .filter((key) => !['_one', '_other'].every((form) => texts.has(key.replace(PLURAL, form))))
        .map((key) => `${area}:${key}`),
    );
    expect(single).toEqual([]);
  });

  // Catches a translation that lacks a text, has one too many, or names other values.
  it('are the same texts with the same values in every language', () => {
    const expected = shapeOf(english);
    for (const [, areas] of place.languages) {
      expect(shapeOf(areas)).toEqual(expected);
    }
  });
});

describe('pseudo-languages', () => {
  const english = readTexts(join(ROOT, 'renderer/src/locales/en/common.json'));
  const original = new Map(flatten(english));

  // Catches a pseudo-language that shows English wherever it counts, because Arabic has six forms and English two.
  it.each(['en-XA', 'ar-XB'] as const)('%s has every form in which its language counts', (language) => {
    const made = new Map(flatten(pseudoTexts(english, language)));
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const counted = [...original.keys()].filter((key) => key.endsWith('_other')).map(singular);
    expect(counted.length).toBeGreaterThan(0);
    expect(counted.flatMap((key) => forms.map((form) => `${key}_${form}`)).filter((key) => !made.has(key))).toEqual([]);
  });

  it.each(['en-XA', 'ar-XB'] as const)('%s keeps the values that each text names', (language) => {
    const made = new Map(flatten(pseudoTexts(english, language)));
    const changed = [...original].filter(
      ([key, text]) => [...variablesOf(made.get(key) ?? '')].join() !== [...variablesOf(text)].join(),
    );
    expect(changed).toEqual([]);
  });
});

function read(source: string): FileWords {
  return readWords('part.tsx', source, ['common']);
}

describe('the reading of words', () => {
  // Catches a check that is green because it sees nothing.
  it('sees every kind of loose text', () => {
    const { loose } = read(`export const A = ({ is }: { is: boolean }) => (
      <p title="Loose one" aria-label={is ? 'Loose two' : 'TFT'} className="not this">
        Loose three {is ? 'Loose four' : null} {is && \`Loose five \${is}\`} {'· 12 GiB'}
        <B column={{ label: 'Loose six', id: 'not-this' }} description={'Loose ' + is} />
      </p>);`);
    expect(loose.map(({ text }) => text.replace('Loose', '').trim()).sort()).toEqual(
      ['', 'five *', 'four', 'one', 'six', 'three', 'two'].sort(),
    );
  });

  it('knows the area of each name that gives texts', () => {
    const { requests } = read(`function A() { const { t } = useTranslation(['bids', 'common']);
        const inner = (t: TFunction<'slices'>) => t('inner');
        return t(is ? 'a' : \`b.\${kind}.c\`, { left, count: 1 }); }
      function B() { const { t: words } = useTranslation('economy'); return [words('d'), other('e'), t(key, values)]; }`);
    expect(requests.map(({ areas, keys, values }) => [areas.join('|'), keys, values])).toEqual([
      ['slices', ['inner'], []],
      ['bids|common', ['a', 'b.*.c'], ['left', 'count']],
      ['economy', ['d'], []],
      ['common', null, null],
    ]);
  });
});
