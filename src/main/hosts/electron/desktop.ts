import { dirname, join } from 'node:path';
import { app, BrowserWindow, shell } from 'electron';
import type { AppRouter } from '#main/app/router.ts';
import { composeApp, type ComposedApp } from '#main/compose.ts';
import { findRendererDirectory } from '#main/hosts/common/renderer-directory.ts';
import { createFileLog } from '#main/log.ts';
import { resolveDataDirectory } from '#main/store/data-directory.ts';
import { lockDown } from './lockdown.ts';
import { servePorts } from './ports.ts';
import { declareScheme, serveRenderer } from './protocol.ts';
import { openWindow, pagePreferences } from './window.ts';

/** Starts the desktop shell: everything that must stand before the first page, then the window. */
export async function runDesktop(): Promise<void> {
  const place = { env: process.env, platform: process.platform, option: app.commandLine.getSwitchValue('data-dir') };
  const dataDirectory = resolveDataDirectory(place);
  app.setPath('userData', join(dataDirectory, 'desktop'));
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  const log = createFileLog(dataDirectory, 'desktop');
  const farmer: ComposedApp = composeApp({ host: 'desktop', env: process.env, dataDir: dataDirectory, log });
  declareScheme();
  lockDown(log, (url) => void shell.openExternal(url));
  const rendererDirectory = findRendererDirectory(import.meta.url);
  await app.whenReady();
  serveRenderer(rendererDirectory);
  let loading: Promise<AppRouter> | undefined;
  servePorts(farmer.context, () => (loading ??= import('#main/app/router.ts').then((module) => module.createRouter())));
  const preloadPath = join(dirname(rendererDirectory), 'preload', 'index.cjs');
  const window = openWindow({ width: 1280, height: 800 }, pagePreferences(preloadPath, !app.isPackaged), '');
  app.on('second-instance', () => {
    window.restore();
    window.focus();
  });
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', () => void farmer.close());
  void BrowserWindow;
}
