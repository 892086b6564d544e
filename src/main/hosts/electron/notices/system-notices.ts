import { Notification } from 'electron';
import type { AppLog } from '#main/app/context.ts';
import type { ShellTexts } from '#main/hosts/electron/texts.ts';

/** A message of the system. */
export interface Notice {
  readonly title: string;
  readonly body: string;
  /** The page that a click opens. */
  readonly route: string;
  /** Whether it stays until it is dealt with, where the system can. */
  readonly isUrgent: boolean;
}

/** How notices reach the user. */
export interface SystemNotices {
  readonly show: (notice: Notice) => void;
}

/** What the notices need. */
export interface NoticesOptions {
  readonly log: AppLog;
  readonly texts: ShellTexts;
  readonly openPage: (route: string) => void;
}

/**
 * Shows messages through the system. Where there is no notification service they stay in Farmer's own log, and that is
 * written down once.
 */
export function createSystemNotices({ log, texts, openPage }: NoticesOptions): SystemNotices {
  // A notification that nobody holds is collected, and its click goes nowhere.
  const held = new Set<Notification>();
  let isMissingNoted = false;
  const noteMissing = (reason: string): void => {
    if (!isMissingNoted) {
      isMissingNoted = true;
      log.warn('no notification service', { reason });
    }
  };
  return {
    show({ title, body, route, isUrgent }) {
      if (!Notification.isSupported()) {
        noteMissing('not supported');
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
        noteMissing(error);
      });
      notification.show();
    },
  };
}
