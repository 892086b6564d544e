import { countKinds, NOTIFICATION_KINDS, type NotificationKind } from '#shared/domain/notifications/rules.ts';
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
  unreachable: '/uptime',
  'recorder-stopped': '/uptime',
  'recorder-cannot-write': '/settings',
  'disk-nearly-full': '/settings',
  digest: '/notifications',
  test: '/settings',
} as const satisfies Readonly<Record<NotificationKind, string>>;

/** What a digest holds, in words. */
function digestWords(figures: LoggedNotice['figures'], t: ShellTexts) {
  const held = NOTIFICATION_KINDS.filter((kind) => figures[kind] !== undefined);
  const total = held.reduce((sum, kind) => sum + (figures[kind] ?? 0), 0);
  return { first: held[0] === undefined ? '' : t(`notice.${held[0]}.title`), count: Math.max(0, total - 1) };
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

/** Several lines of the log as one message. @param digest at least one line */
export function digestNoticeOf(digest: readonly LoggedNotice[], t: ShellTexts): Notice | null {
  const [first, ...others] = digest;
  if (first === undefined || others.length === 0) {
    return first === undefined ? null : noticeOf(first, t);
  }
  return noticeOf({ kind: 'digest', severity: 'low', figures: countKinds(digest) }, t);
}
