import { EventEmitter } from 'node:events';

type PermissionHandler = (contents: unknown, permission: string, answer: (isAllowed: boolean) => void) => void;

/** The permissions that a page could ask for, by the names of Electron and of the browser. */
export const PERMISSIONS: Readonly<Record<string, string>> = {
  notifications: 'notifications',
  geolocation: 'geolocation',
  'clipboard-read': 'clipboard-read',
  media: 'camera',
  midi: 'midi',
};

/** A session: its handlers, and what they answer. Without a handler everything is allowed, as in Electron. */
class Session extends EventEmitter {
  #request: PermissionHandler | null = null;
  #check: (() => boolean) | null = null;
  /** Whether it keeps copies of answers on the disk. */
  hasCache = true;

  setPermissionRequestHandler(handler: PermissionHandler | null): void {
    this.#request = handler;
  }

  setPermissionCheckHandler(handler: (() => boolean) | null): void {
    this.#check = handler;
  }

  setDevicePermissionHandler(): void {
    // The pages of the stand-in have no devices.
  }

  setDisplayMediaRequestHandler(): void {
    // The pages of the stand-in have no screens to share.
  }

  /** What a page gets when it asks. */
  allowedPermissions(): readonly string[] {
    return Object.keys(PERMISSIONS).filter((permission) => {
      let isAllowed = this.#request === null && (this.#check === null || this.#check());
      this.#request?.(null, permission, (answer) => (isAllowed = answer));
      return isAllowed;
    });
  }
}

/** The one session of the stand-in. */
export const defaultSession = new Session();
