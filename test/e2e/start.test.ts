import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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

/** Starts `npm start` as on a server without a display, until it prints its link. */
function startWithoutDisplay(): Promise<string> {
  const env = { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '', NO_COLOR: '1' };
  child = spawn(process.execPath, [START, '--port', '0', '--data-dir', join(temporary.path, 'data')], {
    env,
    detached: true,
  });
  return new Promise((resolve, reject) => {
    let text = '';
    const read = (chunk: Buffer): void => {
      text += chunk.toString();
      if (LINK.test(text)) {
        resolve(text);
      }
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.on('exit', (code) => reject(new Error(`npm start ended with ${code}: ${text}`)));
  });
}

describe.skipIf(process.platform !== 'linux')('npm start on a server', () => {
  it('prints the verdict, the reason for the browser in one line and a link that works, and tries no download', async () => {
    const text = await startWithoutDisplay();
    expect(text).toMatch(/CU\s+(?:at least )?[\d.]+/);
    expect(text).toMatch(/eligible|Cannot tell/i);
    expect(text).toContain('Opening in the browser: there is no display.');
    expect(text).not.toContain('Downloading');
    const [, port, token] = LINK.exec(text) ?? [];
    const headers = { Authorization: `Bearer ${token ?? ''}` };
    expect((await sendRaw({ port: Number(port), path: '/', headers })).status).toBe(200);
    const ended = new Promise((resolve) => child.on('exit', resolve));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });
});
