import { Checkbox } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type client } from '#renderer/client/client.ts';
import { useCommand } from './command.ts';
import { FormDialog } from './form-dialog.tsx';
import { Notice } from './notice.tsx';
import { SecretInput } from './text-field.tsx';

export interface RestoreDialogProps {
  readonly title: string;
  readonly source: Parameters<typeof client.data.backups.restore>[0]['source'];
  /** Null when that is unknown before the backup is opened. */
  readonly isEncrypted: boolean | null;
  readonly onRestored?: () => void;
  readonly onClose: () => void;
}

/** Replaces the current data by a backup; the current data is set aside. */
export function RestoreDialog({ title, source, isEncrypted, onRestored, onClose }: RestoreDialogProps) {
  const { t } = useTranslation('settings');
  const [passphrase, setPassphrase] = useState('');
  const [isFromOtherMachine, setFromOther] = useState(false);
  const queries = useQueryClient();
  const restore = useCommand(api.data.backups.restore, {
    doneText: t('backups.restored'),
    onDone: () => {
      onClose();
      onRestored?.();
      void queries.invalidateQueries({ queryKey: api.key() });
    },
  });
  return (
    <FormDialog
      title={title}
      action={t('backups.restore')}
      isRunning={restore.isRunning}
      canSubmit={isEncrypted !== true || passphrase !== ''}
      onSubmit={() => restore.run({ source, isFromOtherMachine, ...(passphrase === '' ? {} : { passphrase }) })}
      onClose={onClose}
    >
      <Notice tone="info" title={t('backups.restoreNote')}>
        {t('backups.restoreAside')}
      </Notice>
      {isEncrypted === false ? null : (
        <SecretInput
          label={t('backups.passphrase')}
          {...(isEncrypted === null ? { description: t('backups.passphraseIfEncrypted') } : {})}
          autoComplete="off"
          value={passphrase}
          onChange={setPassphrase}
        />
      )}
      <Checkbox
        label={t('backups.otherMachine')}
        checked={isFromOtherMachine}
        onChange={(event) => setFromOther(event.currentTarget.checked)}
      />
    </FormDialog>
  );
}
