import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '#renderer/client/client.ts';
import { goTo, useHashPath } from '#renderer/ui/hash-location.ts';
import { Notice } from '#renderer/ui/notice.tsx';
import classes from './shell.module.css';

/** Shown when all or part of the data cannot be read; links to the doctor. */
export function DatabaseBanner() {
  const { t } = useTranslation('common');
  const [path] = useHashPath();
  const { data } = useQuery(api.app.getInfo.queryOptions());
  const database = data?.database;
  if (database === undefined || (database.state === 'ready' && database.unreadable.length === 0)) return null;
  const { tone, title, text } =
    database.state === 'unusable'
      ? { tone: 'bad' as const, title: database.error.message, text: database.error.hint }
      : {
          tone: 'warn' as const,
          title: t('database.rowsLeftOut', { where: database.unreadable.join(', ') }),
          text: t('database.rowsLeftOutHint'),
        };
  return (
    <div className={classes['lost']}>
      <Notice
        tone={tone}
        title={title}
        action={
          path === '/settings' ? undefined : (
            <Button variant="default" size="xs" onClick={() => goTo('/settings')}>
              {t('database.doctor')}
            </Button>
          )
        }
      >
        {text}
      </Notice>
    </div>
  );
}
