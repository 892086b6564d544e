import { Button } from '@mantine/core';
import { IconCircleX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { toFarmerError } from '#shared/contract/transport-error.ts';
import { FarmerError } from '#shared/errors.ts';
import classes from './error-state.module.css';

/** The message and the hint of whatever was thrown; an unplanned error is named as such. */
export function useErrorText(error: unknown): { readonly message: string; readonly hint: string } {
  const { t } = useTranslation('common');
  const known = toFarmerError(error);
  if (known instanceof FarmerError) return { message: known.message, hint: known.hint };
  return { message: t('error.unplanned'), hint: t('error.unplannedHint') };
}

/** An error in the place where the answer would stand: message, hint, Retry. */
export function ErrorState({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const { t } = useTranslation('common');
  const { message, hint } = useErrorText(error);
  return (
    <div className={classes.error} role="alert">
      <div className={classes.title}>
        <IconCircleX size={18} aria-hidden />
        <span>{message}</span>
      </div>
      {hint === '' ? null : <p>{hint}</p>}
      {onRetry === undefined ? null : (
        <Button variant="default" size="xs" onClick={onRetry}>
          {t('retry')}
        </Button>
      )}
    </div>
  );
}
