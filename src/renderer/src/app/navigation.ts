import type { Icon } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { lazy } from 'react';
import { type Page, PAGES } from '#shared/pages.ts';
import { loadTextsOf } from './i18n.ts';
import { ICON_FILES, PAGE_FILES, type PageFile } from './page-files.ts';

/** A page with its component. */
export interface Destination extends Page {
  readonly icon: Icon;
  /** Loads the page and its texts in parallel, once. */
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

/** All pages, each loaded when it is first opened. */
export const DESTINATIONS: readonly Destination[] = PAGES.map(createDestination);

/**
 * Preloads the remaining pages one after another, so that navigation is immediate and works without a connection. A
 * page that fails to load is tried again when it is opened.
 */
export async function preloadPages(): Promise<void> {
  for (const { load } of DESTINATIONS) {
    await load().catch(() => undefined);
  }
}
