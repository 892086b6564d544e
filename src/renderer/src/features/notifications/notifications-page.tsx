import { Button } from '@mantine/core';
import { IconBellRinging, IconChecks } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Notification } from '#shared/contract/notifications/notifications.ts';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { useCommand } from '#renderer/ui/command.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { goTo } from '#renderer/ui/hash-location.ts';
import { LoadingSkeleton } from '#renderer/ui/loading-skeleton.tsx';
import { Page, PageHeader } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { NotificationList } from './notification-list.tsx';

function TestButton() {
  const { t } = useTranslation('notifications');
  const test = useCommand(api.notifications.sendTest);
  return (
    <Button
      variant="default"
      leftSection={<IconBellRinging size={16} aria-hidden />}
      loading={test.isRunning}
      onClick={() => test.run(undefined)}
    >
      {t('test')}
    </Button>
  );
}

function Log({ notifications }: { readonly notifications: readonly Notification[] }) {
  const { t } = useTranslation('notifications');
  if (notifications.length > 0) {
    return (
      <Card flush>
        <NotificationList notifications={notifications} />
      </Card>
    );
  }
  return (
    <EmptyState
      title={t('none.title')}
      purpose={t('none.purpose')}
      action={
        <Button variant="default" onClick={() => goTo('/settings')}>
          {t('none.settings')}
        </Button>
      }
    />
  );
}

/** All notifications, latest first, including those that were not shown on the desktop. */
export default function NotificationsPage() {
  const { t } = useTranslation('notifications');
  const query = useQuery(api.notifications.list.queryOptions({ input: {} }));
  const markRead = useCommand(api.notifications.markAllRead);
  const unread = query.data?.unread ?? 0;
  return (
    <Page>
      <PageHeader
        title={t('title')}
        lede={t('lede')}
        tools={<TestButton />}
        action={
          unread === 0 ? undefined : (
            <Button
              leftSection={<IconChecks size={16} aria-hidden />}
              loading={markRead.isRunning}
              onClick={() => markRead.run(undefined)}
            >
              {t('markRead')}
            </Button>
          )
        }
      />
      <QueryView query={query} loading={<LoadingSkeleton shape="rows" count={5} />}>
        {({ notifications }) => <Log notifications={notifications} />}
      </QueryView>
    </Page>
  );
}
