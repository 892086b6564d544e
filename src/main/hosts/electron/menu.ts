import { Menu, type MenuItemConstructorOptions } from 'electron';
import { type Page, pagesIn } from '#shared/pages.ts';
import type { ShellTexts } from './texts.ts';

export interface MenuActions {
  readonly openPage: (route: string) => void;
  readonly openFile: () => void;
  readonly showAbout: () => void;
  readonly checkUpdates: () => void;
  readonly quit: () => void;
}

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
  const entry = ({ name, path }: Page): Entry => ({
    id: `go-${name}`,
    label: texts(`pages:${name}`),
    click: () => actions.openPage(path),
  });
  const pages = pagesIn('sidebar').map((page, index) => ({ ...entry(page), accelerator: `CmdOrCtrl+${index + 1}` }));
  const tabs = pagesIn('node').map(entry);
  return {
    label: texts('menu.go'),
    submenu: [...pages, SEPARATOR, ...tabs],
  };
}

/** Menu entries that Electron implements. They get labels of our own, because Electron's are English only. */
type Role =
  | 'close'
  | 'copy'
  | 'cut'
  | 'front'
  | 'hide'
  | 'hideOthers'
  | 'minimize'
  | 'paste'
  | 'redo'
  | 'resetZoom'
  | 'selectAll'
  | 'services'
  | 'toggleDevTools'
  | 'togglefullscreen'
  | 'undo'
  | 'unhide'
  | 'zoom'
  | 'zoomIn'
  | 'zoomOut';
const SEPARATOR: Entry = { type: 'separator' };

/** Menu entries for roles; '-' is a separator. */
function roles({ texts }: MenuOptions, ...names: readonly (Role | '-')[]): Entry[] {
  return names.map((role) => (role === '-' ? SEPARATOR : { role, label: texts(`role.${role}`) }));
}

function editMenu(options: MenuOptions): Entry {
  return {
    label: options.texts('menu.edit'),
    submenu: roles(options, 'undo', 'redo', '-', 'cut', 'copy', 'paste', '-', 'selectAll'),
  };
}

function viewMenu(options: MenuOptions): Entry {
  const submenu = roles(options, 'resetZoom', 'zoomIn', 'zoomOut', '-', 'togglefullscreen');
  const developer = options.isDeveloped ? roles(options, '-', 'toggleDevTools') : [];
  return { label: options.texts('menu.view'), submenu: [...submenu, ...developer] };
}

function windowMenu(options: MenuOptions): Entry {
  const isMac = options.platform === 'darwin';
  return {
    label: options.texts('menu.window'),
    ...(isMac ? { role: 'window' } : {}),
    submenu: isMac ? roles(options, 'minimize', 'zoom', '-', 'front') : roles(options, 'minimize', 'close'),
  };
}

/** The menu in the conventions of the platform: macOS has about, settings and quit in the application menu. */
export function menuTemplate(options: MenuOptions): readonly Entry[] {
  const { platform, texts, actions } = options;
  const isMac = platform === 'darwin';
  const { about, updates, settings, quit } = appEntries(options);
  const openFile: Entry = {
    id: 'open-file',
    label: texts('menu.openFile'),
    accelerator: 'CmdOrCtrl+O',
    click: actions.openFile,
  };
  const macEntries = roles(options, '-', 'services', '-', 'hide', 'hideOthers', 'unhide', '-');
  const appMenu: Entry = {
    label: texts('appName'),
    submenu: [about, updates, SEPARATOR, settings, ...macEntries, quit],
  };
  const rules: Entry = { id: 'rules', label: texts('menu.rules'), click: () => actions.openPage('/rules') };
  const fileEntries = isMac ? [openFile, SEPARATOR] : [openFile, SEPARATOR, settings, SEPARATOR];
  return [
    ...(isMac ? [appMenu] : []),
    { label: texts('menu.file'), submenu: [...fileEntries, ...roles(options, 'close'), ...(isMac ? [] : [quit])] },
    editMenu(options),
    goMenu(options),
    viewMenu(options),
    windowMenu(options),
    { label: texts('menu.help'), role: 'help', submenu: [rules, ...(isMac ? [] : [SEPARATOR, updates, about])] },
  ];
}

/** Sets the application menu. */
export function showMenu(options: MenuOptions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate([...menuTemplate(options)]));
}
