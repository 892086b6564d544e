import { createInstance, type FormatterModule } from 'i18next';
import { initReactI18next } from 'react-i18next';
import common from '#shared/texts/en/common.json';
import pages from '#shared/texts/en/pages.json';
import { formatNumber, setReaderLocale } from '#renderer/ui/format.ts';
import { isPseudoLanguage, pseudoTexts, type Texts } from '#shared/pseudo-texts.ts';
import { isolateDirection } from '#shared/visible-text.ts';

const FALLBACK = 'en';

/** The English texts of the app shell are part of the start bundle. */
const START: Readonly<Record<string, Texts>> = { common, pages };

/** One file an area: `src/shared/texts/<language>/<area>.json`. */
const files = import.meta.glob<{ readonly default: Texts }>([
  '../../../shared/texts/*/*.json',
  '!../../../shared/texts/*/{cli,shell}.json',
  '!../../../shared/texts/en/{common,pages}.json',
]);

/** Every language that has a folder of texts. */
export const LANGUAGES: readonly string[] = [
  ...new Set(Object.keys(files).map((path) => path.split('/').at(-2) ?? '')),
];

const texts = createInstance();

/** Loads the texts together with the page, so that there is only one wait. */
export function loadTextsOf(area: string): Promise<void> {
  return texts.loadNamespaces([area]);
}

/** Loads an area's texts when its page is first opened. */
const areaFiles = {
  type: 'backend' as const,
  async read(language: string, area: string): Promise<Texts> {
    const named = isPseudoLanguage(language) ? FALLBACK : language;
    const read =
      (named === FALLBACK ? START[area] : undefined) ??
      (await files[`../../../shared/texts/${named}/${area}.json`]?.())?.default;
    if (read === undefined) throw new Error(`No texts for ${area} in ${language}.`);
    return isPseudoLanguage(language) ? pseudoTexts(read, language) : read;
  },
};

/** Formats a count with thousands separators, like every other number. */
const countFormat: FormatterModule = {
  type: 'formatter',
  init: () => undefined,
  add: () => undefined,
  addCached: () => undefined,
  format: (value, _format, _language, options) =>
    options?.['interpolationkey'] === 'count' && typeof value === 'number' ? formatNumber(String(value)) : value,
};

/** The locale of numbers and dates: the browser's variant of the language if there is one. */
function localeOf(language: string): string {
  if (isPseudoLanguage(language)) return FALLBACK;
  return navigator.languages.find((tag) => tag === language || tag.startsWith(`${language}-`)) ?? language;
}

function applyLanguage(): void {
  document.documentElement.lang = texts.language;
  document.documentElement.dir = texts.dir();
  setReaderLocale(localeOf(texts.language));
}

/**
 * Starts in English, with the common texts from the start bundle. `changeLanguage` switches to the language of the
 * settings once they are loaded.
 */
export async function startTexts(): Promise<void> {
  texts.on('languageChanged', applyLanguage);
  await texts
    .use(areaFiles)
    .use(countFormat)
    .use(initReactI18next)
    .init({
      lng: FALLBACK,
      fallbackLng: FALLBACK,
      ns: Object.keys(START),
      defaultNS: 'common',
      partialBundledLanguages: true,
      resources: { [FALLBACK]: { common, pages } },
      // Texts of a pseudo-language carry their own direction marks, also when one is inserted into another.
      interpolation: {
        alwaysFormat: true,
        escape: (value) => (isPseudoLanguage(texts.language) ? value : isolateDirection(value)),
      },
      react: { useSuspense: true },
    });
  applyLanguage();
}
