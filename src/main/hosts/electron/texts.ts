import { createInstance, type TFunction } from 'i18next';
import { isPseudoLanguage, pseudoTexts } from '#shared/pseudo-texts.ts';
import english from './locales/en.json' with { type: 'json' };

/** Every text that the shell shows outside of its pages. A language is one file beside `en.json` and one entry here. */
const LANGUAGES = { en: { shell: english } } as const;

/** Gives the texts of the menus, the tray, the dialogs and the notifications, in the language that is used by then. */
export type ShellTexts = TFunction<'shell'>;

/** The texts of the shell, and the language that they are in. */
export interface ShellLanguage {
  readonly texts: ShellTexts;
  /** Whether texts are written from right to left. */
  readonly direction: () => 'ltr' | 'rtl';
  readonly current: () => string;
  /** Uses a language from now on; one without a file falls back to English, text by text. @returns whether it is another */
  readonly use: (language: string) => boolean;
}

/** Loads the texts in English; the language of the settings follows by {@link ShellLanguage.use}. */
export function loadShellLanguage(): ShellLanguage {
  const instance = createInstance();
  void instance.init({
    lng: 'en',
    fallbackLng: 'en',
    defaultNS: 'shell',
    ns: ['shell'],
    resources: LANGUAGES,
    initAsync: false,
    interpolation: { escapeValue: false },
  });
  return {
    texts: instance.t,
    direction: () => instance.dir(),
    current: () => instance.language,
    use(language) {
      if (language === instance.language) {
        return false;
      }
      if (isPseudoLanguage(language)) {
        instance.addResourceBundle(language, 'shell', pseudoTexts(english, language));
      }
      void instance.changeLanguage(language);
      return true;
    },
  };
}
