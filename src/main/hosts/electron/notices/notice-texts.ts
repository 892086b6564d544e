import type { Delivery } from '#shared/contract/notifications/notifications.ts';
import { NOTIFICATION_KINDS, type NotificationKind } from '#shared/domain/notifications/kinds.ts';
import { durationText } from '#main/hosts/electron/tray/figure-texts.ts';
import type { Notice } from './system-notices.ts';
import type { ShellTexts } from '#main/hosts/electron/texts.ts';

/** A line of the notification log, as far as its text needs it. */
export interface LoggedNotice {
  readonly kind: NotificationKind;
  readonly severity: 'low' | 'normal' | 'high';
  readonly figures: Readonly<Record<string, number>>;
}

/** The page on which each kind is dealt with. */
const ROUTES = {
  'budget-50': '/uptime',
  'budget-20': '/uptime',
  'budget-5': '/uptime',
  'target-missed': '/uptime',
  violation: '/uptime',
  'late-wake-up': '/uptime',
  unreachable: '/uptime',
  'recorder-stopped': '/uptime',
  'recorder-cannot-write': '/settings',
  'disk-nearly-full': '/settings',
  digest: '/notifications',
  test: '/settings',
} as const satisfies Readonly<Record<NotificationKind, string>>;

/** What a digest holds: its figures count each kind. */
function digestContent(figures: LoggedNotice['figures']) {
  const [first, ...others] = NOTIFICATION_KINDS.filter((kind) => figures[kind] !== undefined);
  const total = [first, ...others].reduce((sum, kind) => sum + (kind === undefined ? 0 : (figures[kind] ?? 0)), 0);
  return { first, total };
}

function digestWords(figures: LoggedNotice['figures'], t: ShellTexts) {
  const { first, total } = digestContent(figures);
  return { first: first === undefined ? '' : t(`notice.${first}.title`), count: Math.max(0, total - 1) };
}

/** A line of the log as a message of the system. */
export function noticeOf(logged: LoggedNotice, t: ShellTexts): Notice {
  const { leftS = 0, strikes = 0, unreachableS = 0 } = logged.figures;
  return {
    title: t(`notice.${logged.kind}.title`),
    body: t(`notice.${logged.kind}.body`, {
      left: durationText(leftS, t),
      strikes,
      unreachable: durationText(unreachableS, t),
      ...digestWords(logged.figures, t),
    }),
    route: ROUTES[logged.kind],
    isUrgent: logged.severity === 'high',
  };
}

/** That something is over, as a message of the system. */
export function resolvedNoticeOf(logged: LoggedNotice, t: ShellTexts): Notice {
  const notice = noticeOf(logged, t);
  return { ...notice, title: t('notice.resolved', { title: notice.title }), isUrgent: false };
}

/**
 * A digest as one message: in words of its own, or those of the one line that it holds.
 * @param log the latest first
 */
export function digestNoticeOf(
  digest: LoggedNotice,
  log: readonly (LoggedNotice & { readonly delivery: Delivery })[],
  t: ShellTexts,
): Notice {
  const { first, total } = digestContent(digest.figures);
  const only = total === 1 ? log.find(({ kind, delivery }) => kind === first && delivery === 'digest') : undefined;
  return noticeOf(only ?? digest, t);
}
