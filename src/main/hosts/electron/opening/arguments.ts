import { isAbsolute, resolve } from 'node:path';

/** The URL scheme of links that open Farmer. */
export const LINK_SCHEME = 'farmer';
/** Records without a window. */
export const RECORD_SWITCH = '--record';
/** The extensions of files that Farmer opens. A raw receipt has no extension and is named by its hash. */
const FILE_NAME = /\.(farmer|json|csv|zip|ya?ml|db|sqlite|age)$|(^|[\\/])[\da-f]{64}$/i;

/** What was requested by a first or second start of the program. */
export interface DesktopArguments {
  /** The page to open, like "/hardware?node=3"; null for the first or current page. */
  readonly route: string | null;
  /** Absolute paths of files to import. */
  readonly files: readonly string[];
  /** Whether to start without a window, as at login. */
  readonly isHidden: boolean;
}

/**
 * The page for a link such as `farmer://node/3`.
 * SECURITY: any website can open such a link, so it can only ever open one of our pages and never run a call.
 * @returns null for any link that is not to a node
 */
export function routeOfLink(link: string): string | null {
  const id = /^farmer:\/\/node\/([1-9]\d{0,14})\/?$/.exec(link)?.[1];
  return id === undefined ? null : `/hardware?node=${id}`;
}

function isFile(word: string): boolean {
  return !word.startsWith('-') && FILE_NAME.test(word);
}

/**
 * Parses the command-line arguments without the executable.
 * @param directory the base of relative paths
 */
export function readDesktopArguments(words: readonly string[], directory: string): DesktopArguments {
  const link = words.find((word) => word.startsWith(`${LINK_SCHEME}:`));
  return {
    route: link === undefined ? null : routeOfLink(link),
    files: words.filter(isFile).map((path) => (isAbsolute(path) ? path : resolve(directory, path))),
    isHidden: words.includes('--hidden'),
  };
}
