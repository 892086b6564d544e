/** Where the app can open. */
export type StartHost = 'desktop' | 'browser';

/** What the choice of the host follows from. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether this user is the superuser of a Unix system. */
  readonly isRoot: boolean;
}

/** Whether a window can be shown, and if not, why not. */
export type Desktop = { readonly isThere: true } | { readonly isThere: false; readonly reason: string };

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}

/** Whether there is a display that a window of the desktop app can open on. */
export function findDesktop({ platform, env, isRoot }: Surroundings): Desktop {
  if (platform === 'linux' && !isSet(env['DISPLAY']) && !isSet(env['WAYLAND_DISPLAY'])) {
    return { isThere: false, reason: 'there is no display' };
  }
  if (platform !== 'linux' && isSet(env['SSH_CONNECTION'])) {
    return { isThere: false, reason: 'this is a remote session without a display' };
  }
  if (platform === 'linux' && isRoot) {
    return { isThere: false, reason: 'the desktop app does not run as root' };
  }
  return { isThere: true };
}

/** The host that the user asked for on the command line, if any. */
export function askedHost(args: readonly string[]): StartHost | null {
  if (args.includes('--browser')) {
    return 'browser';
  }
  return args.includes('--desktop') ? 'desktop' : null;
}

/** Whether a page can be opened in the user's browser by itself. */
export function canOpenBrowser({ platform, env }: Surroundings): boolean {
  const hasDisplay = platform !== 'linux' || isSet(env['DISPLAY']) || isSet(env['WAYLAND_DISPLAY']);
  return hasDisplay && !isSet(env['SSH_CONNECTION']) && !isSet(env['CI']) && env['BROWSER'] !== 'none';
}

/** The command that opens a URL in the user's browser. */
export function browserCommand(platform: NodeJS.Platform, url: string): readonly [string, ...string[]] {
  switch (platform) {
    case 'darwin':
      return ['open', url];
    case 'win32':
      return ['rundll32', 'url.dll,FileProtocolHandler', url];
    default:
      return ['xdg-open', url];
  }
}
