import { isAbsolute, resolve } from 'node:path';

/** The scheme of links that open Farmer from elsewhere. */
export const LINK_SCHEME = 'farmer';
/** Asks the program to record without a window, and nothing else. */
export const RECORD_SWITCH = '--record';
/** The endings of files that Farmer opens. A raw receipt has none: it is named by its hash. */
const FILE_NAME = /\.(farmer|json|csv|zip|ya?ml|db|sqlite|age)$|(^|[\\/])[\da-f]{64}$/i;

/** What a start, or a second start, asks for. */
export interface DesktopArguments {
  /** The page to open, like "/hardware?node=3"; null for the first page or the one that is open. */
  readonly route: string | null;
  /** Absolute paths of files to import. */
  readonly files: readonly string[];
  /** Whether the window stays closed: a start with the session. */
  readonly isHidden: boolean;
}

/**
 * The page behind a link such as `farmer://node/3`.
 * SECURITY: any page in the user's browser can open such a link. It can only ever lead to a page of ours, never run a call.
 * @returns null for any link but one to a node
 */
export function routeOfLink(link: string): string | null {
  const id = /^farmer:\/\/node\/([1-9]\d{0,14})\/?$/.exec(link)?.[1];
  return id === undefined ? null : `/hardware?node=${id}`;
}

function isFile(word: string): boolean {
  return !word.startsWith('-') && FILE_NAME.test(word);
}

/**
 * Reads the words of a start, without the program itself.
 * @param directory the one that relative paths start from
 */
export function readDesktopArguments(words: readonly string[], directory: string): DesktopArguments {
  const link = words.find((word) => word.startsWith(`${LINK_SCHEME}:`));
  return {
    route: link === undefined ? null : routeOfLink(link),
    files: words.filter(isFile).map((path) => (isAbsolute(path) ? path : resolve(directory, path))),
    isHidden: words.includes('--hidden'),
  };
}
