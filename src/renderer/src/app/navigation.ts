import type { Icon } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { lazy } from 'react';
import { type Page, PAGES } from '#shared/pages.ts';
import { loadTextsOf } from './i18n.ts';
import { ICON_FILES, PAGE_FILES, type PageFile } from './page-files.ts';

/** A page with what shows it. */
export interface Destination extends Page {
  readonly icon: Icon;
  /** Loads the page and its texts side by side, each once. */
  readonly load: () => Promise<PageFile>;
  readonly Screen: ComponentType;
}

function findFile<File>(files: Readonly<Record<string, File>>, name: string): File {
  const found = Object.entries(files).find(([path]) => path.endsWith(`/${name}`))?.[1];
  if (found === undefined) throw new Error(`There is no ${name} in the features.`);
  return found;
}

function createDestination(page: Page): Destination {
  const loadPage = findFile(PAGE_FILES, `${page.name}-page.tsx`);
  const load = async (): Promise<PageFile> => {
    const [loaded] = await Promise.all([loadPage(), loadTextsOf(page.name)]);
    return loaded;
  };
  return { ...page, icon: findFile(ICON_FILES, `${page.name}-icon.ts`).default, load, Screen: lazy(load) };
}

/** Every page, each loaded when it is first opened. */
export const DESTINATIONS: readonly Destination[] = PAGES.map(createDestination);

/**
 * Loads the pages that were not opened yet, one after another, so that a change of page waits for nothing and works
 * while the program does not answer. A page that fails to load is loaded again when it is opened.
 */
export async function loadEveryPage(): Promise<void> {
  for (const { load } of DESTINATIONS) {
    await load().catch(() => undefined);
  }
}
