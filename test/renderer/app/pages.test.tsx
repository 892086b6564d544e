import { readdirSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { MantineProvider } from '@mantine/core';
import { render, screen, waitFor } from '@testing-library/react';
import { beforeAll, expect, it, vi } from 'vitest';
import type { MenuItemConstructorOptions } from 'electron';
import type * as pageFiles from '#renderer/app/page-files.ts';
import type * as pages from '#shared/pages.ts';

// A page more than there are, as it is added: a line in the list, and its files in a folder.
vi.mock('#shared/pages.ts', async (importOriginal) => {
  const { PAGES, MOVED_PAGES } = await importOriginal<typeof pages>();
  const help = { name: 'help', path: '/help', place: 'sidebar' };
  const all = [...PAGES.slice(0, 3), help, ...PAGES.slice(3)];
  return { PAGES: all, MOVED_PAGES, pagesIn: (place: string) => all.filter((page) => page.place === place) };
});
vi.mock('#renderer/app/page-files.ts', async (importOriginal) => {
  const { PAGE_FILES, ICON_FILES } = await importOriginal<typeof pageFiles>();
  return {
    PAGE_FILES: {
      ...PAGE_FILES,
      '../features/help/help-page.tsx': () => Promise.resolve({ default: () => <h1>How to</h1> }),
    },
    ICON_FILES: { ...ICON_FILES, '../features/help/help-icon.ts': { default: () => <svg /> } },
  };
});
vi.mock('#renderer/app/first-visit.ts', () => ({ useFirstVisit: () => undefined }));
const currency = { isKnown: true };
vi.mock('#renderer/app/currency-known.ts', () => ({ useIsCurrencyKnown: () => currency.isKnown }));
vi.mock('electron', () => ({ Menu: {} }));

beforeAll(async () => {
  const { startTexts } = await import('#renderer/app/i18n.ts');
  await startTexts();
});

const nothing = () => undefined;

// Catches a page that has to be added in more places than its folder and one line.
it('shows an added page in the sidebar, at its address and in the desktop menu with its shortcut', async () => {
  const { Navigation } = await import('#renderer/app/sidebar.tsx');
  const { Routes } = await import('#renderer/app/routes.tsx');
  location.hash = '#/help';
  render(
    <MantineProvider>
      <Navigation />
      <Routes />
    </MantineProvider>,
  );
  const links = screen.getAllByRole('link').map((link) => link.getAttribute('href'));
  expect(links.slice(2, 5)).toEqual(['#/market', '#/help', '#/rules']);
  await waitFor(() => expect(screen.getByRole('heading').textContent).toBe('How to'));

  const { menuTemplate } = await import('#main/hosts/electron/menu.ts');
  const { loadShellLanguage } = await import('#main/hosts/electron/texts.ts');
  const openPage = vi.fn<(route: string) => void>();
  const actions = { openPage, openFile: nothing, showAbout: nothing, checkUpdates: nothing, quit: nothing };
  const template = menuTemplate({
    platform: 'linux',
    isDeveloped: false,
    texts: loadShellLanguage().texts,
    actions,
  });
  const entries = template.flatMap(({ submenu }) => (submenu ?? []) as MenuItemConstructorOptions[]);
  const entry = entries.find(({ id }) => id === 'go-help');
  expect(entry?.accelerator).toBe('CmdOrCtrl+4');
  (entry?.click as (() => void) | undefined)?.();
  expect(openPage).toHaveBeenCalledWith('/help');
});

// Catches amounts that are shown in USD for a moment, until the farmer's currency is loaded.
it('shows no page before the currency is known', async () => {
  const { Routes } = await import('#renderer/app/routes.tsx');
  location.hash = '#/help';
  currency.isKnown = false;
  const { rerender, container } = render(<Routes />, { wrapper: MantineProvider });
  await waitFor(() => expect(container.querySelector('[aria-busy="true"]')).not.toBeNull());
  expect(container.querySelector('h1')).toBeNull();
  currency.isKnown = true;
  rerender(<Routes />);
  await waitFor(() => expect(container.querySelector('h1')?.textContent).toBe('How to'));
});

// Catches a page whose file no address shows.
it('lists every page of the features', async () => {
  const { PAGES } = await vi.importActual<typeof pages>('#shared/pages.ts');
  const features = resolve(import.meta.dirname, '../../../src/renderer/src/features');
  const files = readdirSync(features, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('-page.tsx'),
  );
  expect(files.map((name) => basename(name, '-page.tsx')).sort()).toEqual(PAGES.map(({ name }) => name).sort());
});
