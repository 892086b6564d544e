import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runFarmer } from '#test/support/cli.ts';
import { callFromPage, readLog, type RunningDesktop, startDesktop } from '#test/support/desktop.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';
import { startBuiltWebHost } from '#test/support/web-host.ts';

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
  it('records after a hidden start, ends its span on sleep or shutdown, and starts a new one on wake-up', async () => {
    const running = await start(['--hidden']);
    await expect.poll(desktopLog).toContain('"state":"recording"');
    expect((await running.state()).windows).toEqual([]);
    await running.ask('emit', 'powerMonitor', 'suspend');
    await running.ask('emit', 'powerMonitor', 'resume');
    await running.ask('emit', 'powerMonitor', 'lock-screen');
    expect(spans()).toMatchObject([{ ended: 'suspend' }, { ended: 'open' }]);
    await running.ask('emit', 'powerMonitor', 'shutdown');
    await expect.poll(desktopLog).toContain('"state":"stopped"');
    expect(spans()).toMatchObject([{ ended: 'suspend' }, { ended: 'shutdown' }]);
  });

  it('ends its span when the app is quit', async () => {
    const running = await start(['--hidden']);
    await expect.poll(desktopLog).toContain('"state":"recording"');
    await running.stop();
    desktop = undefined;
    expect(spans()).toMatchObject([{ ended: 'quit' }]);
  });

  it('waits while the browser host records, and takes over when that exits', async () => {
    await runFarmer(['nodes', 'this-computer', 'node'], dataDirectory);
    const host = await startBuiltWebHost({ dataDirectory });
    const webLog = (): string => readFileSync(join(dataDirectory, 'logs', 'web.log'), 'utf8');
    await expect.poll(webLog).toContain('"state":"recording"');
    const running = await start(['--hidden']);
    await expect.poll(desktopLog).toContain('"state":"standby"');
    const { tray } = await running.until((state) => state.tray?.toolTip.split('\n').length === 5);
    expect(tray?.toolTip).not.toContain('not being recorded');
    await host.stop();
    await running.ask('emit', 'powerMonitor', 'resume');
    await expect.poll(desktopLog).toContain('"state":"recording"');
  });

  it('continues when its data directory is deleted', async () => {
    const running = await start();
    await expect.poll(desktopLog).toContain('"state":"recording"');
    rmSync(dataDirectory, { recursive: true, force: true });
    await running.ask('emit', 'powerMonitor', 'resume');
    await expect.poll(() => existsSync(join(dataDirectory, 'farmer.sqlite'))).toBe(true);
    const page = await running.page();
    await page.evaluate(() => {
      window.location.hash = '#/uptime';
    });
    await page.locator('main h1, main h2').first().waitFor();
    expect(running.process.exitCode).toBeNull();
    expect(running.errors()).toBe('');
  });
});

describe('the windowless recorder of an installed program', () => {
  it('records once without window, tray or graphics next to a waiting desktop app, and exits cleanly on SIGTERM', async () => {
    const recorder = await startRecorder();
    try {
      await expect.poll(recorderLog).toContain('"state":"recording"');
      const { windows, tray, applicationMenu, app } = await recorder.state();
      expect({ windows, tray, applicationMenu, hasGraphics: app.hasGraphics }).toEqual({
        windows: [],
        tray: null,
        applicationMenu: null,
        hasGraphics: false,
      });
      // A second one ends at once.
      const second = await startRecorder();
      expect(await second.ended).toBe(0);
      await second.stop();
      expect(recorder.process.exitCode).toBeNull();
      const running = await start(['--hidden']);
      await expect.poll(desktopLog).toContain('"state":"standby"');
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
      await expect.poll(desktopLog).toContain('"state":"recording"');
      expect(spans()).toHaveLength(2);
    } finally {
      await recorder.stop();
    }
  });
});

describe('system notifications', () => {
  it('appear once, open their page on click, and stay silent while paused', async () => {
    const running = await start();
    const page = await running.page();
    await page.locator('aside nav a').first().waitFor();
    await sendTest(running);
    const { notifications } = await running.until((state) => state.notifications.length > 0);
    expect(notifications).toMatchObject([{ title: 'This is a test' }]);
    await running.ask('emit', 'notification:0', 'click');
    await running.until((state) => state.windows[0]?.url.includes('#/settings') === true);
    await running.ask('clickTray', 'pause');
    await sendTest(running);
    // That the shell read its log and showed nothing has no sign: its event loop comes round often enough for it.
    await running.ask('turn', 200);
    await running.ask('clickTray', 'pause');
    await sendTest(running);
    await running.until((state) => state.notifications.length > 1);
    await running.ask('turn', 200);
    expect((await running.state()).notifications).toHaveLength(2);
  });
});

/** Sends the test notification the way the settings page does. */
async function sendTest(running: RunningDesktop): Promise<void> {
  await callFromPage(await running.page(), '/notifications/sendTest', {});
}
