import type { Icon } from '@tabler/icons-react';
import type { ComponentType } from 'react';

/** The exports of a page's module. */
export interface PageFile {
  readonly default: ComponentType;
}

/** The module of every page, loaded when the page is first opened. */
export const PAGE_FILES: Readonly<Record<string, () => Promise<PageFile>>> = import.meta.glob<PageFile>(
  '../features/**/*-page.tsx',
);

/** The icon of every page, part of the start bundle because the sidebar shows them. */
export const ICON_FILES: Readonly<Record<string, { readonly default: Icon }>> = import.meta.glob<{
  readonly default: Icon;
}>('../features/**/*-icon.ts', { eager: true });
