import type { Resources } from './resources.ts';

declare module 'i18next' {
  /** Makes a key that no catalogue has a compile error, wherever a text is translated. */
  interface CustomTypeOptions {
    readonly defaultNS: 'common';
    readonly resources: Resources;
  }
}
