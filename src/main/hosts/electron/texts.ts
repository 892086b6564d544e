import { createInstance, type i18n, type TFunction } from 'i18next';
import { isPseudoLanguage, pseudoTexts, type Texts } from '#shared/pseudo-texts.ts';
import { escapeInLine } from '#shared/visible-text.ts';

const FALLBACK = 'en';
const AREAS = ['shell', 'pages', 'notifications'] as const;

/** The texts of the shell outside of its pages, in every language that has a folder. */
const files = import.meta.glob<Texts>('../../../shared/texts/*/{shell,pages,notifications}.json', {
  eager: true,
  import: 'default',
});

function addTexts(instance: i18n, language: string): void {
  const isPseudo = isPseudoLanguage(language);
  for (const area of AREAS) {
    const texts = files[`../../../shared/texts/${isPseudo ? FALLBACK : language}/${area}.json`];
    if (texts !== undefined) {
      instance.addResourceBundle(language, area, isPseudo ? pseudoTexts(texts, language) : texts);
    }
  }
}

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
    lng: FALLBACK,
    fallbackLng: FALLBACK,
    defaultNS: 'shell',
    ns: AREAS,
    initAsync: false,
    interpolation: { escape: escapeInLine },
  });
  addTexts(instance, FALLBACK);
  return {
    texts: instance.getFixedT(null, AREAS),
    direction: () => instance.dir(),
    current: () => instance.language,
    use(language) {
      if (language === instance.language) {
        return false;
      }
      addTexts(instance, language);
      void instance.changeLanguage(language);
      return true;
    },
  };
}
