import type { Delivery, Notification } from '#shared/contract/notifications/notifications.ts';
import { ALERT_PAGES, alertHeadline, alertText } from '#shared/domain/notifications/alert-text.ts';
import { NOTIFICATION_KINDS } from '#shared/domain/notifications/kinds.ts';
import { type Message, translate } from '#shared/message.ts';
import type { Notice } from './system-notices.ts';
import type { ShellTexts } from '#main/hosts/electron/texts.ts';

/** A line of the notification log, as far as its text needs it. */
export type LoggedNotice = Pick<Notification, 'kind' | 'severity' | 'figures' | 'nodeId'>;
/** Gives the name of a node. */
export type NameOf = (nodeId: number) => string | null;

function write(logged: LoggedNotice, nameOf: NameOf, t: ShellTexts, isOver: boolean): Notice {
  const inLanguage = (text: Message) => translate(text, (key, values) => t(key as 'notifications:core.over', values));
  const text = alertText(logged, nameOf, 'en', inLanguage);
  return {
    title: inLanguage(alertHeadline(text, isOver)),
    body: [text.body, ...(text.money === null ? [] : [text.money])].map(inLanguage).join(' '),
    route: ALERT_PAGES[logged.kind],
    isUrgent: !isOver && logged.severity === 'high',
  };
}

/** A line of the log as a message of the system. */
export function noticeOf(logged: LoggedNotice, nameOf: NameOf, t: ShellTexts): Notice {
  return write(logged, nameOf, t, false);
}

/** That something is over, as a message of the system. */
export function resolvedNoticeOf(logged: LoggedNotice, nameOf: NameOf, t: ShellTexts): Notice {
  return write(logged, nameOf, t, true);
}

/**
 * A digest as one message: the titles of what it holds, or the one line that it holds.
 * @param log the latest first
 */
export function digestNoticeOf(
  digest: LoggedNotice,
  log: readonly (LoggedNotice & { readonly delivery: Delivery })[],
  nameOf: NameOf,
  t: ShellTexts,
): Notice {
  const held = NOTIFICATION_KINDS.filter((kind) => digest.figures[kind] !== undefined);
  const [first, ...others] = held;
  const isOne = first !== undefined && others.length === 0 && digest.figures[first] === 1;
  const only = isOne ? log.find(({ kind, delivery }) => kind === first && delivery === 'digest') : undefined;
  return noticeOf(only ?? digest, nameOf, t);
}
