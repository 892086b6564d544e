import { EventEmitter } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from './config.ts';
import { emitPreventable } from './events.ts';
import { isRunning } from '../is-running.ts';

const config = readConfig();

/** What the app asked of the system, for assertions. */
export interface AppRecord {
  loginItem: { openAtLogin: boolean; openAsHidden?: boolean; args?: readonly string[]; path?: string };
  protocolClients: string[];
  about: object | null;
  hasGraphics: boolean;
  hasRelaunched: boolean;
}

/** The application object. */
class App extends EventEmitter {
  readonly record: AppRecord = {
    loginItem: { openAtLogin: false },
    protocolClients: [],
    about: null,
    hasGraphics: true,
    hasRelaunched: false,
  };
  readonly isPackaged = config.isPackaged;
  readonly name = 'Farmer';
  readonly dock = { hide: (): void => undefined, show: async (): Promise<void> => undefined };
  readonly commandLine = {
    hasSwitch: (name: string): boolean =>
      process.argv.some((word) => word === `--${name}` || word.startsWith(`--${name}=`)),
    getSwitchValue: (name: string): string =>
      process.argv.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3) ?? '',
    appendSwitch: (): void => undefined,
  };
  readonly #paths = new Map<string, string>();
  #resolveReady: () => void = () => undefined;
  readonly #ready = new Promise<void>((resolve) => (this.#resolveReady = resolve));
  #isReady = false;
  #isQuitting = false;
  #lockPath: string | null = null;
  /** Ends what backs the windows; set by the stand-in. */
  shutDown: () => Promise<void> = async () => undefined;
  /** Closes the windows; false when one of them stays open. */
  closeWindows: () => boolean = () => true;

  becomeReady(): void {
    this.#isReady = true;
    this.emit('ready');
    this.#resolveReady();
  }

  isReady(): boolean {
    return this.#isReady;
  }

  whenReady(): Promise<void> {
    return this.#ready;
  }

  getVersion(): string {
    return config.version;
  }

  getName(): string {
    return this.name;
  }

  setName(): void {
    // The stand-in has one name.
  }

  getLocale(): string {
    return 'en';
  }

  getPreferredSystemLanguages(): readonly string[] {
    return ['en'];
  }

  isSandboxEnforced = false;

  /** Every page of the stand-in is sandboxed, or refused. */
  enableSandbox(): void {
    if (this.isReady()) {
      throw new Error('app.enableSandbox() can only be called before app is ready');
    }
    this.isSandboxEnforced = true;
  }

  getAppPath(): string {
    return process.cwd();
  }

  getPath(name: string): string {
    return this.#paths.get(name) ?? join(config.home, name);
  }

  setPath(name: string, path: string): void {
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
      throw new Error(`Failed to set '${name}' to a directory that does not exist`);
    }
    this.#paths.set(name, path);
  }

  disableHardwareAcceleration(): void {
    if (this.#isReady) {
      throw new Error('app.disableHardwareAcceleration() can only be called before app is ready');
    }
    this.record.hasGraphics = false;
  }

  setAboutPanelOptions(options: object): void {
    this.record.about = options;
  }

  showAboutPanel(): void {
    this.emit('stand-in:about');
  }

  setAsDefaultProtocolClient(scheme: string): boolean {
    this.record.protocolClients.push(scheme);
    return true;
  }

  removeAsDefaultProtocolClient(): boolean {
    return true;
  }

  isDefaultProtocolClient(scheme: string): boolean {
    return this.record.protocolClients.includes(scheme);
  }

  setLoginItemSettings(settings: AppRecord['loginItem']): void {
    this.record.loginItem = settings;
  }

  getLoginItemSettings(): AppRecord['loginItem'] {
    return this.record.loginItem;
  }

  isAccessibilitySupportEnabled(): boolean {
    return false;
  }

  relaunch(): void {
    this.record.hasRelaunched = true;
  }

  focus(): void {
    this.emit('stand-in:focus');
  }

  /** The first process holds the lock; a later one hands it its arguments and gets false. */
  requestSingleInstanceLock(data: object = {}): boolean {
    const directory = join(this.getPath('userData'), 'single-instance');
    try {
      mkdirSync(directory, { recursive: true });
    } catch {
      // As in Electron: a lock that cannot be made counts as one that another process has.
      return false;
    }
    const lock = join(directory, 'holder');
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
    } catch {
      const holder = Number(readFileSync(lock, 'utf8'));
      if (holder !== process.pid && isRunning(holder)) {
        const message = JSON.stringify({ argv: process.argv, cwd: process.cwd(), data });
        writeFileSync(join(directory, `message-${process.pid}`), message);
        return false;
      }
      writeFileSync(lock, String(process.pid));
    }
    this.#lockPath = lock;
    watch(directory, () => this.#readSecondInstances(directory)).unref();
    return true;
  }

  releaseSingleInstanceLock(): void {
    if (this.#lockPath !== null) {
      rmSync(this.#lockPath, { force: true });
      this.#lockPath = null;
    }
  }

  hasSingleInstanceLock(): boolean {
    return this.#lockPath !== null;
  }

  quit(): void {
    if (this.#isQuitting) {
      return;
    }
    if (emitPreventable(this, 'before-quit') || !this.closeWindows() || emitPreventable(this, 'will-quit')) {
      return;
    }
    this.exit(0);
  }

  exit(code = 0): void {
    if (this.#isQuitting) {
      return;
    }
    this.#isQuitting = true;
    this.emit('quit', {}, code);
    this.releaseSingleInstanceLock();
    void this.shutDown().finally(() => process.exit(code));
  }

  #readSecondInstances(directory: string): void {
    for (const name of readdirSync(directory).filter((entry) => entry.startsWith('message-'))) {
      const path = join(directory, name);
      try {
        const { argv, cwd, data } = JSON.parse(readFileSync(path, 'utf8')) as {
          argv: string[];
          cwd: string;
          data: object;
        };
        rmSync(path, { force: true });
        this.emit('second-instance', {}, argv, cwd, data);
      } catch {
        // Half-written or already read: the next change of the directory brings it again.
      }
    }
  }
}

/** The one application object. */
export const app = new App();
