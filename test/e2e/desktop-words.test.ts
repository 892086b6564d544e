import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runFarmer } from '#test/support/cli.ts';
import { callFromPage, isOpen, type RunningDesktop, startDesktop } from '#test/support/desktop.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

/** The words of things that a menu, a message or a dialog shows. */
const SHOWN = new Set([
  'label',
  'title',
  'body',
  'message',
  'detail',
  'content',
  'buttons',
  'text',
  'credits',
  'toolTip',
]);

/** Everything in a description that a reader sees. */
function shownTexts(value: unknown, name = ''): readonly string[] {
  if (typeof value === 'string') {
    return SHOWN.has(name) ? value.split('\n') : [];
  }
  if (Array.isArray(value)) {
    return value.flatMap((part) => shownTexts(part, name));
  }
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, part]) => shownTexts(part, key))
    : [];
}

/** What did not come from the texts: those of the pseudo-language stand in brackets. */
function strangers(...shown: readonly unknown[]): readonly string[] {
  return shown.flatMap((part) => shownTexts(part)).filter((text) => !/^\[.*\]$/u.test(text));
}

const directory = makeTemporaryDirectory();
let desktop: RunningDesktop;
beforeAll(async () => {
  // Recorded from the start, the tray has its figures at once instead of with the next minute.
  await runFarmer(['nodes', 'this-computer', 'node'], directory.path);
  desktop = await startDesktop({ dataDirectory: directory.path });
  await callFromPage(await desktop.page(), '/settings/update', { language: 'en-XA' });
  await desktop.until((state) => shownTexts(state.applicationMenu)[0]?.startsWith('[') === true);
});
afterAll(async () => {
  await desktop?.stop();
  directory.remove();
});

// Catches a text of the shell, or of the engine's own menus, that no translation could ever reach.
describe('switching to a pseudo-language in the settings at run time', () => {
  it('translates all texts of menus, tray and about panel', async () => {
    const { applicationMenu, tray, app } = await desktop.until((state) => state.tray?.toolTip.split('\n').length === 5);
    expect(shownTexts(applicationMenu).length).toBeGreaterThan(25);
    expect(shownTexts(tray).length).toBeGreaterThan(8);
    expect(strangers(applicationMenu, tray, app.about)).toEqual([]);
  });

  it('translates all texts of dialogs', async () => {
    await desktop.ask('clickMenu', 'check-updates');
    const { dialogs } = await desktop.until((state) => state.dialogs.length === 1);
    expect(strangers(dialogs)).toEqual([]);
  });

  it('translates all system notifications', async () => {
    await callFromPage(await desktop.page(), '/notifications/sendTest', {});
    await desktop.until((state) => state.notifications.length === 1);
    await desktop.ask('closeWindow', 1);
    const { notifications } = await desktop.until((state) => state.notifications.length === 2);
    expect(strangers(notifications)).toEqual([]);
    await desktop.ask('clickTray', 'open');
    await desktop.until(isOpen);
  });

  it('translates the page that replaces a crashed one', async () => {
    const page = await desktop.page();
    await desktop.ask('crashPage', 1);
    await page.locator('main h1').waitFor();
    const lines = await page.locator('main').evaluate((main) => [...main.children].map((child) => child.textContent));
    expect(lines.filter((line) => !line?.startsWith('['))).toEqual([]);
    expect(await page.locator('html').getAttribute('lang')).toBe('en-XA');
  });
});
