import { Notification } from 'electron';
import type { AppLog } from '#main/app/context.ts';
import type { ShellTexts } from '#main/hosts/electron/texts.ts';

/** A system notification. */
export interface Notice {
  readonly title: string;
  readonly body: string;
  /** The page that a click opens. */
  readonly route: string;
  /** Whether it stays until the user dismisses it, where the system supports that. */
  readonly isUrgent: boolean;
}

/** Shows system notifications to the user. */
export interface SystemNotices {
  readonly show: (notice: Notice) => void;
}

export interface NoticesOptions {
  readonly log: AppLog;
  readonly texts: ShellTexts;
  readonly openPage: (route: string) => void;
}

/**
 * Shows notifications through the operating system. Without a notification service they remain visible in Farmer's own
 * log, and that is logged once.
 */
export function createSystemNotices({ log, texts, openPage }: NoticesOptions): SystemNotices {
  // A notification that is not referenced is garbage-collected, and clicking it has no effect.
  const held = new Set<Notification>();
  let isMissingNoted = false;
  const logUnavailable = (reason: string): void => {
    if (!isMissingNoted) {
      isMissingNoted = true;
      log.warn('no notification service', { reason });
    }
  };
  return {
    show({ title, body, route, isUrgent }) {
      if (!Notification.isSupported()) {
        logUnavailable('not supported');
        return;
      }
      const notification = new Notification({
        title,
        body,
        urgency: isUrgent ? 'critical' : 'normal',
        timeoutType: isUrgent ? 'never' : 'default',
        actions: [{ type: 'button', text: texts('notice.open') }],
      });
      const open = (): void => {
        held.delete(notification);
        openPage(route);
      };
      held.add(notification);
      notification.on('click', open);
      notification.on('action', open);
      notification.on('close', () => held.delete(notification));
      notification.on('failed', (_event, error) => {
        held.delete(notification);
        logUnavailable(error);
      });
      notification.show();
    },
  };
}
