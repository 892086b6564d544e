import { EventEmitter } from 'node:events';
import { newPage, ownPage } from './chromium-pages.ts';
import { readConfig, type StandInRectangle } from './config.ts';
import { emitPreventable } from './events.ts';
import { app } from './app.ts';
import { WebContents, type WebPreferences } from './web-contents.ts';

/** The options of a window. */
export interface WindowOptions extends Partial<StandInRectangle> {
  readonly webPreferences?: WebPreferences;
  readonly show?: boolean;
  readonly [name: string]: unknown;
}

const [primary] = readConfig().displays;

/** A window, backed by one page. */
export class BrowserWindow extends EventEmitter {
  static readonly #all = new Set<BrowserWindow>();
  static #nextId = 1;
  static #focused: BrowserWindow | null = null;
  readonly id = BrowserWindow.#nextId++;
  readonly options: WindowOptions;
  readonly webContents: WebContents;
  #bounds: StandInRectangle;
  #isVisible: boolean;
  #isMinimized = false;
  #isMaximized = false;
  #isFullScreen = false;
  #isDestroyed = false;

  constructor(options: WindowOptions = {}) {
    super();
    if (!app.isReady()) {
      throw new Error('Cannot create BrowserWindow before app is ready');
    }
    this.options = options;
    const { width = 800, height = 600, x, y } = options;
    const area = primary?.workArea ?? { x: 0, y: 0, width, height };
    this.#bounds = {
      width,
      height,
      x: x ?? area.x + Math.floor((area.width - width) / 2),
      y: y ?? area.y + Math.floor((area.height - height) / 2),
    };
    this.#isVisible = options.show ?? true;
    this.webContents = new WebContents(options.webPreferences ?? {}, async () => {
      const page = await newPage();
      ownPage(page, this.webContents);
      return page;
    });
    BrowserWindow.#all.add(this);
    app.emit('web-contents-created', {}, this.webContents);
    app.emit('browser-window-created', {}, this);
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'));
  }

  static getAllWindows(): readonly BrowserWindow[] {
    return [...BrowserWindow.#all];
  }

  static getFocusedWindow(): BrowserWindow | null {
    return BrowserWindow.#focused;
  }

  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return [...BrowserWindow.#all].find((window) => window.webContents === contents) ?? null;
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }

  show(): void {
    this.#isVisible = true;
    this.emit('show');
    this.focus();
  }

  showInactive(): void {
    this.#isVisible = true;
    this.emit('show');
  }

  hide(): void {
    this.#isVisible = false;
    this.emit('hide');
  }

  focus(): void {
    BrowserWindow.#focused = this;
    this.emit('focus');
  }

  isFocused(): boolean {
    return BrowserWindow.#focused === this && this.#isVisible;
  }

  isVisible(): boolean {
    return this.#isVisible && !this.#isMinimized;
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  minimize(): void {
    this.#isMinimized = true;
    this.emit('minimize');
  }

  restore(): void {
    this.#isMinimized = false;
    this.emit('restore');
  }

  isMinimized(): boolean {
    return this.#isMinimized;
  }

  maximize(): void {
    this.#isMaximized = true;
    this.emit('maximize');
  }

  unmaximize(): void {
    this.#isMaximized = false;
    this.emit('unmaximize');
  }

  isMaximized(): boolean {
    return this.#isMaximized;
  }

  setFullScreen(isFullScreen: boolean): void {
    this.#isFullScreen = isFullScreen;
  }

  isFullScreen(): boolean {
    return this.#isFullScreen;
  }

  getBounds(): StandInRectangle {
    return this.#bounds;
  }

  getNormalBounds(): StandInRectangle {
    return this.#bounds;
  }

  setBounds(bounds: Partial<StandInRectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    this.emit('resize');
    this.emit('move');
  }

  setTitle(): void {
    // The title is the page's.
  }

  setMenuBarVisibility(): void {
    // There is no menu bar to show.
  }

  close(): void {
    if (!this.#isDestroyed && !emitPreventable(this, 'close')) {
      this.destroy();
    }
  }

  destroy(): void {
    if (this.#isDestroyed) {
      return;
    }
    this.#isDestroyed = true;
    BrowserWindow.#all.delete(this);
    if (BrowserWindow.#focused === this) {
      BrowserWindow.#focused = null;
    }
    void this.webContents.destroy();
    this.emit('closed');
    if (BrowserWindow.#all.size === 0 && app.listenerCount('window-all-closed') === 0) {
      app.quit();
    } else if (BrowserWindow.#all.size === 0) {
      app.emit('window-all-closed');
    }
  }
}

app.closeWindows = () => {
  for (const window of BrowserWindow.getAllWindows()) {
    window.close();
  }
  return BrowserWindow.getAllWindows().length === 0;
};
