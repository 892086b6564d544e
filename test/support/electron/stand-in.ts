import { EventEmitter } from 'node:events';
import { app } from './app.ts';
import { closeChromium, closeSchemeRegistration, startChromium } from './chromium-pages.ts';
import { listenToTest, noteTime } from './control.ts';
import { defaultSession } from './session.ts';

/**
 * Stands in for the `electron` module where its runtime cannot run: windows are pages of a real Chromium, the preload
 * script runs in a world of its own there, ports carry messages, and the desktop's parts record what is asked of them.
 * It refuses what Electron refuses, and the unsafe options that Electron would only warn of.
 */
export { app } from './app.ts';
import { protocol } from './chromium-pages.ts';

export { protocol };
export {
  Menu,
  nativeImage,
  nativeTheme,
  Notification,
  powerMonitor,
  screen,
  shell,
  dialog,
  Tray,
} from './desktop-parts.ts';
export { ipcMain } from './ipc.ts';
export { net } from './net.ts';
export { BrowserWindow } from './window.ts';

/** The `session` module. */
export const session = {
  defaultSession,
  fromPartition: (_: string, { cache = true }: { readonly cache?: boolean } = {}) =>
    Object.assign(defaultSession, { protocol, hasCache: cache }),
};

/** The key store of the pretended system: what it seals, only it opens. */
export const safeStorage = {
  isEncryptionAvailable: () => app.isReady(),
  getSelectedStorageBackend: () => 'gnome_libsecret',
  encryptString: (text: string) => Buffer.from(`sealed ${Buffer.from(text).toString('hex')}`),
  decryptString: (sealed: Buffer) => {
    const [, hex] = /^sealed ((?:[0-9a-f]{2})*)$/.exec(sealed.toString()) ?? [];
    if (hex === undefined)
      throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptString.');
    return Buffer.from(hex, 'hex').toString();
  },
};

/** The updater of macOS and Windows shops, which the pretended system does not have. */
export const autoUpdater = Object.assign(new EventEmitter(), {
  setFeedURL: () => undefined,
  checkForUpdates: () => undefined,
  quitAndInstall: () => undefined,
});

/** Starts the Chromium behind the windows; what it gives marks how far the entry has come. */
export async function startStandIn(): Promise<{
  readonly markAppCodeStart: () => void;
  readonly markAppCodeLoaded: () => void;
}> {
  // A start without a window has no use for it; before any other it stands ready, as the engine of Electron does.
  if (!['hidden', 'record'].some((name) => app.commandLine.hasSwitch(name))) {
    await startChromium();
  }
  app.shutDown = closeChromium;
  listenToTest();
  return {
    markAppCodeStart: () => noteTime('start'),
    markAppCodeLoaded() {
      noteTime('loaded');
      closeSchemeRegistration();
      app.emit('session-created', defaultSession);
      app.becomeReady();
    },
  };
}

export default { app };
