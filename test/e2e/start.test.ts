import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from '#test/support/browser.ts';
import { sendRaw } from '#test/support/raw-http.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

const START = join(import.meta.dirname, '../../scripts/start.ts');
const LINK = /http:\/\/127\.0\.0\.1:(\d+)\/\?token=([\w-]+)/;

let temporary: TemporaryDirectory;
let child: ChildProcess;

beforeEach(() => {
  temporary = makeTemporaryDirectory();
});
afterEach(() => {
  // The browser host that it started ends with it: both are a group of their own.
  if (child.pid !== undefined && child.exitCode === null) {
    process.kill(-child.pid, 'SIGKILL');
  }
  temporary.remove();
});

/** Starts `npm start` until what it has printed holds the text. */
function start(until: RegExp, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  child = spawn(process.execPath, [START, '--port', '0', '--data-dir', join(temporary.path, 'data'), ...args], {
    env: { ...process.env, NO_COLOR: '1', ...env },
    detached: true,
  });
  return new Promise((resolve, reject) => {
    let text = '';
    const read = (chunk: Buffer): void => {
      text += chunk.toString();
      if (until.test(text)) {
        resolve(text);
      }
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.on('exit', (code) => reject(new Error(`npm start ended with ${code}: ${text}`)));
  });
}

describe.skipIf(process.platform !== 'linux')('npm start on a server', () => {
  it('prints the verdict, the reason for using the browser and a working link, and attempts no download', async () => {
    const text = await start(LINK, [], { DISPLAY: '', WAYLAND_DISPLAY: '' });
    expect(text).toMatch(/CU\s+(?:at least )?[\d.]+/);
    expect(text).toMatch(/eligible|Cannot tell/i);
    expect(text).toContain('Opening in the browser: there is no display.');
    expect(text).not.toContain('Downloading');
    const [, port, code] = LINK.exec(text) ?? [];
    expect((await sendRaw({ port: Number(port), path: `/?token=${code ?? ''}` })).status).toBe(303);
    const ended = new Promise((resolve) => child.on('exit', resolve));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });
});

/** A program in the place of xdg-open that writes down its arguments, which every user of the computer can read. */
function installOpener(): { readonly path: string; readonly arguments: string } {
  const path = join(temporary.path, 'bin');
  const written = join(temporary.path, 'arguments');
  mkdirSync(path);
  writeFileSync(
    join(path, 'xdg-open'),
    `#!/bin/sh\nprintf '%s' "$*" > '${written}.new'\nmv '${written}.new' '${written}'\n`,
    {
      mode: 0o755,
    },
  );
  return { path, arguments: written };
}

describe.skipIf(process.platform !== 'linux')('npm start on a desktop without the runtime', () => {
  // Catches a link in the arguments of a process, where any user of this computer reads it and signs in first.
  it('signs in the browser once by a page that only this user can read and that is deleted afterwards', async () => {
    const opener = installOpener();
    await start(LINK, ['--browser'], {
      DISPLAY: ':99',
      CI: '',
      SSH_CONNECTION: '',
      BROWSER: '',
      PATH: `${opener.path}:${process.env['PATH'] ?? ''}`,
    });
    await expect.poll(() => existsSync(opener.arguments)).toBe(true);
    const path = readFileSync(opener.arguments, 'utf8');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
    const link = LINK.exec(readFileSync(path, 'utf8'))?.[0] ?? '';
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      await page.goto(pathToFileURL(path).href);
      await page.locator('aside nav a').first().waitFor();
      expect(page.url()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/(#.*)?$/);
      await expect.poll(() => existsSync(path)).toBe(false);
      const other = await browser.newContext();
      const again = await (await other.newPage()).goto(link);
      expect(again?.status()).toBe(401);
    } finally {
      await browser.close();
    }
  });
});
