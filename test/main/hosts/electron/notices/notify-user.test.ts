import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { watchUptime } from '#main/app/uptime/uptime-watch.ts';
import { type ComposedApp, composeApp } from '#main/compose.ts';
import { createUserNotifier, type UserNotifier } from '#main/hosts/electron/notices/notify-user.ts';
import { loadShellLanguage } from '#main/hosts/electron/texts.ts';
import type { Stores } from '#main/store/stores.ts';
import type { Delivery } from '#shared/contract/notifications/notifications.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

const EVENING_S = Math.floor(new Date(2026, 10, 20, 22, 30).getTime() / 1000);
const NEXT_MORNING_S = Math.floor(new Date(2026, 10, 21, 8, 1).getTime() / 1000);

let directory: TemporaryDirectory;
let app: ComposedApp;
let stores: Stores;
let notifier: UserNotifier;
let shown: string[];
let markers: string[];
let nowS: number;

beforeEach(async () => {
  directory = makeTemporaryDirectory();
  nowS = EVENING_S;
  shown = [];
  markers = [];
  app = composeApp({ host: 'desktop', env: {}, dataDir: directory.path, nowMs: () => nowS * 1000 });
  stores = await app.context.stores();
  const wishes = { isEnabled: true, lowestLevel: 'low', quietHours: null, hasDailyDigest: true } as const;
  stores.settings.update({ notifications: wishes }, nowS * 1000);
});
afterEach(async () => {
  notifier.stop();
  await app.close();
  directory.remove();
});

function raise(key: string, delivery: Delivery): void {
  const figures = { leftS: 7200, allowedS: 131_544 };
  stores.notifications.raise({ key, kind: 'budget-20', severity: 'normal', nodeId: null, figures }, delivery, nowS);
}

function follow(): void {
  const notices = {
    show: ({ title }: { readonly title: string }) => void (title === 'This is a test' ? markers : shown).push(title),
  };
  notifier = createUserNotifier(app.context, notices, loadShellLanguage().texts);
}

/** Raises a notification of its own and waits for it: the log is read in order, so everything before it is through. */
async function settle(): Promise<void> {
  const key = `marker-${nowS}`;
  stores.notifications.raise({ key, kind: 'test', severity: 'normal', nodeId: null, figures: {} }, 'now', nowS);
  app.context.events.publish('notifications');
  await expect.poll(() => markers.length).toBe(1);
  markers = [];
}

describe('system notifications', () => {
  // Catches a digest that the recorder of this process, or another process, took and nobody showed.
  it('show the digest once, whichever process wrote it', async () => {
    raise('a', 'digest');
    raise('b', 'digest');
    follow();
    await settle();
    nowS = NEXT_MORNING_S;
    await watchUptime(app.context);
    await watchUptime(app.context);
    await settle();
    expect(shown).toEqual(['Summary of the day']);
  });

  it('show the entry itself when the digest has only one', async () => {
    raise('a', 'digest');
    follow();
    await settle();
    nowS = NEXT_MORNING_S;
    await watchUptime(app.context);
    await settle();
    expect(shown).toEqual(['Little of the downtime budget is left']);
  });

  // Catches what the start itself found being taken for old, since the log is read a while later.
  it('show what was found since the start, and nothing earlier', async () => {
    raise('old', 'now');
    nowS += 60;
    follow();
    raise('new', 'now');
    await settle();
    expect(shown).toEqual(['Little of the downtime budget is left']);
  });
});
