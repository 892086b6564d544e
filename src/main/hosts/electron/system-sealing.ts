import { safeStorage } from 'electron';
import type { SecretSealing } from '#main/store/secrets/secret-file.ts';

/**
 * Encrypts secrets with a key in the key store of the system: Keychain, DPAPI, or the Secret Service. Without one on
 * Linux, Electron would use a hard-coded key, which protects nothing; secrets then go to the private file.
 */
export const systemSealing: SecretSealing = {
  isAvailable: () =>
    safeStorage.isEncryptionAvailable() &&
    (process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'),
  seal: (text) => safeStorage.encryptString(text),
  unseal: (sealed) => {
    try {
      return safeStorage.decryptString(sealed);
    } catch {
      // Encrypted by another user, on another computer, or with a lost key.
      return null;
    }
  },
};
