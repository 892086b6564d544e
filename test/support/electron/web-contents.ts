import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { extname, isAbsolute } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { emitPreventable } from './events.ts';
import { ipcMain } from './ipc.ts';
import { MessagePortMain, type PortPeer } from './ports.ts';
import { defaultSession } from './session.ts';
import { fromStandInUrl, toStandInUrl } from './urls.ts';
import { preloadWorldSource, type WireValue } from './wire.ts';

const WORLD = 'electron-preload';

/** The options of a page that the stand-in looks at. */
export interface WebPreferences {
  readonly preload?: string;
  readonly contextIsolation?: boolean;
  readonly sandbox?: boolean;
  readonly nodeIntegration?: boolean;
  readonly [name: string]: unknown;
}

type WorldMessage =
  | { readonly kind: 'ipc'; readonly channel: string; readonly value: WireValue; readonly ports: readonly string[] }
  | { readonly kind: 'port-message'; readonly id: string; readonly value: WireValue }
  | { readonly kind: 'port-close'; readonly id: string };

/** A frame as handlers see it. */
export interface StandInFrame {
  readonly url: string;
  readonly parent: StandInFrame | null;
}

/** What `setWindowOpenHandler` takes. */
export type WindowOpenHandler = (details: { readonly url: string }) => { readonly action: 'allow' | 'deny' };

/** SECURITY options without which the stand-in makes no page, because no page of ours may be without them. */
function refuseUnsafe(preferences: WebPreferences): void {
  const isSafe =
    preferences.contextIsolation !== false && preferences.sandbox !== false && preferences.nodeIntegration !== true;
  if (!isSafe || preferences['webSecurity'] === false || preferences['webviewTag'] === true) {
    throw new Error('The stand-in opens no window with unsafe web preferences.');
  }
  if (preferences.preload !== undefined && !isAbsolute(preferences.preload)) {
    throw new Error('preload must be an absolute path.');
  }
  if (preferences.preload !== undefined && !['.cjs', '.js'].includes(extname(preferences.preload))) {
    throw new Error('A sandboxed preload must be CommonJS.');
  }
}

/** A page of a window, backed by a page of Chromium. */
export class WebContents extends EventEmitter {
  static #nextId = 1;
  readonly id = WebContents.#nextId++;
  readonly session = defaultSession;
  readonly preferences: WebPreferences;
  readonly page: Promise<Page>;
  readonly mainFrame: StandInFrame;
  readonly #ports = new Map<string, MessagePortMain>();
  #cdp: CDPSession | null = null;
  #world: number | null = null;
  #openHandler: WindowOpenHandler = () => ({ action: 'allow' });
  #isOwnNavigation = false;
  #url = '';
  #isDestroyed = false;

  constructor(preferences: WebPreferences, newPage: () => Promise<Page>) {
    super();
    refuseUnsafe(preferences);
    this.preferences = preferences;
    const getUrl = (): string => this.#url;
    this.mainFrame = {
      get url() {
        return getUrl();
      },
      parent: null,
    };
    this.page = newPage().then((page) => this.#prepare(page));
  }

  getURL(): string {
    return this.#url;
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#openHandler = handler;
  }

  /** Asks the program whether a page may open another; the stand-in opens none, whatever it says. */
  askToOpen(url: string): void {
    if (this.#openHandler({ url }).action === 'allow') {
      throw new Error(`The program would let its page open ${url}.`);
    }
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.page;
    this.#isOwnNavigation = true;
    await page.goto(toStandInUrl(url), { waitUntil: 'load' });
  }

  reload(): void {
    this.#isOwnNavigation = true;
    void this.page.then((page) => page.reload()).catch(() => undefined);
  }

  send(channel: string): void {
    throw new Error(`Nothing is sent to pages outside their port, but "${channel}" was.`);
  }

  focus(): void {
    this.emit('focus');
  }

  openDevTools(): void {
    this.emit('devtools-opened');
  }

  /** Asks the program whether a navigation that the page began may go on. */
  allowsNavigation(url: string, isMainFrame: boolean): boolean {
    if (isMainFrame && this.#isOwnNavigation) {
      this.#isOwnNavigation = false;
      return true;
    }
    const details = { url: fromStandInUrl(url), isMainFrame, isSameDocument: false };
    const isPrevented = emitPreventable(this, 'will-frame-navigate', details);
    return !isPrevented && (!isMainFrame || !emitPreventable(this, 'will-navigate', details, details.url));
  }

  /** Ends the page without a word, as when the window is closed. */
  async destroy(): Promise<void> {
    if (!this.#isDestroyed) {
      this.#isDestroyed = true;
      this.#endPorts();
      this.emit('destroyed');
      await (await this.page).close().catch(() => undefined);
    }
  }

  /** The page's process ends as after a crash. */
  crash(): void {
    this.#endPorts();
    this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 139 });
  }

  #endPorts(): void {
    for (const port of this.#ports.values()) {
      port.end();
    }
    this.#ports.clear();
    this.#world = null;
  }

  async #prepare(page: Page): Promise<Page> {
    const cdp = await page.context().newCDPSession(page);
    this.#cdp = cdp;
    cdp.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.name === WORLD) {
        this.#world = context.id;
      }
    });
    cdp.on('Runtime.bindingCalled', ({ payload, name }) => {
      if (name === '__standIn') {
        this.#receive(JSON.parse(payload) as WorldMessage);
      }
    });
    cdp.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId === undefined) {
        this.#url = fromStandInUrl(frame.url + (frame.urlFragment ?? ''));
        this.emit('did-navigate', {}, this.#url);
      }
    });
    cdp.on('Page.navigatedWithinDocument', ({ url }) => (this.#url = fromStandInUrl(url)));
    await cdp.send('Page.enable');
    await cdp.send('Runtime.enable');
    if (this.preferences.preload !== undefined) {
      const source = preloadWorldSource(readFileSync(this.preferences.preload, 'utf8'));
      await cdp.send('Runtime.addBinding', { name: '__standIn', executionContextName: WORLD });
      await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName: WORLD });
    }
    page.on('load', () => this.emit('did-finish-load'));
    page.on('crash', () => this.crash());
    return page;
  }

  #peer(): PortPeer {
    const evaluate = (expression: string): void => {
      if (this.#world !== null) {
        const sent = this.#cdp?.send('Runtime.evaluate', { expression, contextId: this.#world });
        sent?.catch(() => undefined);
      }
    };
    return {
      deliver: (id, value) => evaluate(`__standInDeliver(${JSON.stringify(id)}, ${JSON.stringify(value)})`),
      close: (id) => evaluate(`__standInClose(${JSON.stringify(id)})`),
    };
  }

  #receive(message: WorldMessage): void {
    switch (message.kind) {
      case 'ipc': {
        const ports = message.ports.map((id) => new MessagePortMain(id, this.#peer()));
        for (const port of ports) {
          this.#ports.set(port.id, port);
        }
        ipcMain.emit(message.channel, { sender: this, senderFrame: this.mainFrame, ports });
        break;
      }
      case 'port-message':
        this.#ports.get(message.id)?.receive(message.value);
        break;
      case 'port-close':
        this.#ports.get(message.id)?.end();
        this.#ports.delete(message.id);
        break;
    }
  }
}
