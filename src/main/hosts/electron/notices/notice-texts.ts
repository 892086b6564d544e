import type { NotificationKind } from '#shared/domain/notifications/rules.ts';
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
  'late-wake-up': '/uptime',
  'recorder-stopped': '/uptime',
  'recorder-cannot-write': '/settings',
  'disk-nearly-full': '/settings',
  test: '/settings',
} as const satisfies Readonly<Record<NotificationKind, string>>;

/** A line of the log as a message of the system. */
export function noticeOf(logged: LoggedNotice, t: ShellTexts): Notice {
  const { leftS = 0, strikes = 0 } = logged.figures;
  return {
    title: t(`notice.${logged.kind}.title`),
    body: t(`notice.${logged.kind}.body`, { left: durationText(leftS, t), strikes }),
    route: ROUTES[logged.kind],
    isUrgent: logged.severity === 'high',
  };
}

/** That something is over, as a message of the system. */
export function resolvedNoticeOf(logged: LoggedNotice, t: ShellTexts): Notice {
  const notice = noticeOf(logged, t);
  return { ...notice, title: t('notice.resolved', { title: notice.title }), isUrgent: false };
}

/** Several lines of the log as one message. @param digest at least one line */
export function digestNoticeOf(digest: readonly LoggedNotice[], t: ShellTexts): Notice | null {
  const [first, ...others] = digest.map((logged) => noticeOf(logged, t));
  if (first === undefined || others.length === 0) {
    return first ?? null;
  }
  const body = t('notice.digest.body', { first: first.title, count: others.length });
  return { title: t('notice.digest.title'), body, route: '/uptime', isUrgent: false };
}
