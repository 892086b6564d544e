import { implement } from '@orpc/server';
import { notificationsContract } from '#shared/contract/notifications/notifications.ts';
import { decideDelivery } from '#shared/domain/notifications/delivery.ts';
import { SEVERITY_OF } from '#shared/domain/notifications/kinds.ts';
import type { AppContext } from '#main/app/context.ts';
import { localMinuteOfDay } from '#main/app/local-time.ts';

const area = implement(notificationsContract).$context<AppContext>();

export default area.router({
  list: area.list.handler(async ({ context, input }) => {
    const { notifications } = await context.stores();
    return { notifications: notifications.list(input.limit), unread: notifications.unreadCount() };
  }),
  markAllRead: area.markAllRead.handler(async ({ context }) => {
    const { notifications } = await context.stores();
    const marked = notifications.markAllRead(Math.floor(context.nowMs() / 1000));
    context.events.publish('notifications');
    return { marked };
  }),
  sendTest: area.sendTest.handler(async ({ context }) => {
    const stores = await context.stores();
    const nowMs = context.nowMs();
    const nowS = Math.floor(nowMs / 1000);
    const condition = {
      key: `test:${nowMs}`,
      kind: 'test' as const,
      severity: SEVERITY_OF.test,
      nodeId: null,
      site: null,
      figures: {},
    };
    const choices = stores.settings.all().notifications;
    const delivery = decideDelivery(condition, choices, [], nowS, localMinuteOfDay(nowMs));
    const logged = stores.transaction(() => {
      stores.notifications.raise(condition, delivery, nowS);
      stores.notifications.resolve(condition.key, nowS);
      return stores.notifications.list(1)[0];
    });
    context.events.publish('notifications');
    if (logged === undefined) {
      throw new Error('The test notification was not written.');
    }
    return logged;
  }),
});
