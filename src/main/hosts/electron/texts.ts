import { createInstance, type TFunction } from 'i18next';
import { isPseudoLanguage, pseudoTexts } from '#shared/pseudo-texts.ts';
import notifications from '#shared/texts/en/notifications.json' with { type: 'json' };
import pages from '#shared/texts/en/pages.json' with { type: 'json' };
import { escapeInLine } from '#shared/visible-text.ts';
import shell from '#shared/texts/en/shell.json' with { type: 'json' };

/** Every text that the shell shows outside of its pages. A language is a folder beside `en` and one entry here. */
const LANGUAGES = { en: { shell, pages, notifications } } as const;
const AREAS = ['shell', 'pages', 'notifications'] as const;

/** Translates the texts of the menus, the tray, the dialogs and the notifications into the current language. */
export type ShellTexts = TFunction<typeof AREAS>;

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
    ns: AREAS,
    resources: LANGUAGES,
    initAsync: false,
    interpolation: { escape: escapeInLine },
  });
  return {
    texts: instance.getFixedT(null, AREAS),
    direction: () => instance.dir(),
    current: () => instance.language,
    use(language) {
      if (language === instance.language) {
        return false;
      }
      if (isPseudoLanguage(language)) {
        for (const area of AREAS) {
          instance.addResourceBundle(language, area, pseudoTexts(LANGUAGES.en[area], language));
        }
      }
      void instance.changeLanguage(language);
      return true;
    },
  };
}
