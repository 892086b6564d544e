import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type BrowserContext,
  chromium,
  type Frame,
  type Page,
  type Request as PlaywrightRequest,
  type Route,
} from 'playwright-core';
import { CHROMIUM_ARGS, findChromium } from '../chromium.ts';
import { HANG_MS } from '../hang.ts';
import { readConfig } from './config.ts';
import { defaultSession, PERMISSIONS } from './session.ts';
import { fromStandInUrl, standInScheme } from './urls.ts';
import type { WebContents } from './web-contents.ts';

/** Answers requests under a scheme, as `protocol.handle` takes it. */
export type ProtocolHandler = (request: Request) => Response | Promise<Response>;

const handlers = new Map<string, ProtocolHandler>();
const privileged = new Set<string>();
const owners = new WeakMap<Page, WebContents>();
let context: BrowserContext | null = null;
let starting: Promise<BrowserContext> | null = null;
let profile: string | null = null;
let isReadyNow = false;
let isOpening = false;
/** How long a page that the program did not open may stay, milliseconds. */
const POPUP_LIFE_MS = 2000;

/** The `protocol` module. */
export const protocol = {
  registerSchemesAsPrivileged(schemes: readonly { readonly scheme: string }[]): void {
    if (isReadyNow) {
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    }
    for (const { scheme } of schemes) {
      privileged.add(scheme);
    }
  },
  handle(scheme: string, handler: ProtocolHandler): void {
    if (!privileged.has(scheme)) {
      throw new Error(`The scheme ${scheme} was not declared as standard and secure before the app was ready.`);
    }
    handlers.set(scheme, handler);
  },
  isProtocolHandled: (scheme: string): boolean => handlers.has(scheme),
};

/** After this, schemes can no longer be declared. */
export function closeSchemeRegistration(): void {
  isReadyNow = true;
}

/** Says which page belongs to which contents, so that navigations can be asked for. */
export function ownPage(page: Page, contents: WebContents): void {
  owners.set(page, contents);
}

/** The frame behind a navigation, or null for a page that no window was made for: it has no frame yet. */
function frameOf(request: PlaywrightRequest): Frame | null {
  try {
    const frame = request.frame();
    return owners.has(frame.page()) ? frame : null;
  } catch {
    return null;
  }
}

/** Whether the program lets a navigation happen; for a new page it is asked as Electron asks it. */
function allowsNavigation(request: PlaywrightRequest): boolean {
  const frame = frameOf(request);
  const owner = frame === null ? undefined : owners.get(frame.page());
  if (frame !== null && owner !== undefined) {
    return owner.allowsNavigation(request.url(), frame.parentFrame() === null);
  }
  // A page that nobody made is a new one, whether or not its frame can be seen yet.
  const opener = context?.pages().find((candidate) => owners.has(candidate));
  if (opener !== undefined) {
    owners.get(opener)?.askToOpen(fromStandInUrl(request.url()));
  }
  return false;
}

async function answer(route: Route): Promise<void> {
  const request = route.request();
  const scheme = standInScheme(request.url());
  if (request.isNavigationRequest() && !allowsNavigation(request)) {
    // As in Electron, a prevented navigation leaves the page as it is instead of showing an error.
    await route.abort('aborted');
    return;
  }
  const handler = scheme === null ? undefined : handlers.get(scheme);
  if (handler === undefined) {
    await route.abort('addressunreachable');
    return;
  }
  const response = await handler(
    // A Request of a foreign scheme cannot be made with every method; pages of ours only read.
    new Request(fromStandInUrl(request.url()), { method: request.method(), headers: request.headers() }),
  );
  const headers = Object.fromEntries(response.headers);
  await route.fulfill({ status: response.status, headers, body: Buffer.from(await response.arrayBuffer()) });
}

async function launch(): Promise<BrowserContext> {
  const config = readConfig();
  profile = mkdtempSync(join(tmpdir(), 'farmer-stand-in-'));
  const { executablePath, env } = await findChromium();
  const port = 20_000 + (process.pid % 20_000);
  const launched = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: [...CHROMIUM_ARGS, `--remote-debugging-port=${port}`],
    env: { ...process.env, ...env },
    timeout: HANG_MS,
    // Signals are for the program, as in Electron.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    locale: 'en-GB',
    viewport: { width: 1280, height: 800 },
    colorScheme: config.isDark ? 'dark' : 'light',
  });
  context = launched;
  launched.on('page', (page) => {
    if (!isOpening) {
      // Its first request has to be seen before it goes: the program is asked by that.
      setTimeout(() => void page.close().catch(() => undefined), POPUP_LIFE_MS).unref();
    }
  });
  await launched.route('**/*', (route) => answer(route).catch(() => route.abort().catch(() => undefined)));
  // Where the test, another client of the same Chromium, connects.
  process.send?.({ kind: 'chromium', endpoint: `http://127.0.0.1:${port}` });
  return launched;
}

/** Starts the Chromium whose pages back the windows, unless it runs. */
export function startChromium(): Promise<BrowserContext> {
  starting ??= launch();
  return starting;
}

/** Ends Chromium, where it was started. */
export async function closeChromium(): Promise<void> {
  await starting?.then((started) => started.close()).catch(() => undefined);
  if (profile !== null) {
    rmSync(profile, { recursive: true, force: true });
  }
}

/** Opens a page; the permissions it has are those that the session's handlers allow at this moment. */
export async function newPage(): Promise<Page> {
  const opened = await startChromium();
  const allowed = defaultSession.allowedPermissions().map((permission) => PERMISSIONS[permission] ?? permission);
  await opened.grantPermissions(allowed).catch(() => undefined);
  const blank = opened.pages().find((page) => page.url() === 'about:blank' && !owners.has(page));
  if (blank !== undefined) {
    return blank;
  }
  isOpening = true;
  try {
    return await opened.newPage();
  } finally {
    isOpening = false;
  }
}
