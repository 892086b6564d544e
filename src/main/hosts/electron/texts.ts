import { createInstance, type TFunction } from 'i18next';
import { isPseudoLanguage, pseudoTexts } from '#shared/pseudo-texts.ts';
import notifications from '#shared/texts/en/notifications.json' with { type: 'json' };
import pages from '#shared/texts/en/pages.json' with { type: 'json' };
import { escapeInLine } from '#shared/visible-text.ts';
import shell from '#shared/texts/en/shell.json' with { type: 'json' };

/** All texts of the shell outside of its pages. A new language is a folder next to `en` and one entry here. */
const LANGUAGES = { en: { shell, pages, notifications } } as const;
const AREAS = ['shell', 'pages', 'notifications'] as const;

/** Translates the texts of the menus, the tray, the dialogs and the notifications into the current language. */
export type ShellTexts = TFunction<typeof AREAS>;

/** The texts of the shell with their language. */
export interface ShellLanguage {
  readonly texts: ShellTexts;
  /** The writing direction of the language. */
  readonly direction: () => 'ltr' | 'rtl';
  readonly current: () => string;
  /**
   * Switches the language; texts that are missing in it fall back to English.
   * @returns whether the language changed
   */
  readonly use: (language: string) => boolean;
}

/** Starts in English; {@link ShellLanguage.use} switches to the language of the settings. */
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
