import { Stack } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '#renderer/ui/card.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { LoadingSkeleton } from '#renderer/ui/loading-skeleton.tsx';
import { Notice } from '#renderer/ui/notice.tsx';
import { type BoundFields, bindFields } from '#renderer/ui/bind-fields.ts';
import { isConnectionFailure, type SettingField } from './use-setting.ts';
import classes from './settings.module.css';

function Saved({ state }: Pick<SettingField<unknown>, 'state'>) {
  const { t } = useTranslation('common');
  return (
    <output className={classes['saved']}>
      {state === 'saved' ? (
        <>
          <IconCheck size={14} aria-hidden /> {t('saved')}
        </>
      ) : null}
    </output>
  );
}

function Problem({ field }: { readonly field: Pick<SettingField<unknown>, 'state' | 'error'> }) {
  const { t } = useTranslation('settings');
  if (field.error === null || field.error === undefined) return null;
  if (field.state !== 'failed' || !isConnectionFailure(field.error)) return <ErrorState error={field.error} />;
  return (
    <Notice tone="warn" title={t('unsaved.title')}>
      {t('unsaved.hint')}
    </Notice>
  );
}

/** A card that edits one setting, with fields for its parts, and shows when it was saved. */
export function SettingCard<T>({
  title,
  field,
  footer,
  isShownAtField = false,
  children,
}: {
  readonly title: string;
  readonly field: SettingField<T>;
  readonly footer?: ReactNode;
  /** The error is shown at its field instead. */
  readonly isShownAtField?: boolean;
  readonly children: (value: T, fields: BoundFields<T>) => ReactNode;
}) {
  const { value } = field;
  return (
    <Card title={title} tools={<Saved state={field.state} />} {...(footer === undefined ? {} : { footer })}>
      {isShownAtField ? null : <Problem field={field} />}
      {value === undefined ? (
        field.error === null ? (
          <LoadingSkeleton shape="rows" count={2} />
        ) : null
      ) : (
        <Stack gap="sm">
          {children(
            value,
            bindFields<T>(value, (patch) => field.set({ ...value, ...patch })),
          )}
        </Stack>
      )}
    </Card>
  );
}
