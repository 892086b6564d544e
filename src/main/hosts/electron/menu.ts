import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { ShellTexts } from './texts.ts';

/** The pages in the menu, by the name of their area and their address: the sidebar's order. */
export const MENU_PAGES = [
  { area: 'overview', path: '/' },
  { area: 'hardware', path: '/hardware' },
  { area: 'uptime', path: '/uptime' },
  { area: 'earnings', path: '/earnings' },
  { area: 'slices', path: '/slices' },
  { area: 'bids', path: '/bids' },
  { area: 'exit', path: '/exit' },
  { area: 'rules', path: '/rules' },
  { area: 'settings', path: '/settings' },
] as const;

/** What the menu does. */
export interface MenuActions {
  readonly openPage: (route: string) => void;
  readonly openFile: () => void;
  readonly showAbout: () => void;
  readonly checkUpdates: () => void;
  readonly quit: () => void;
}

/** How the menu is made. */
export interface MenuOptions {
  readonly platform: NodeJS.Platform;
  readonly isDeveloped: boolean;
  readonly texts: ShellTexts;
  readonly actions: MenuActions;
}

type Entry = MenuItemConstructorOptions;

function appEntries({ texts, actions }: MenuOptions) {
  return {
    about: { id: 'about', label: texts('menu.about'), click: actions.showAbout },
    updates: { id: 'check-updates', label: texts('menu.checkUpdates'), click: actions.checkUpdates },
    settings: {
      id: 'settings',
      label: texts('menu.settings'),
      accelerator: 'CmdOrCtrl+,',
      click: () => actions.openPage('/settings'),
    },
    quit: { id: 'quit', label: texts('menu.quit'), accelerator: 'CmdOrCtrl+Q', click: actions.quit },
  } as const satisfies Readonly<Record<string, Entry>>;
}

function goMenu({ texts, actions }: MenuOptions): Entry {
  return {
    label: texts('menu.go'),
    submenu: MENU_PAGES.map(({ area, path }, index) => ({
      id: `go-${area}`,
      label: texts(`go.${area}`),
      accelerator: `CmdOrCtrl+${index + 1}`,
      click: () => actions.openPage(path),
    })),
  };
}

function viewMenu({ texts, isDeveloped }: MenuOptions): Entry {
  const developer: readonly Entry[] = isDeveloped ? [{ type: 'separator' }, { role: 'toggleDevTools' }] : [];
  return {
    label: texts('menu.view'),
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
      ...developer,
    ],
  };
}

/** The menu in the conventions of the platform: macOS keeps about, settings and quit under the program's name. */
export function menuTemplate(options: MenuOptions): readonly Entry[] {
  const { platform, texts, actions } = options;
  const isMac = platform === 'darwin';
  const { about, updates, settings, quit } = appEntries(options);
  const separator: Entry = { type: 'separator' };
  const openFile: Entry = {
    id: 'open-file',
    label: texts('menu.openFile'),
    accelerator: 'CmdOrCtrl+O',
    click: actions.openFile,
  };
  const appMenu: Entry = {
    label: texts('appName'),
    submenu: [
      about,
      updates,
      separator,
      settings,
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      quit,
    ],
  };
  const rules: Entry = { id: 'rules', label: texts('menu.rules'), click: () => actions.openPage('/rules') };
  return [
    ...(isMac ? [appMenu] : []),
    {
      label: texts('menu.file'),
      submenu: [
        openFile,
        separator,
        ...(isMac ? [] : [settings, separator]),
        { role: 'close' },
        ...(isMac ? [] : [quit]),
      ],
    },
    { label: texts('menu.edit'), role: 'editMenu' },
    goMenu(options),
    viewMenu(options),
    { label: texts('menu.window'), role: 'windowMenu' },
    { label: texts('menu.help'), role: 'help', submenu: [rules, ...(isMac ? [] : [separator, updates, about])] },
  ];
}

/** Puts the menu up. */
export function showMenu(options: MenuOptions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate([...menuTemplate(options)]));
}
