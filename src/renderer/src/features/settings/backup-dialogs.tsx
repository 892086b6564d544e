import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '#renderer/client/client.ts';
import { useCommand } from '#renderer/ui/command.ts';
import { FormDialog } from '#renderer/ui/form-dialog.tsx';
import { formatInstant } from '#renderer/ui/format-time.ts';
import { SecretInput } from '#renderer/ui/text-field.tsx';

interface Named {
  readonly name: string;
  readonly createdAtMs: number;
}

/** Creates a verified backup, optionally with a passphrase. */
export function CreateBackupDialog({ onClose }: { readonly onClose: () => void }) {
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
      <SecretInput
        label={t('backups.passphrase')}
        description={t('backups.passphraseHint')}
        autoComplete="new-password"
        value={passphrase}
        onChange={setPassphrase}
      />
    </FormDialog>
  );
}

/** The time of a backup, for a title. */
export function backupTime(backup: Pick<Named, 'createdAtMs'>): string {
  return formatInstant(Math.floor(backup.createdAtMs / 1000));
}

/** Permanently deletes a backup; confirmed beforehand, because it cannot be undone. */
export function RemoveBackupDialog({ backup, onClose }: { readonly backup: Named; readonly onClose: () => void }) {
  const { t } = useTranslation('settings');
  const remove = useCommand(api.data.backups.remove, { doneText: t('backups.removed'), onDone: onClose });
  return (
    <FormDialog
      title={t('backups.removeTitle', { when: backupTime(backup) })}
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
