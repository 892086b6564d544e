import { createPublicKey, type KeyObject, verify } from 'node:crypto';

/** Why a release is not taken, or none is looked for; each has its text in `update.reason`. */
export type UpdateReason =
  | 'unsigned'
  | 'badKey'
  | 'otherServer'
  | 'otherContent'
  | 'senseless'
  | 'noAnswer'
  | 'fromSources'
  | 'noKey'
  | 'notReplaceable';

/** The refusal of a release: the installed version stays. */
export class UpdateRefusal extends Error {
  readonly reason: UpdateReason;

  constructor(reason: UpdateReason) {
    super(`update refused: ${reason}`);
    this.reason = reason;
  }
}

/** @throws UpdateRefusal when the key is no Ed25519 key */
function readKey(pem: string): KeyObject {
  const key = createPublicKey(pem);
  if (key.asymmetricKeyType !== 'ed25519') {
    throw new UpdateRefusal('badKey');
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
