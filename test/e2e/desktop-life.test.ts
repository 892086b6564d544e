import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { keepPicturesOfFailures } from '#test/support/browser.ts';
import { runFarmer } from '#test/support/cli.ts';
import { isOpen, readLog, type RunningDesktop, startDesktop } from '#test/support/desktop.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

keepPicturesOfFailures();
const running: RunningDesktop[] = [];
let temporary: TemporaryDirectory;
let dataDirectory: string;

async function start(options: Parameters<typeof startDesktop>[0] = {}): Promise<RunningDesktop> {
  const desktop = await startDesktop({ dataDirectory, ...options });
  running.push(desktop);
  return desktop;
}

function makeDirectory(): void {
  temporary = makeTemporaryDirectory();
  dataDirectory = join(temporary.path, 'data');
}

async function stopAll(): Promise<void> {
  await Promise.allSettled(running.splice(0).map((desktop) => desktop.stop()));
  temporary.remove();
}

const FIXTURES = join(import.meta.dirname, '../fixtures');
const statePath = (): string => join(dataDirectory, 'desktop', 'window.json');

describe('the running desktop app', () => {
  /** One for all of them, in this order. */
  let desktop: RunningDesktop;
  beforeAll(async () => {
    makeDirectory();
    desktop = await start({ args: ['farmer://node/3'], machine: { isPackaged: true } });
  });
  afterAll(stopAll);
  const shows = (ending: string) => desktop.until((state) => state.windows[0]?.url.endsWith(ending) === true);
  const closeWindow = async (): Promise<void> => {
    await desktop.ask('closeWindow', 1);
    await desktop.until((state) => state.windows[0]?.isVisible === false);
  };

  it('opens the page of the link that started it, and ignores other links', async () => {
    await shows('#/hardware?node=3');
    for (const link of [
      'farmer://settings/reset',
      'farmer://node/3/../../https://evil.example',
      'farmer://node/javascript:alert(1)',
    ]) {
      await desktop.ask('emit', 'app', 'second-instance', ['program', link], temporary.path);
      expect((await shows('#/hardware?node=3')).windows).toHaveLength(1);
    }
    await desktop.ask('emit', 'app', 'second-instance', ['program', 'farmer://node/4'], temporary.path);
    await shows('#/hardware?node=4');
  });

  it('opens a system link while it runs (macOS), for which an installed program registers', async () => {
    await desktop.ask('emit', 'app', 'open-url', 'farmer://node/12');
    const state = await shows('#/hardware?node=12');
    expect(state.app.protocolClients).toEqual(['farmer']);
  });

  it('keeps running and notifies once when the window is closed', async () => {
    await closeWindow();
    await desktop.ask('clickTray', 'open');
    await desktop.until(isOpen);
    await closeWindow();
    const { notifications } = await desktop.state();
    expect(notifications.map(({ title }) => title)).toEqual(['Farmer keeps recording']);
  });

  it('shows its window on a second start, whose process exits', async () => {
    const second = await start({ args: ['farmer://node/7'], machine: { isPackaged: true } });
    expect(await second.ended).toBe(0);
    const { windows } = await desktop.until(isOpen);
    expect(windows).toHaveLength(1);
    await shows('#/hardware?node=7');
  });

  it('pauses and resumes notifications', async () => {
    await desktop.ask('clickTray', 'pause');
    expect(JSON.stringify((await desktop.state()).tray?.menu)).toContain('Resume notifications');
    await desktop.ask('clickTray', 'pause');
    expect(JSON.stringify((await desktop.state()).tray?.menu)).toContain('Pause notifications');
  });

  // Catches files of which only the first is taken, a window that stays closed, and a kind that only one way knows.
  it('previews opened files of several kinds at once, and imports nothing before the user confirms', async () => {
    await closeWindow();
    const paths = ['r2-api-receipt.json', 'r13-policy3.json'].map((name) => join(FIXTURES, 'receipts', name));
    const strange = join(temporary.path, 'strange.farmer');
    writeFileSync(strange, '{"hello":"world"}');
    const page = await desktop.page();
    await desktop.ask('emit', 'app', 'second-instance', ['program', ...paths, strange], temporary.path);
    await desktop.until(isOpen);
    const dialog = page.getByRole('dialog');
    await dialog.getByText('2 found').waitFor();
    await dialog.getByText('strange.farmer: It holds nothing that Farmer recognises.').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await desktop.ask('emit', 'app', 'open-file', join(FIXTURES, 'imports/k8-farmerbot.yml'));
    await dialog.getByText('Never sleep: 2').waitFor();
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await dialog.getByText('Imported', { exact: true }).waitFor();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await dialog.waitFor({ state: 'detached' });
    const { dialogs } = await desktop.state();
    expect(dialogs).toEqual([]);
  });

  it('exits when it is quit', async () => {
    await desktop.ask('clickTray', 'quit');
    expect(await desktop.ended).toBe(0);
  });
});

describe('the window position', () => {
  beforeEach(makeDirectory);
  afterEach(stopAll);

  it('is restored after a restart', async () => {
    const first = await start();
    await first.until(isOpen);
    await first.ask('setBounds', 1, { x: 50, y: 60, width: 1000, height: 700 });
    await first.stop();
    const second = await start();
    const { windows } = await second.until(isOpen);
    expect(windows[0]?.bounds).toEqual({ x: 50, y: 60, width: 1000, height: 700 });
  });

  it.each([
    ['on a display that is gone', '{"x":4000,"y":100,"width":1000,"height":700,"isMaximized":false}'],
    ['not readable', '{"x":1e999,"y":'],
  ])('opens a visible window when the stored position is %s', async (_what, kept) => {
    mkdirSync(join(dataDirectory, 'desktop'), { recursive: true });
    writeFileSync(statePath(), kept);
    const desktop = await start();
    const { windows } = await desktop.until(isOpen);
    const { x = -1, y = -1, width = 0, height = 0 } = windows[0]?.bounds ?? {};
    expect(x).toBeGreaterThanOrEqual(0);
    expect(y).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThanOrEqual(1920);
    expect(y + height).toBeLessThanOrEqual(1080);
  });

  it('shrinks the window for a small display', async () => {
    const small = { x: 0, y: 0, width: 1024, height: 600 };
    const desktop = await start({ machine: { displays: [{ id: 1, bounds: small, workArea: small }] } });
    const { windows } = await desktop.until(isOpen);
    expect(windows[0]?.bounds).toMatchObject({ width: 1024, height: 600 });
  });
});

describe('starting the desktop app', () => {
  beforeEach(makeDirectory);
  afterEach(stopAll);

  it('starts hidden when requested, shows state and live figures in the tray, and opens the window from there', async () => {
    await runFarmer(['nodes', 'this-computer', 'node'], dataDirectory);
    const desktop = await start({ args: ['--hidden'] });
    const { windows, tray } = await desktop.until((state) => state.tray?.toolTip.split('\n').length === 5);
    expect(windows).toEqual([]);
    expect(tray?.isEmptyImage).toBe(false);
    console.log(`tray: ${tray?.toolTip.replaceAll('\n', ' | ')}`);
    expect(tray?.toolTip).toMatch(/Uptime .* %|not known/);
    // A machine that was watched for a second is neither well nor at risk.
    expect(tray?.toolTip).toContain('Not enough is known yet');
    await desktop.ask('clickTray', 'open');
    await desktop.until(isOpen);
  });

  it('works without a tray, and reports that once', async () => {
    const desktop = await start({ machine: { hasTray: false } });
    await desktop.until(isOpen);
    await desktop.ask('closeWindow', 1);
    const { notifications, tray } = await desktop.until((state) => state.notifications.length === 1);
    expect(tray).toBeNull();
    expect(notifications[0]?.['body']).toContain('shows no tray icons');
    await desktop.ask('clickMenu', 'go-uptime');
    await desktop.until((state) => state.windows[0]?.isVisible === true);
  });

  it('works without a notification service', async () => {
    const desktop = await start({ machine: { canNotify: false } });
    await desktop.until(isOpen);
    await desktop.ask('closeWindow', 1);
    const { notifications } = await desktop.until((state) => state.windows[0]?.isVisible === false);
    expect(notifications).toEqual([]);
    expect(desktop.process.exitCode).toBeNull();
  });

  it('previews a file from the command line before importing it', async () => {
    const desktop = await start({ args: [join(FIXTURES, 'imports/nodes-1-and-2.json')] });
    const dialog = (await desktop.page()).getByRole('dialog');
    await dialog.getByText('For Node 1 (new), Node 2 (new)').waitFor();
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await expect.poll(() => dialog.innerText()).toContain('2 new');
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('%s closes the recorder and the database cleanly', async (signal) => {
    const desktop = await start({ args: ['--hidden'] });
    await expect.poll(() => readLog(dataDirectory)).toContain('"recording"');
    desktop.process.kill(signal);
    expect(await desktop.ended).toBe(0);
    expect(readLog(dataDirectory)).toContain('"stopped"');
    expect(existsSync(join(dataDirectory, 'farmer.sqlite-wal'))).toBe(false);
  });

  it('starts with a read-only home directory', async () => {
    const file = join(temporary.path, 'a-file');
    writeFileSync(file, '');
    // A path below a file can be neither made nor written, also by root.
    const desktop = await start({ dataDirectory: join(file, 'data') });
    expect(await Promise.race([desktop.ended, desktop.until(isOpen).then(() => 'open')])).toBe('open');
    await desktop.ask('setBounds', 1, { x: 5, y: 5, width: 900, height: 600 });
    await desktop.ask('clickTray', 'quit');
    expect(await desktop.ended).toBe(0);
  });
});
