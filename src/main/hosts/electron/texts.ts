import { createInstance, type TFunction } from 'i18next';
import english from './locales/en.json' with { type: 'json' };

/** Every text that the shell shows outside of its pages. A language is one file beside `en.json` and one entry here. */
const LANGUAGES = { en: { shell: english } } as const;

/** Gives the texts of the menus, the tray and the notifications. */
export type ShellTexts = TFunction<'shell'>;

/** Loads the texts. Languages without a file fall back to English, word by word. */
export function loadShellTexts(language: string): ShellTexts {
  const texts = createInstance();
  void texts.init({
    lng: language,
    fallbackLng: 'en',
    defaultNS: 'shell',
    ns: ['shell'],
    resources: LANGUAGES,
    initAsync: false,
    interpolation: { escapeValue: false },
  });
  return texts.t;
}
