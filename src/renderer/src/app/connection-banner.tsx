import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { connection } from '#renderer/client/client.ts';
import { useConnection } from '#renderer/client/use-connection.ts';
import { Notice } from '#renderer/ui/notice.tsx';
import classes from './shell.module.css';

/** A banner shown while the program is unreachable; the loaded data stays on the page. */
export function ConnectionBanner() {
  const { t } = useTranslation('common');
  const state = useConnection();
  if (state === 'open' || state === 'connecting') return null;
  const action =
    state === 'lost' ? (
      <Button variant="default" size="xs" onClick={connection.retry}>
        {t('connection.again')}
      </Button>
    ) : undefined;
  return (
    <div className={classes['lost']}>
      <Notice tone={state === 'lost' ? 'warn' : 'bad'} title={t(`connection.${state}`)} action={action}>
        {t(`connection.${state}Hint`)}
      </Notice>
    </div>
  );
}
