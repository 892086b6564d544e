import { createInstance } from 'i18next';
import { initReactI18next } from 'react-i18next';
import common from '#renderer/locales/en/common.json';

type Texts = Readonly<Record<string, unknown>>;

/** One file an area: `locales/<language>/<area>.json`. A new file needs no registration; it is loaded with its screen. */
const files = import.meta.glob<{ readonly default: Texts }>('../locales/*/*.json');

/** Loads an area's texts when its screen first asks for them. */
const areaFiles = {
  type: 'backend' as const,
  async read(language: string, area: string): Promise<Texts> {
    const load = files[`../locales/${language}/${area}.json`];
    if (load === undefined) throw new Error(`No texts for ${area} in ${language}.`);
    return (await load()).default;
  },
};

/**
 * Starts the texts: the common ones with the start bundle, the others with their screens.
 * @param language a folder of `locales/`
 */
export async function startTexts(language = 'en'): Promise<void> {
  const texts = createInstance();
  await texts
    .use(areaFiles)
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: 'en',
      ns: ['common'],
      defaultNS: 'common',
      partialBundledLanguages: true,
      resources: { en: { common } },
      interpolation: { escapeValue: false },
      react: { useSuspense: true },
    });
  document.documentElement.lang = language;
  document.documentElement.dir = texts.dir(language);
}
