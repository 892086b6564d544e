import type { Delivery, Notification } from '#shared/contract/notifications/notifications.ts';
import { ALERT_PAGES, alertHeadline, type AlertReader, alertText } from '#shared/domain/notifications/alert-text.ts';
import { NOTIFICATION_KINDS } from '#shared/domain/notifications/kinds.ts';
import { type Message, translate } from '#shared/message.ts';
import type { Notice } from './system-notices.ts';
import type { ShellTexts } from '#main/hosts/electron/texts.ts';

/** The fields of a notification that its text needs. */
export type LoggedNotification = Pick<Notification, 'kind' | 'severity' | 'figures' | 'nodeId'>;
/** What the texts depend on besides the notification. */
export type NoticeReader = Pick<AlertReader, 'nameOf' | 'currency'>;

function write(logged: LoggedNotification, reader: NoticeReader, t: ShellTexts, isOver: boolean): Notice {
  const inLanguage = (text: Message) => translate(text, (key, values) => t(key as 'notifications:core.over', values));
  const text = alertText(logged, { ...reader, translate: inLanguage });
  return {
    title: inLanguage(alertHeadline(text, isOver)),
    body: [text.body, ...(text.money === null ? [] : [text.money])].map(inLanguage).join(' '),
    route: ALERT_PAGES[logged.kind],
    isUrgent: !isOver && logged.severity === 'high',
  };
}

/** A system notification for an entry of the log. */
export function noticeOf(logged: LoggedNotification, reader: NoticeReader, t: ShellTexts): Notice {
  return write(logged, reader, t, false);
}

/** The system notification that a problem has been resolved. */
export function resolvedNoticeOf(logged: LoggedNotification, reader: NoticeReader, t: ShellTexts): Notice {
  return write(logged, reader, t, true);
}

/**
 * A digest as one system notification: the titles of its entries, or the full text of a single entry.
 * @param log the latest first
 */
export function digestNoticeOf(
  digest: LoggedNotification,
  log: readonly (LoggedNotification & { readonly delivery: Delivery })[],
  reader: NoticeReader,
  t: ShellTexts,
): Notice {
  const held = NOTIFICATION_KINDS.filter((kind) => digest.figures[kind] !== undefined);
  const [first, ...others] = held;
  const isOne = first !== undefined && others.length === 0 && digest.figures[first] === 1;
  const only = isOne ? log.find(({ kind, delivery }) => kind === first && delivery === 'digest') : undefined;
  return noticeOf(only ?? digest, reader, t);
}
