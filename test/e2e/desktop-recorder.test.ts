import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callFromPage, readLog, type RunningDesktop, startDesktop } from '#test/support/desktop.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';
import { startBuiltWebHost } from '#test/support/web-host.ts';

/** Other tests may be using the machine as well. */
const SOON = { timeout: 20_000 };
let temporary: TemporaryDirectory;
let dataDirectory: string;
let desktop: RunningDesktop | undefined;

async function start(args: readonly string[] = []): Promise<RunningDesktop> {
  desktop = await startDesktop({ dataDirectory, args });
  return desktop;
}

const desktopLog = (): string => readLog(dataDirectory);
const recorderLog = (): string => readLog(dataDirectory, 'recorder');

/** Starts an installed program as its service does. */
function startRecorder(): Promise<RunningDesktop> {
  return startDesktop({ dataDirectory, args: ['--record'], machine: { isPackaged: true } });
}

interface Span {
  readonly ended: string;
  readonly ms: number;
}

/** The spans of the data directory, oldest first. */
function spans(): readonly Span[] {
  const database = new DatabaseSync(join(dataDirectory, 'farmer.sqlite'), { readOnly: true });
  try {
    const rows = database.prepare('SELECT ended, last_uptime_ms - start_uptime_ms AS ms FROM spans ORDER BY id').all();
    return rows as unknown as readonly Span[];
  } finally {
    database.close();
  }
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
    await expect.poll(desktopLog, SOON).toContain('"state":"recording"');
    expect((await desktop?.state())?.windows).toEqual([]);
  });

  it('ends its span when the machine says that it goes to sleep, and begins one when it wakes', async () => {
    const running = await start(['--hidden']);
    await expect.poll(desktopLog, SOON).toContain('"state":"recording"');
    await running.ask('emit', 'powerMonitor', 'suspend');
    await running.ask('emit', 'powerMonitor', 'resume');
    await running.ask('emit', 'powerMonitor', 'lock-screen');
    expect(spans()).toMatchObject([{ ended: 'suspend' }, { ended: 'open' }]);
    await running.stop();
    desktop = undefined;
    expect(spans()).toMatchObject([{ ended: 'suspend' }, { ended: 'quit' }]);
  });

  it('says goodbye when the system shuts down', async () => {
    const running = await start(['--hidden']);
    await expect.poll(desktopLog, SOON).toContain('"state":"recording"');
    await running.ask('emit', 'powerMonitor', 'shutdown');
    await expect.poll(desktopLog, SOON).toContain('"state":"stopped"');
    expect(spans()).toMatchObject([{ ended: 'shutdown' }]);
  });

  it('stands by where the browser host records already, and takes over when that ends', async () => {
    const host = await startBuiltWebHost({ dataDirectory });
    const webLog = (): string => readFileSync(join(dataDirectory, 'logs', 'web.log'), 'utf8');
    await expect.poll(webLog, SOON).toContain('"state":"recording"');
    const running = await start(['--hidden']);
    await expect.poll(desktopLog, SOON).toContain('"state":"standby"');
    const { tray } = await running.until((state) => state.tray?.toolTip.split('\n').length === 5);
    expect(tray?.toolTip).not.toContain('Nobody records');
    await host.stop();
    await running.ask('emit', 'powerMonitor', 'resume');
    await expect.poll(desktopLog, SOON).toContain('"state":"recording"');
  });

  it('goes on when its data directory is deleted under it', async () => {
    const running = await start();
    await expect.poll(desktopLog, SOON).toContain('"state":"recording"');
    rmSync(dataDirectory, { recursive: true, force: true });
    await running.ask('emit', 'powerMonitor', 'resume');
    await expect.poll(() => existsSync(join(dataDirectory, 'farmer.sqlite')), SOON).toBe(true);
    const page = await running.page();
    await page.evaluate(() => {
      window.location.hash = '#/uptime';
    });
    await page.locator('main h1, main h2').first().waitFor();
    expect(running.process.exitCode).toBeNull();
    expect(running.errors()).toBe('');
  });
});

describe('the recorder of an installed program, without a window', () => {
  it('records with no window, tray or graphics, a desktop app beside it stands by, and SIGTERM ends it cleanly', async () => {
    const recorder = await startRecorder();
    try {
      await expect.poll(recorderLog, SOON).toContain('"state":"recording"');
      const { windows, tray, applicationMenu, app } = await recorder.state();
      expect({ windows, tray, applicationMenu, hasGraphics: app.hasGraphics }).toEqual({
        windows: [],
        tray: null,
        applicationMenu: null,
        hasGraphics: false,
      });
      const running = await start(['--hidden']);
      await expect.poll(desktopLog, SOON).toContain('"state":"standby"');
      await recorder.ask('emit', 'powerMonitor', 'lock-screen');
      const [span, ...others] = spans();
      expect(others).toEqual([]);
      expect(span?.ended).toBe('open');
      expect(span?.ms).toBeGreaterThan(0);
      recorder.process.kill('SIGTERM');
      expect(await recorder.ended).toBe(0);
      expect(recorderLog()).toContain('"state":"stopped"');
      expect(spans()).toMatchObject([{ ended: 'signal' }]);
      // The lock is free: the desktop app goes on in a span of its own.
      await running.ask('emit', 'powerMonitor', 'resume');
      await expect.poll(desktopLog, SOON).toContain('"state":"recording"');
      expect(spans()).toHaveLength(2);
    } finally {
      await recorder.stop();
    }
  });

  it('ends at once where one runs already', async () => {
    const recorder = await startRecorder();
    try {
      await expect.poll(recorderLog, SOON).toContain('"state":"recording"');
      const second = await startRecorder();
      expect(await second.ended).toBe(0);
      await second.stop();
      expect(recorder.process.exitCode).toBeNull();
      expect(spans()).toHaveLength(1);
    } finally {
      await recorder.stop();
    }
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

  it('nothing comes while they are paused, nor afterwards', async () => {
    const running = await start();
    const page = await running.page();
    await page.locator('aside nav a').first().waitFor();
    await running.ask('clickTray', 'pause');
    await sendTest(running);
    // The shell reads its log a moment later; that it shows nothing has no other sign.
    await new Promise((resolve) => setTimeout(resolve, 300));
    await running.ask('clickTray', 'pause');
    await sendTest(running);
    await running.until((state) => state.notifications.length > 0);
    expect((await running.state()).notifications).toHaveLength(1);
  });
});

/** Sends the test notification the way the settings page does. */
async function sendTest(running: RunningDesktop): Promise<void> {
  await callFromPage(await running.page(), '/notifications/sendTest', {});
}
