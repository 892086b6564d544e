import { safeStorage } from 'electron';
import type { SecretSealing } from '#main/store/secrets/secret-file.ts';

/**
 * Seals secrets with a key in the key store of the system: Keychain, DPAPI, or the Secret Service. Where Linux has none,
 * Electron would use a fixed key, which protects nothing: then the private file does.
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
      // Sealed by another user, another computer, or with a key that is gone.
      return null;
    }
  },
};
