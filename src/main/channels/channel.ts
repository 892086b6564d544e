import type { Severity } from '#shared/domain/notifications/kinds.ts';
import type { NotificationKind } from '#shared/domain/notifications/kinds.ts';

/** The content of a message, the same for every channel. Invisible characters are already removed from its texts. */
export interface AlertMessage {
  /** Stays the same when a send is repeated, so that the receiver can recognise duplicates. */
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly kind: NotificationKind;
  readonly severity: Severity;
  readonly isOver: boolean;
  readonly atS: number;
}

/**
 * Sends one message out of this computer.
 * @throws GridProblem when the message was not delivered; `isRetryable` says whether to try again
 */
export type Channel = (message: AlertMessage) => Promise<void>;
