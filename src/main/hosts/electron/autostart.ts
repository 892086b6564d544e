import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { makeDirectory } from '#main/store/make-directory.ts';

/** Whether and how Farmer starts at login. */
export interface AutostartSetting {
  readonly isEnabled: boolean;
  /** Whether it starts without a window. */
  readonly startsHidden: boolean;
}

/** The parts of the system that the setting is applied to. */
export interface AutostartSystem {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly executable: string;
  /** Registers a login item on macOS or Windows. */
  readonly setLoginItem: (item: {
    openAtLogin: boolean;
    openAsHidden?: boolean;
    name?: string;
    path?: string;
    args?: string[];
  }) => void;
}

const ENTRY_NAME = 'farmer.desktop';
/** The name in the Windows registry; `resources/installer.nsh` removes it when the program is uninstalled. */
export const LOGIN_ITEM_NAME = 'Farmer';
const OWN_MARK = 'X-Farmer-Autostart=true';

/** The XDG autostart file on Linux. */
export function autostartPath(system: Pick<AutostartSystem, 'env' | 'home'>): string {
  const config = system.env['XDG_CONFIG_HOME'];
  const base = config !== undefined && isAbsolute(config) ? config : join(system.home, '.config');
  return join(base, 'autostart', ENTRY_NAME);
}

/** Quotes a path for an Exec line. Source: freedesktop.org Desktop Entry Specification, "The Exec key" */
export function quoteExec(path: string): string {
  const inQuotes = path.replaceAll(/["`$\\]/g, String.raw`\$&`);
  // The value is unescaped once before quotes are parsed, and % starts a field code.
  return `"${inQuotes.replaceAll('\\', '\\\\').replaceAll('%', '%%')}"`;
}

/** The content of the XDG autostart file. */
function autostartEntry(executable: string, startsHidden: boolean): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Farmer',
    'Comment=Records the uptime of this machine',
    `Exec=${quoteExec(executable)}${startsHidden ? ' --hidden' : ''}`,
    'Terminal=false',
    'StartupNotify=false',
    'X-GNOME-Autostart-enabled=true',
    OWN_MARK,
    '',
  ].join('\n');
}

function isOwnEntry(path: string): boolean {
  try {
    return readFileSync(path, 'utf8').includes(OWN_MARK);
  } catch {
    return false;
  }
}

function applyOnLinux(wish: AutostartSetting, system: AutostartSystem): void {
  const path = autostartPath(system);
  if (wish.isEnabled) {
    // An AppImage runs from a mount that disappears when it exits, so its file is registered instead.
    const executable = system.env['APPIMAGE'] ?? system.executable;
    makeDirectory(dirname(path));
    writeFileSync(path, autostartEntry(executable, wish.startsHidden), { mode: 0o644 });
  } else if (isOwnEntry(path)) {
    rmSync(path, { force: true });
  }
}

/**
 * Turns starting at login on or off.
 * @throws the file system's error on a read-only home directory
 */
export function applyAutostart(wish: AutostartSetting, system: AutostartSystem): void {
  switch (system.platform) {
    case 'linux':
      applyOnLinux(wish, system);
      break;
    case 'darwin':
      system.setLoginItem({ openAtLogin: wish.isEnabled, openAsHidden: wish.startsHidden });
      break;
    case 'win32':
      system.setLoginItem({
        openAtLogin: wish.isEnabled,
        name: LOGIN_ITEM_NAME,
        path: system.executable,
        args: wish.startsHidden ? ['--hidden'] : [],
      });
      break;
    default:
      break;
  }
}
