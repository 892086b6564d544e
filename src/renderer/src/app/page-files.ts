import type { Icon } from '@tabler/icons-react';
import type { ComponentType } from 'react';

/** What a page's file gives. */
export interface PageFile {
  readonly default: ComponentType;
}

/** The file of every page, each loaded when it is first opened. */
export const PAGE_FILES: Readonly<Record<string, () => Promise<PageFile>>> = import.meta.glob<PageFile>(
  '../features/**/*-page.tsx',
);

/** The icon of every page: they are in the sidebar, so they come with the start. */
export const ICON_FILES: Readonly<Record<string, { readonly default: Icon }>> = import.meta.glob<{
  readonly default: Icon;
}>('../features/**/*-icon.ts', { eager: true });
