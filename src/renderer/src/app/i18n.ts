import { createInstance } from 'i18next';
import { initReactI18next } from 'react-i18next';
import common from '#renderer/locales/en/common.json';
import { SENTENCES_AREA } from '#renderer/ui/say.ts';
import { isPseudoLanguage, pseudoTexts, type Texts } from '#shared/pseudo-texts.ts';

const FALLBACK = 'en';

/** One file an area: `locales/<language>/<area>.json`. A new file needs no registration; it is loaded with its screen. */
const files = import.meta.glob<{ readonly default: Texts }>('../locales/*/*.json');

const texts = createInstance();

/** Loads the texts of a screen with the screen, so that it is not held up twice. */
export function loadTextsOf(area: string): Promise<void> {
  return texts.loadNamespaces([area]);
}

/** The core's own sentences by their English text: `src/shared/sentences/<language>.json`. */
const sentences = import.meta.glob<{ readonly default: Texts }>('../../../shared/sentences/*.json');

/** The file of an area's texts. */
function loaderOf(area: string, language: string) {
  const named = isPseudoLanguage(language) ? FALLBACK : language;
  if (area !== SENTENCES_AREA) return files[`../locales/${named}/${area}.json`];
  return sentences[`../../../shared/sentences/${named}.json`];
}

/** Loads an area's texts when its screen first asks for them. */
const areaFiles = {
  type: 'backend' as const,
  async read(language: string, area: string): Promise<Texts> {
    const load = loaderOf(area, language);
    if (load === undefined) throw new Error(`No texts for ${area} in ${language}.`);
    const words = (await load()).default;
    return isPseudoLanguage(language) ? pseudoTexts(words, language) : words;
  },
};

function applyDirection(): void {
  document.documentElement.lang = texts.language;
  document.documentElement.dir = texts.dir();
}

/**
 * Starts the texts in English: the common ones with the start bundle, the others with their screens. The language of
 * the settings follows as soon as they are read, by `changeLanguage`.
 */
export async function startTexts(): Promise<void> {
  texts.on('languageChanged', applyDirection);
  await texts
    .use(areaFiles)
    .use(initReactI18next)
    .init({
      lng: FALLBACK,
      fallbackLng: FALLBACK,
      ns: ['common'],
      defaultNS: 'common',
      partialBundledLanguages: true,
      // The core's sentences in English are their own keys.
      resources: { [FALLBACK]: { common, [SENTENCES_AREA]: {} } },
      interpolation: { escapeValue: false },
      react: { useSuspense: true },
    });
  applyDirection();
}
