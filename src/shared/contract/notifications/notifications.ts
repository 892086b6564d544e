import { z } from 'zod';
import { DELIVERIES } from '#shared/domain/notifications/delivery.ts';
import { NOTIFICATION_KINDS, SEVERITIES } from '#shared/domain/notifications/rules.ts';
import { command, query, unixSeconds, wholeNumber } from '#shared/contract/base.ts';

/** One line of the log. */
export const notificationSchema = z.object({
  id: wholeNumber,
  kind: z.enum(NOTIFICATION_KINDS),
  severity: z.enum(SEVERITIES),
  nodeId: wholeNumber.nullable(),
  figures: z.record(z.string(), z.number()).describe('What the text needs: seconds, counts, bytes'),
  delivery: z.enum(DELIVERIES),
  raisedAtS: unixSeconds,
  resolvedAtS: unixSeconds.nullable(),
  readAtS: unixSeconds.nullable(),
});

/** One line of the log. */
export type NotificationWire = z.infer<typeof notificationSchema>;

/** Calls about notifications. */
export const notificationsContract = {
  list: query('The log of notifications, latest first')
    .input(z.object({ limit: z.number().int().min(1).max(500).default(100) }).default({ limit: 100 }))
    .output(z.object({ notifications: z.array(notificationSchema), unread: wholeNumber })),
  markAllRead: command('Mark every notification as read').output(z.object({ marked: wholeNumber })),
  sendTest: command('Send a test notification the way real ones go').output(notificationSchema),
};
