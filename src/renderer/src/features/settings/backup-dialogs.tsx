import { Checkbox, PasswordInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '#renderer/client/client.ts';
import { useCommand } from '#renderer/ui/command.ts';
import { FormDialog } from '#renderer/ui/form-dialog.tsx';
import { formatInstant } from '#renderer/ui/format-time.ts';
import { Notice } from '#renderer/ui/notice.tsx';

interface Named {
  readonly name: string;
  readonly createdAtMs: number;
  readonly isEncrypted: boolean;
}

/** Makes a checked copy, with a passphrase if the farmer wants one. */
export function KeepBackupDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('settings');
  const [passphrase, setPassphrase] = useState('');
  const keep = useCommand(api.data.backups.keep, { doneText: t('backups.kept'), onDone: onClose });
  return (
    <FormDialog
      title={t('backups.keep')}
      action={t('backups.keepAction')}
      isRunning={keep.isRunning}
      onSubmit={() => keep.run(passphrase === '' ? {} : { passphrase })}
      onClose={onClose}
    >
      <PasswordInput
        label={t('backups.passphrase')}
        description={t('backups.passphraseHint')}
        autoComplete="new-password"
        value={passphrase}
        onChange={(event) => setPassphrase(event.currentTarget.value)}
      />
    </FormDialog>
  );
}

function when(backup: Named): string {
  return formatInstant(Math.floor(backup.createdAtMs / 1000));
}

/** Puts a copy in the place of the data in use, which is kept aside. */
export function RestoreDialog({ backup, onClose }: { readonly backup: Named; readonly onClose: () => void }) {
  const { t } = useTranslation('settings');
  const [passphrase, setPassphrase] = useState('');
  const [isFromOtherMachine, setFromOther] = useState(false);
  const queries = useQueryClient();
  const restore = useCommand(api.data.backups.restore, {
    doneText: t('backups.restored'),
    onDone: () => {
      onClose();
      void queries.invalidateQueries({ queryKey: api.key() });
    },
  });
  const run = () =>
    restore.run({
      source: { name: backup.name },
      isFromOtherMachine,
      ...(passphrase === '' ? {} : { passphrase }),
    });
  return (
    <FormDialog
      title={t('backups.restoreTitle', { when: when(backup) })}
      action={t('backups.restore')}
      isRunning={restore.isRunning}
      canSubmit={!backup.isEncrypted || passphrase !== ''}
      onSubmit={run}
      onClose={onClose}
    >
      <Notice tone="info" title={t('backups.restoreNote')}>
        {t('backups.restoreAside')}
      </Notice>
      {backup.isEncrypted ? (
        <PasswordInput
          label={t('backups.passphrase')}
          autoComplete="off"
          value={passphrase}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
        />
      ) : null}
      <Checkbox
        label={t('backups.otherMachine')}
        checked={isFromOtherMachine}
        onChange={(event) => setFromOther(event.currentTarget.checked)}
      />
    </FormDialog>
  );
}

/** Deletes a kept copy for good: asked before, since it cannot be undone. */
export function RemoveBackupDialog({ backup, onClose }: { readonly backup: Named; readonly onClose: () => void }) {
  const { t } = useTranslation('settings');
  const remove = useCommand(api.data.backups.remove, { doneText: t('backups.removed'), onDone: onClose });
  return (
    <FormDialog
      title={t('backups.removeTitle', { when: when(backup) })}
      action={t('backups.remove')}
      isRunning={remove.isRunning}
      isDanger
      onSubmit={() => remove.run({ name: backup.name })}
      onClose={onClose}
    >
      <p>{t('backups.removeNote')}</p>
    </FormDialog>
  );
}
