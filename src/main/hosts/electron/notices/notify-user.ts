import { createCalls } from '#main/app/router.ts';
import type { AppContext } from '#main/app/context.ts';
import type { Notification } from '#shared/contract/notifications/notifications.ts';
import { displayCurrency } from '#shared/number-text.ts';
import { digestNoticeOf, noticeOf, resolvedNoticeOf } from './notice-texts.ts';
import type { SystemNotices } from './system-notices.ts';
import type { ShellTexts } from '#main/hosts/electron/texts.ts';

/** How long notifications stay paused, in milliseconds. */
const PAUSE_MS = 3_600_000;

/** Shows each entry of the notification log to the user once. */
export interface UserNotifier {
  readonly isPaused: () => boolean;
  readonly setPaused: (isPaused: boolean) => void;
  readonly stop: () => void;
}

interface Seen {
  /** The last entry that was in the log at the previous check. */
  lastId: number;
  /** Entries that were shown and are still open. */
  readonly open: Map<number, Notification>;
}

async function readLog(context: AppContext) {
  const calls = createCalls(context);
  const { notifications } = await calls.notifications.list({ limit: 100 });
  const { nodes } = await calls.nodes.list();
  const names = new Map(nodes.map(({ id, name }) => [id, name]));
  const { currency, rate } = await calls.settings.money.get();
  // With a single node, its name would be noise.
  const nameOf = (id: number) => (names.size < 2 ? null : (names.get(id) ?? null));
  return { log: notifications, reader: { nameOf, currency: displayCurrency(currency, rate) } };
}

const isDelivered = ({ kind, delivery }: Notification) => delivery === 'now' || kind === 'digest';

/**
 * What must be shown of the log now: new entries that are immediate or belong to the digest, and shown entries that
 * were resolved. It makes no difference which process wrote them.
 */
function selectNews(log: readonly Notification[], seen: Seen) {
  const raised = log.filter((line) => line.id > seen.lastId && isDelivered(line)).toReversed();
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

/** Watches the notification log and shows what is due. Entries from before it was created are not shown again. */
export function createUserNotifier(context: AppContext, notices: SystemNotices, t: ShellTexts): UserNotifier {
  const seen: Seen = { lastId: 0, open: new Map() };
  const startedAtS = Math.floor(context.nowMs() / 1000);
  let pausedUntilMs = 0;
  const isPaused = () => context.nowMs() < pausedUntilMs;
  const look = async (isFirst: boolean): Promise<void> => {
    const { log, reader } = await readLog(context);
    const { raised, resolved } = selectNews(log, seen);
    if (isPaused()) {
      return;
    }
    // The log is first read some time after the start, so entries that the start itself caused are new.
    for (const line of raised.filter(({ raisedAtS }) => !isFirst || raisedAtS >= startedAtS)) {
      notices.show(line.kind === 'digest' ? digestNoticeOf(line, log, reader, t) : noticeOf(line, reader, t));
    }
    for (const line of resolved) {
      notices.show(resolvedNoticeOf(line, reader, t));
    }
  };
  // Checks run one after another, because two at once would show an entry twice.
  let queue = Promise.resolve();
  const scheduleCheck = (isFirst: boolean): void => {
    queue = queue.then(() => look(isFirst)).catch((error: unknown) => context.log.warn('log not read', { error }));
  };
  scheduleCheck(true);
  const unsubscribe = context.events.subscribe((topic) => {
    if (topic === 'notifications') {
      scheduleCheck(false);
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
