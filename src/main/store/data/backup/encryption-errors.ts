import { FarmerError, invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';

/** An encrypted backup that is not what was written. */
export function damagedBackup(cause?: unknown): FarmerError {
  return new FarmerError('FILE_UNREADABLE', message('data:core.backupHashDiffers'), {
    hint: message('data:core.takeAnotherCopy'),
    cause,
  });
}

/** A passphrase that does not open a backup, or a missing one. */
export function wrongPassphrase(isMissing: boolean): FarmerError {
  return isMissing
    ? invalidInput(message('data:core.backupEncrypted'), message('data:core.givePassphrase'), {
        field: 'passphrase',
      })
    : invalidInput(message('data:core.passphraseWrong'), message('data:core.checkKeyboard'), {
        field: 'passphrase',
      });
}
