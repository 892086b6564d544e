import { FarmerError, invalidInput } from '#shared/errors.ts';

/** An encrypted backup that is not what was written. */
export function damagedBackup(cause?: unknown): FarmerError {
  return new FarmerError('FILE_UNREADABLE', 'The backup is damaged: it is not what was written.', {
    hint: 'Take another copy of it, or another backup.',
    cause,
  });
}

/** A passphrase that does not open a backup, or a missing one. */
export function wrongPassphrase(isMissing: boolean): FarmerError {
  return isMissing
    ? invalidInput('The backup is encrypted.', 'Give the passphrase that it was made with.', { field: 'passphrase' })
    : invalidInput('The passphrase does not open this backup.', 'Check capitals and keyboard layout, and try again.', {
        field: 'passphrase',
      });
}
