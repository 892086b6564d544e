import type { EventEmitter } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { app } from './app.ts';
import {
  dialogs,
  handedOver,
  Menu,
  type MenuItem,
  nativeTheme,
  Notification,
  powerMonitor,
  screen,
  Tray,
} from './desktop-parts.ts';
import { makeEvent } from './events.ts';
import { ipcMain } from './ipc.ts';
import { defaultSession } from './session.ts';
import { BrowserWindow } from './window.ts';

/** What a test asks of the process that runs the entry. */
export interface ControlRequest {
  readonly id: number;
  readonly method: keyof typeof METHODS;
  readonly params: readonly unknown[];
}

const loopDelay = monitorEventLoopDelay({ resolution: 10 });
const times: Record<string, { readonly atMs: number; readonly cpuMs: number }> = {};

/** Notes how far the process has come: since its start, and in processor time of its own. */
export function noteTime(name: string): void {
  const { user, system } = process.cpuUsage();
  times[name] ??= { atMs: performance.now(), cpuMs: (user + system) / 1000 };
}

app.on('browser-window-created', () => noteTime('window'));

function describeMenu(menu: Menu | null): unknown {
  return menu?.items.map(({ submenu, click: _click, ...item }) =>
    submenu instanceof Menu ? { ...item, submenu: describeMenu(submenu) } : item,
  );
}

function describeWindow(window: BrowserWindow) {
  const { webPreferences, ...options } = window.options;
  return {
    id: window.id,
    options: { ...options, webPreferences: webPreferences ?? {} },
    bounds: window.getBounds(),
    url: window.webContents.getURL(),
    isVisible: window.isVisible(),
    isFocused: window.isFocused(),
    isMaximized: window.isMaximized(),
    isMinimized: window.isMinimized(),
  };
}

function describeState() {
  return {
    windows: BrowserWindow.getAllWindows().map(describeWindow),
    applicationMenu: describeMenu(Menu.getApplicationMenu()) ?? null,
    tray:
      Tray.current === null
        ? null
        : {
            image: Tray.current.image.source,
            isEmptyImage: Tray.current.image.isEmpty(),
            isTemplate: Tray.current.image.isTemplate,
            toolTip: Tray.current.toolTip,
            menu: describeMenu(Tray.current.menu) ?? null,
          },
    notifications: Notification.shown.map(({ options }) => options),
    allowedPermissions: defaultSession.allowedPermissions(),
    hasCache: defaultSession.hasCache,
    isSandboxEnforced: app.isSandboxEnforced,
    handedOver,
    dialogs,
    app: app.record,
    theme: nativeTheme.themeSource,
    times,
    nowMs: Date.now(),
    memory: process.memoryUsage(),
    cpu: process.cpuUsage(),
  };
}

/** What a test can read of the process behind a window. */
export type StandInState = ReturnType<typeof describeState>;

function emitterOf(target: string): EventEmitter {
  const [kind, index] = target.split(':');
  const emitters: Readonly<Record<string, EventEmitter | null | undefined>> = {
    app,
    powerMonitor,
    screen,
    tray: Tray.current,
    window: BrowserWindow.getAllWindows().find(({ id }) => id === Number(index)),
    notification: Notification.shown[Number(index)],
  };
  const emitter = emitters[kind ?? ''];
  if (emitter === null || emitter === undefined) {
    throw new Error(`There is no ${target}.`);
  }
  return emitter;
}

function clickIn(menu: Menu | null, id: string): void {
  const item: MenuItem | null = menu?.getMenuItemById(id) ?? null;
  if (item?.click === undefined || item.enabled === false) {
    throw new Error(`No menu entry "${id}" can be clicked.`);
  }
  item.click(item, BrowserWindow.getFocusedWindow(), {});
}

const METHODS = {
  state: describeState,
  emit(target: string, name: string, ...args: unknown[]) {
    const event = makeEvent({});
    emitterOf(target).emit(name, event, ...args);
    return event.defaultPrevented;
  },
  clickMenu: (id: string) => clickIn(Menu.getApplicationMenu(), id),
  clickTray: (id: string) => clickIn(Tray.current?.menu ?? null, id),
  closeWindow: (id: number) =>
    BrowserWindow.getAllWindows()
      .find((window) => window.id === id)
      ?.close(),
  setBounds: (id: number, bounds: object) =>
    BrowserWindow.getAllWindows()
      .find((window) => window.id === id)
      ?.setBounds(bounds),
  crashPage: (id: number) =>
    BrowserWindow.getAllWindows()
      .find((window) => window.id === id)
      ?.webContents.crash(),
  /** A port request as a frame of another kind would send it; tells whether the port was closed. */
  requestPortFrom(channel: string, frame: { readonly url: string; readonly isEmbedded: boolean }) {
    const [window] = BrowserWindow.getAllWindows();
    let isClosed = false;
    const parent = frame.isEmbedded ? (window?.webContents.mainFrame ?? null) : null;
    const senderFrame = frame.url === '' ? null : { url: frame.url, parent };
    const port = { close: () => (isClosed = true), on: () => undefined, start: () => undefined };
    const contents = { id: 99, mainFrame: senderFrame, once: () => undefined };
    ipcMain.emit(channel, { sender: frame.isEmbedded ? window?.webContents : contents, senderFrame, ports: [port] });
    return isClosed;
  },
  /** Lets the event loop come round so often. */
  async turn(count: number) {
    for (let turn = 0; turn < count; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  },
  quit: () => app.quit(),
  collectGarbage: () => globalThis.gc?.(),
  resetLoopDelay() {
    loopDelay.enable();
    loopDelay.reset();
  },
  /** The measure itself wakes the loop a hundred times a second, so it ends here. */
  loopDelay() {
    loopDelay.disable();
    return {
      p50Ms: loopDelay.percentile(50) / 1e6,
      p99Ms: loopDelay.percentile(99) / 1e6,
      maxMs: loopDelay.max / 1e6,
    };
  },
} as const;

async function answer(request: ControlRequest): Promise<void> {
  try {
    const method = METHODS[request.method] as (...params: readonly unknown[]) => unknown;
    process.send?.({ kind: 'answer', id: request.id, result: (await method(...request.params)) ?? null });
  } catch (error) {
    process.send?.({ kind: 'answer', id: request.id, error: String(error) });
  }
}

/** Answers the test that started this process. */
export function listenToTest(): void {
  process.on('message', (request: ControlRequest) => void answer(request));
}
