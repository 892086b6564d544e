import { Button } from '@mantine/core';
import { IconCircleX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { toFarmerError } from '#shared/contract/transport-error.ts';
import { EmptyState } from './empty-state.tsx';
import classes from './error-state.module.css';
import { useErrorText } from './error-text.ts';

/** An error in place of its content: message, hint, Retry. Unknown hardware is shown as an empty state instead. */
export function ErrorState({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const { t } = useTranslation('common');
  const { message, hint } = useErrorText()(error);
  const retry =
    onRetry === undefined ? null : (
      <Button variant="default" size="xs" onClick={onRetry}>
        {t('retry')}
      </Button>
    );
  if (toFarmerError(error)?.code === 'HARDWARE_UNAVAILABLE') {
    return <EmptyState compact title={message} purpose={hint} action={retry} />;
  }
  return (
    <div className={classes.error} role="alert">
      <div className={classes.title}>
        <IconCircleX size={18} aria-hidden />
        <span>{message}</span>
      </div>
      {hint === '' ? null : <p>{hint}</p>}
      {retry}
    </div>
  );
}
