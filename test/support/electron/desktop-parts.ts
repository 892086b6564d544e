import { EventEmitter } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { readConfig } from './config.ts';

const config = readConfig();

/** An entry of a menu, as a template gives it. */
export interface MenuItem {
  readonly id?: string;
  readonly label?: string;
  readonly role?: string;
  readonly type?: string;
  readonly accelerator?: string;
  readonly enabled?: boolean;
  readonly checked?: boolean;
  readonly submenu?: readonly MenuItem[] | Menu;
  readonly click?: (...args: unknown[]) => void;
}

/** A menu built from a template. */
export class Menu {
  static #application: Menu | null = null;
  readonly items: readonly MenuItem[];

  constructor(items: readonly MenuItem[] = []) {
    this.items = items;
  }

  static buildFromTemplate(template: readonly MenuItem[]): Menu {
    return new Menu(
      template.map((item) =>
        Array.isArray(item.submenu) ? { ...item, submenu: Menu.buildFromTemplate(item.submenu) } : item,
      ),
    );
  }

  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu;
  }

  static getApplicationMenu(): Menu | null {
    return Menu.#application;
  }

  /** The entry with an id, however deep. */
  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const inner = item.submenu instanceof Menu ? item.submenu.getMenuItemById(id) : null;
      if (item.id === id || inner !== null) {
        return inner ?? item;
      }
    }
    return null;
  }
}

/** An image, known by where it came from. */
export class NativeImage {
  readonly source: string;
  readonly bytes: number;
  isTemplate = false;

  constructor(source: string, bytes: number) {
    this.source = source;
    this.bytes = bytes;
  }

  isEmpty(): boolean {
    return this.bytes === 0;
  }

  setTemplateImage(isTemplate: boolean): void {
    this.isTemplate = isTemplate;
  }

  addRepresentation(): void {
    // One size is enough for the stand-in.
  }
}

/** The `nativeImage` module. */
export const nativeImage = {
  createFromPath: (path: string) => new NativeImage(path, existsSync(path) ? readFileSync(path).length : 0),
  createFromBuffer: (buffer: Buffer) => new NativeImage('buffer', buffer.length),
  createFromDataURL: (url: string) => new NativeImage(url.slice(0, 40), url.length),
  createEmpty: () => new NativeImage('', 0),
};

/** The tray icon. Throws where the pretended desktop has none. */
export class Tray extends EventEmitter {
  static current: Tray | null = null;
  image: NativeImage;
  toolTip = '';
  title = '';
  menu: Menu | null = null;

  constructor(image: NativeImage) {
    super();
    if (!config.hasTray) {
      throw new Error('Failed to create status icon');
    }
    this.image = image;
    Tray.current = this;
  }

  setImage(image: NativeImage): void {
    this.image = image;
  }

  setToolTip(text: string): void {
    this.toolTip = text;
  }

  setTitle(text: string): void {
    this.title = text;
  }

  setContextMenu(menu: Menu | null): void {
    this.menu = menu;
  }

  isDestroyed(): boolean {
    return Tray.current !== this;
  }

  destroy(): void {
    Tray.current = null;
  }
}

/** A notification of the system. */
export class Notification extends EventEmitter {
  static readonly shown: Notification[] = [];
  readonly options: Readonly<Record<string, unknown>>;

  constructor(options: Readonly<Record<string, unknown>>) {
    super();
    this.options = options;
  }

  static isSupported(): boolean {
    return config.canNotify;
  }

  show(): void {
    if (config.canNotify) {
      Notification.shown.push(this);
      this.emit('show', {});
    } else {
      this.emit('failed', {}, 'There is no notification service.');
    }
  }

  close(): void {
    this.emit('close', {});
  }
}

/** Suspend, resume, shutdown and lock of the machine. */
export const powerMonitor = Object.assign(new EventEmitter(), {
  getSystemIdleTime: () => 0,
  getSystemIdleState: () => 'active',
  isOnBatteryPower: () => false,
});

/** The theme of the desktop. */
export const nativeTheme = Object.assign(new EventEmitter(), {
  shouldUseDarkColors: config.isDark,
  themeSource: 'system',
});

/** The displays of the machine. */
export const screen = Object.assign(new EventEmitter(), {
  getAllDisplays: () => config.displays,
  getPrimaryDisplay: () => config.displays[0],
});

/** What was handed to the system. */
export const handedOver: { urls: string[]; paths: string[] } = { urls: [], paths: [] };

/** The `shell` module. */
export const shell = {
  async openExternal(url: string): Promise<void> {
    handedOver.urls.push(url);
  },
  async openPath(path: string): Promise<string> {
    handedOver.paths.push(path);
    return '';
  },
  showItemInFolder(path: string): void {
    handedOver.paths.push(path);
  },
};

/** Dialogs that were shown; each is answered as if its first button was pressed. */
export const dialogs: { readonly kind: string; readonly options: unknown }[] = [];

/** The `dialog` module. */
export const dialog = {
  showErrorBox(title: string, content: string): void {
    dialogs.push({ kind: 'error', options: { title, content } });
  },
  async showMessageBox(
    ...args: readonly unknown[]
  ): Promise<{ readonly response: number; readonly checkboxChecked: boolean }> {
    dialogs.push({ kind: 'message', options: args.at(-1) });
    return { response: 0, checkboxChecked: false };
  },
  async showOpenDialog(): Promise<{ readonly canceled: boolean; readonly filePaths: readonly string[] }> {
    return { canceled: true, filePaths: [] };
  },
  async showSaveDialog(): Promise<{ readonly canceled: boolean; readonly filePath: string }> {
    return { canceled: true, filePath: '' };
  },
};
