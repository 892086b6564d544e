import { createCalls } from '#main/app/router.ts';
import type { AppContext } from '#main/app/context.ts';
import type { Notification } from '#shared/contract/notifications/notifications.ts';
import { displayCurrency } from '#shared/number-text.ts';
import { digestNoticeOf, noticeOf, resolvedNoticeOf } from './notice-texts.ts';
import type { SystemNotices } from './system-notices.ts';
import type { ShellTexts } from '#main/hosts/electron/texts.ts';

/** How long "pause" lasts, in milliseconds. */
export const PAUSE_MS = 3_600_000;

/** Brings what is written in the log to the user, each line once. */
export interface UserNotifier {
  readonly isPaused: () => boolean;
  readonly setPaused: (isPaused: boolean) => void;
  readonly stop: () => void;
}

interface Seen {
  /** The last line that was in the log when it was last looked at. */
  lastId: number;
  /** Lines that were shown and are not over yet. */
  readonly open: Map<number, Notification>;
}

async function readLog(context: AppContext) {
  const calls = createCalls(context);
  const { notifications } = await calls.notifications.list({ limit: 100 });
  const { nodes } = await calls.nodes.list();
  const names = new Map(nodes.map(({ id, name }) => [id, name]));
  const { currency, rate } = await calls.settings.money.get();
  // Where there is only one node, its name says nothing.
  const nameOf = (id: number) => (names.size < 2 ? null : (names.get(id) ?? null));
  return { log: notifications, reader: { nameOf, currency: displayCurrency(currency, rate) } };
}

const goesOut = ({ kind, delivery }: Notification) => delivery === 'now' || kind === 'digest';

/**
 * What of the log has to be shown now: new lines that go out at once or are the digest, and the end of those that were
 * shown. Whichever process wrote a line, each one finds it here.
 */
export function takeNews(log: readonly Notification[], seen: Seen) {
  const raised = log.filter((line) => line.id > seen.lastId && goesOut(line)).toReversed();
  const ended = log.filter(({ id, resolvedAtS }) => resolvedAtS !== null && seen.open.has(id));
  seen.lastId = Math.max(seen.lastId, ...log.map(({ id }) => id));
  for (const line of raised.filter(({ resolvedAtS }) => resolvedAtS === null)) {
    seen.open.set(line.id, line);
  }
  for (const { id } of ended) {
    seen.open.delete(id);
  }
  return { raised, resolved: ended.filter(({ endsQuietly }) => !endsQuietly) };
}

/**
 * Follows the log of notifications and shows what is meant to be shown. Lines from before it followed are not shown
 * again.
 */
export function createUserNotifier(context: AppContext, notices: SystemNotices, t: ShellTexts): UserNotifier {
  const seen: Seen = { lastId: 0, open: new Map() };
  const startedAtS = Math.floor(context.nowMs() / 1000);
  let pausedUntilMs = 0;
  const isPaused = () => context.nowMs() < pausedUntilMs;
  const look = async (isFirst: boolean): Promise<void> => {
    const { log, reader } = await readLog(context);
    const { raised, resolved } = takeNews(log, seen);
    if (isPaused()) {
      return;
    }
    // The log is first read a while after the start: what the start itself found is news.
    for (const line of raised.filter(({ raisedAtS }) => !isFirst || raisedAtS >= startedAtS)) {
      notices.show(line.kind === 'digest' ? digestNoticeOf(line, log, reader, t) : noticeOf(line, reader, t));
    }
    for (const line of resolved) {
      notices.show(resolvedNoticeOf(line, reader, t));
    }
  };
  // One look after another: two at once would show a line twice.
  let queue = Promise.resolve();
  const lookSoon = (isFirst: boolean): void => {
    queue = queue.then(() => look(isFirst)).catch((error: unknown) => context.log.warn('log not read', { error }));
  };
  lookSoon(true);
  const unsubscribe = context.events.subscribe((topic) => {
    if (topic === 'notifications') {
      lookSoon(false);
    }
  });
  return {
    isPaused,
    setPaused(isPausedNow) {
      pausedUntilMs = isPausedNow ? context.nowMs() + PAUSE_MS : 0;
    },
    stop: unsubscribe,
  };
}
