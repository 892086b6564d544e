import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '#renderer/client/client.ts';
import { goTo, useHashPath } from '#renderer/ui/hash-location.ts';
import { Notice } from '#renderer/ui/notice.tsx';
import classes from './shell.module.css';

/** Says so when the data cannot be opened, and leads to the doctor. */
export function DatabaseBanner() {
  const { t } = useTranslation('common');
  const [path] = useHashPath();
  const { data } = useQuery(api.app.getInfo.queryOptions());
  if (data === undefined || data.database.state !== 'unusable') return null;
  const { message, hint } = data.database.error;
  return (
    <div className={classes['lost']}>
      <Notice
        tone="bad"
        title={message}
        action={
          path === '/settings' ? undefined : (
            <Button variant="default" size="xs" onClick={() => goTo('/settings')}>
              {t('database.doctor')}
            </Button>
          )
        }
      >
        {hint}
      </Notice>
    </div>
  );
}
