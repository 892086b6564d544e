import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { FarmerError } from '#shared/errors.ts';

/** The refusal of an update: the installed version stays. */
export function refuseUpdate(message: string): FarmerError {
  return new FarmerError('REFUSED', message, { hint: 'The installed version stays as it is. Try again later.' });
}

/** @throws FarmerError REFUSED when the key is no Ed25519 key */
function readKey(pem: string): KeyObject {
  const key = createPublicKey(pem);
  if (key.asymmetricKeyType !== 'ed25519') {
    throw refuseUpdate('The key for updates is not of the expected kind.');
  }
  return key;
}

/**
 * Whether a release list carries the signature of the release key.
 * @param signature base64, as it stands in the `.sig` file beside the list
 */
export function isSigned(list: string, signature: string, publicKeyPem: string): boolean {
  const bytes = Buffer.from(signature.trim(), 'base64');
  return bytes.length === 64 && verify(null, Buffer.from(list, 'utf8'), readKey(publicKeyPem), bytes);
}
