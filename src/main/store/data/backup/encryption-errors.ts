import { FarmerError, invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';

/** The error for an encrypted backup that was changed or damaged. */
export function damagedBackup(cause?: unknown): FarmerError {
  return new FarmerError('FILE_UNREADABLE', message('data:core.backupHashDiffers'), {
    hint: message('data:core.takeAnotherCopy'),
    cause,
  });
}

/** The error for a wrong or missing passphrase. */
export function wrongPassphrase(isMissing: boolean): FarmerError {
  return isMissing
    ? invalidInput(message('data:core.backupEncrypted'), message('data:core.givePassphrase'), {
        field: 'passphrase',
      })
    : invalidInput(message('data:core.passphraseWrong'), message('data:core.checkKeyboard'), {
        field: 'passphrase',
      });
}
