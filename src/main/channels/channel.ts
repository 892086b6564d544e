import type { Severity } from '#shared/domain/notifications/kinds.ts';
import type { NotificationKind } from '#shared/domain/notifications/kinds.ts';

/** A message as every channel sends it; its texts hold nothing that cannot be seen. */
export interface AlertMessage {
  /** The same at every attempt, so that a receiver can tell a repetition. */
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly kind: NotificationKind;
  readonly severity: Severity;
  readonly isOver: boolean;
  readonly atS: number;
}

/**
 * A way out of this computer. It sends one message.
 * @throws GridProblem where it was not taken; `mayPass` tells whether another attempt makes sense
 */
export type Channel = (message: AlertMessage) => Promise<void>;
