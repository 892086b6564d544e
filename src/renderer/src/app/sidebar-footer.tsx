import { IconSeeding } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '#renderer/client/client.ts';
import { hrefTo, useHashPath } from '#renderer/ui/hash-location.ts';
import { DemoNotice } from './demo-notice.tsx';
import classes from './shell.module.css';

/** Below the navigation: a notice about demo data, and a link to an unfinished set-up. */
export function SidebarFooter({ onGo }: { readonly onGo?: () => void }) {
  const { t } = useTranslation(['common', 'pages']);
  const [path] = useHashPath();
  const { data: settings } = useQuery(api.settings.get.queryOptions());
  const isSetUpOpen = settings !== undefined && settings.firstRun.step !== 'done';
  const link = (to: string) => ({
    href: hrefTo(to),
    className: classes['link'],
    ...(path === to ? { 'aria-current': 'page' as const } : {}),
    ...(onGo === undefined ? {} : { onClick: onGo }),
  });
  return (
    <div className={classes['foot']}>
      <DemoNotice />
      {isSetUpOpen ? (
        <a {...link('/first-run')}>
          <IconSeeding size={18} stroke={1.75} aria-hidden />
          <span className={classes['word']}>{t('pages:first-run')}</span>
        </a>
      ) : null}
    </div>
  );
}
