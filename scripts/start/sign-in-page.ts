import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A page on disk that leads a browser to the sign-in link. */
export interface SignInPage {
  readonly path: string;
  readonly remove: () => void;
}

/**
 * Writes a page that only this user can read and that goes on to the link.
 * SECURITY: the arguments of the program that opens the browser can be read by every user of this computer, so they name
 * this page and never hold the link.
 */
export function writeSignInPage(url: string, directory = tmpdir()): SignInPage {
  const own = mkdtempSync(join(directory, 'farmer-'));
  const path = join(own, 'sign-in.html');
  const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0;url=${url}"><title>Farmer</title></head>
<body><p><a href="${url}" rel="noreferrer">Open Farmer</a></p></body></html>
`;
  writeFileSync(path, page, { mode: 0o600, flag: 'wx' });
  return { path, remove: () => rmSync(own, { recursive: true, force: true }) };
}
