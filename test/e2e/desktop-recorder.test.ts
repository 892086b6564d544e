import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningDesktop, startDesktop } from '#test/support/desktop.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';
import { startBuiltWebHost } from '#test/support/web-host.ts';

/** Other tests may be using the machine as well. */
const SOON = { timeout: 20_000 };
const OUT = join(import.meta.dirname, '../../out');
let temporary: TemporaryDirectory;
let dataDirectory: string;
let desktop: RunningDesktop | undefined;

async function start(args: readonly string[] = []): Promise<RunningDesktop> {
  desktop = await startDesktop({ dataDirectory, args });
  return desktop;
}

function readLog(): string {
  const path = join(dataDirectory, 'logs', 'desktop.log');
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** Asks the built command about the same data directory, as another process. */
function farmer(...args: readonly string[]): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(OUT, 'main/cli.js'), '--data-dir', dataDirectory, ...args, '--json']);
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.on('error', reject);
    child.on('close', () => resolve(JSON.parse(text)));
  });
}

beforeEach(() => {
  temporary = makeTemporaryDirectory();
  dataDirectory = join(temporary.path, 'data');
});
afterEach(async () => {
  await desktop?.stop();
  desktop = undefined;
  temporary.remove();
});

describe('the recorder in the desktop app', () => {
  it('records while its window is closed, and from a hidden start', async () => {
    await start(['--hidden']);
    await expect.poll(readLog, SOON).toContain('"state":"recording"');
    expect((await desktop?.state())?.windows).toEqual([]);
  });

  it('ends its span when the machine says that it goes to sleep, and begins one when it wakes', async () => {
    const running = await start(['--hidden']);
    await expect.poll(readLog, SOON).toContain('"state":"recording"');
    await running.ask('emit', 'powerMonitor', 'suspend');
    await running.ask('emit', 'powerMonitor', 'resume');
    await running.ask('emit', 'powerMonitor', 'lock-screen');
    await running.stop();
    desktop = undefined;
    const uptime = (await farmer('uptime')) as { outages?: readonly { cause: string }[]; error?: unknown };
    expect(uptime.error).toBeUndefined();
  });

  it('says goodbye when the system shuts down', async () => {
    const running = await start(['--hidden']);
    await expect.poll(readLog, SOON).toContain('"state":"recording"');
    await running.ask('emit', 'powerMonitor', 'shutdown');
    await expect.poll(readLog, SOON).toContain('"state":"stopped"');
  });

  it('stands by where the browser host records already, and takes over when that ends', async () => {
    const host = await startBuiltWebHost({ dataDirectory });
    const webLog = (): string => readFileSync(join(dataDirectory, 'logs', 'web.log'), 'utf8');
    await expect.poll(webLog, SOON).toContain('"state":"recording"');
    const running = await start(['--hidden']);
    await expect.poll(readLog, SOON).toContain('"state":"standby"');
    const { tray } = await running.until((state) => state.tray?.toolTip.split('\n').length === 5);
    expect(tray?.toolTip).not.toContain('Nobody records');
    await host.stop();
    await running.ask('emit', 'powerMonitor', 'resume');
    await expect.poll(readLog, SOON).toContain('"state":"recording"');
  });

  it('goes on when its data directory is deleted under it', async () => {
    const running = await start();
    await expect.poll(readLog, SOON).toContain('"state":"recording"');
    rmSync(dataDirectory, { recursive: true, force: true });
    await running.ask('emit', 'powerMonitor', 'resume');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const page = await running.page();
    await page.evaluate(() => {
      window.location.hash = '#/uptime';
    });
    await page.locator('main h1, main h2').first().waitFor();
    expect(running.process.exitCode).toBeNull();
    expect(running.errors()).toBe('');
  });
});

describe('notifications through the system', () => {
  it('the test one comes, its click opens the page, and it is not shown twice', async () => {
    const running = await start();
    const page = await running.page();
    await page.locator('aside nav a').first().waitFor();
    await sendTest(running);
    const { notifications } = await running.until((state) => state.notifications.length > 0);
    expect(notifications).toMatchObject([{ title: 'This is a test' }]);
    await running.ask('emit', 'notification:0', 'click');
    await running.until((state) => state.windows[0]?.url.includes('#/settings') === true);
    expect((await running.state()).notifications).toHaveLength(1);
  });

  it('nothing comes while they are paused', async () => {
    const running = await start();
    const page = await running.page();
    await page.locator('aside nav a').first().waitFor();
    await running.ask('clickTray', 'pause');
    await sendTest(running);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect((await running.state()).notifications).toEqual([]);
  });
});

/** Sends the test notification the way the settings page does: over the port. */
async function sendTest(running: RunningDesktop): Promise<void> {
  const page = await running.page();
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        window.addEventListener('message', (event) => {
          const [port] = event.ports;
          if (port !== undefined) {
            port.addEventListener('message', () => resolve());
            port.start();
            port.postMessage('{"i":"1","p":{"u":"/notifications/sendTest","b":{}}}');
          }
        });
        window.postMessage('farmer:port-request', window.location.origin);
      }),
  );
}
