import { createInstance } from 'i18next';
import { initReactI18next } from 'react-i18next';
import common from '#shared/texts/en/common.json';
import pages from '#shared/texts/en/pages.json';
import { setReaderLocale } from '#renderer/ui/format.ts';
import { isPseudoLanguage, pseudoTexts, type Texts } from '#shared/pseudo-texts.ts';

const FALLBACK = 'en';

/** One file an area: `src/shared/texts/<language>/<area>.json`. A new language needs no registration. */
const files = import.meta.glob<{ readonly default: Texts }>([
  '../../../shared/texts/*/*.json',
  '!../../../shared/texts/*/{cli,shell}.json',
]);

const texts = createInstance();

/** Loads the texts of a screen with the screen, so that it is not held up twice. */
export function loadTextsOf(area: string): Promise<void> {
  return texts.loadNamespaces([area]);
}

/** Loads an area's texts when its screen first asks for them. */
const areaFiles = {
  type: 'backend' as const,
  async read(language: string, area: string): Promise<Texts> {
    const named = isPseudoLanguage(language) ? FALLBACK : language;
    const load = files[`../../../shared/texts/${named}/${area}.json`];
    if (load === undefined) throw new Error(`No texts for ${area} in ${language}.`);
    const words = (await load()).default;
    return isPseudoLanguage(language) ? pseudoTexts(words, language) : words;
  },
};

/** The locale of numbers and dates: the reader's own variant of the language where the browser names one. */
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
 * Starts the texts in English: the common ones with the start bundle, the others with their screens. The language of
 * the settings follows as soon as they are read, by `changeLanguage`.
 */
export async function startTexts(): Promise<void> {
  texts.on('languageChanged', applyLanguage);
  await texts
    .use(areaFiles)
    .use(initReactI18next)
    .init({
      lng: FALLBACK,
      fallbackLng: FALLBACK,
      ns: ['common', 'pages'],
      defaultNS: 'common',
      partialBundledLanguages: true,
      resources: { [FALLBACK]: { common, pages } },
      interpolation: { escapeValue: false },
      react: { useSuspense: true },
    });
  applyLanguage();
}
