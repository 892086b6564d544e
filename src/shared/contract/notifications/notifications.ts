import { z } from 'zod';
import { DELIVERIES, NOTIFICATION_KINDS, SEVERITIES } from '#shared/domain/notifications/kinds.ts';
import { command, query, unixSeconds, wholeNumber } from '#shared/contract/base.ts';

const delivery = z.enum(DELIVERIES);

/** What the texts of a notification need: seconds, counts and bytes as numbers; names and amounts as text. */
export const figuresSchema = z.record(z.string(), z.union([z.number(), z.string()]));
/** The figures of a notification. */
export type Figures = Readonly<z.infer<typeof figuresSchema>>;

const notificationSchema = z.object({
  id: wholeNumber,
  kind: z.enum(NOTIFICATION_KINDS),
  severity: z.enum(SEVERITIES),
  nodeId: wholeNumber.nullable().describe('Null for one that belongs to no node'),
  nodes: z.array(wholeNumber).readonly().describe('The nodes of one that is about several'),
  figures: figuresSchema,
  delivery,
  raisedAtS: unixSeconds,
  resolvedAtS: unixSeconds.nullable(),
  endsQuietly: z.boolean().describe('Ended because a worse one began or its node is gone: that is not "over"'),
  readAtS: unixSeconds.nullable(),
});

/** How a notification is delivered. */
export type Delivery = z.infer<typeof delivery>;
/** One entry of the log. */
export type Notification = z.infer<typeof notificationSchema>;
/** A {@link Notification} with the identity of its condition. */
export type StoredNotification = Notification & { readonly key: string };

/** Calls about notifications. */
export const notificationsContract = {
  list: query('The log of notifications, latest first')
    .input(z.object({ limit: z.number().int().min(1).max(500).default(100) }).default({ limit: 100 }))
    .output(z.object({ notifications: z.array(notificationSchema).readonly(), unread: wholeNumber })),
  markAllRead: command('Mark every notification as read').output(z.object({ marked: wholeNumber })),
  sendTest: command('Send a test notification the way real ones go').output(notificationSchema),
};
