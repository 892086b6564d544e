import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';

/** Why a release is rejected, or updates are unavailable; each has its text in `update.reason`. */
export type UpdateReason =
  | 'unsigned'
  | 'otherRelease'
  | 'expired'
  | 'badKey'
  | 'otherServer'
  | 'otherContent'
  | 'senseless'
  | 'noAnswer'
  | 'fromSources'
  | 'noKey'
  | 'notReplaceable';

/** Thrown when a release is rejected; the installed version stays. */
export class UpdateRefusal extends Error {
  readonly reason: UpdateReason;

  constructor(reason: UpdateReason) {
    super(`update refused: ${reason}`);
    this.reason = reason;
  }
}

/** @throws UpdateRefusal when the key is not an Ed25519 key */
function readKey(pem: string): KeyObject {
  const key = createPublicKey(pem);
  if (key.asymmetricKeyType !== 'ed25519') {
    throw new UpdateRefusal('badKey');
  }
  return key;
}

/** The signed description of a list of releases, stored next to it. */
export interface SignedList {
  /** The name of the list on the server, like `latest-linux.yml`. */
  readonly file: string;
  /** The processor architectures of the programs in the list. */
  readonly architectures: readonly string[];
  /** ISO 8601 in UTC; the list is rejected from then on. */
  readonly expires: string;
  readonly list: string;
}

/** The signed text: name, architectures, expiry, and the hash of the content. */
export function signedText({ file, architectures, expires, list }: SignedList): string {
  const hash = createHash('sha512').update(list, 'utf8').digest('base64');
  return `farmer-release 1\nfile ${file}\narchitectures ${architectures.join(' ')}\nexpires ${expires}\nsha512 ${hash}\n`;
}

/** The architectures in the list of a system; on Linux, each architecture has its own list. */
export function architecturesOf(file: string): readonly string[] {
  if (file.startsWith('latest-linux')) {
    return [file.includes('-arm64') ? 'arm64' : 'x64'];
  }
  return ['x64', 'arm64'];
}

/** What a list must match to be accepted. */
export interface ExpectedList {
  readonly file: string;
  readonly architecture: string;
  readonly nowMs: number;
  readonly publicKeyPem: string;
}

const SIGNATURE = /^(farmer-release 1\nfile (.+)\narchitectures (.+)\nexpires (.+)\nsha512 .+\n)signature (\S+)\n?$/;

/**
 * Checks the signature of a list.
 * SECURITY: nothing of the list or its description is used before the signature is verified. Then a list with another
 * name, for another architecture, or past its expiry is rejected, which prevents replaying an old or foreign list.
 * @param signature the text of the `.sig` file
 * @throws UpdateRefusal
 */
export function assertSigned(list: string, signature: string, expected: ExpectedList): void {
  const [, text, file = '', architectures = '', expires = '', base64 = ''] = SIGNATURE.exec(signature) ?? [];
  const bytes = Buffer.from(base64, 'base64');
  const key = readKey(expected.publicKeyPem);
  if (text === undefined || bytes.length !== 64 || !verify(null, Buffer.from(text, 'utf8'), key, bytes)) {
    throw new UpdateRefusal('unsigned');
  }
  const signed = { file, architectures: architectures.split(' '), expires, list };
  if (signedText(signed) !== text) {
    throw new UpdateRefusal('unsigned');
  }
  if (file !== expected.file || !signed.architectures.includes(expected.architecture)) {
    throw new UpdateRefusal('otherRelease');
  }
  // Written so that an unreadable date counts as expired.
  if (!(Date.parse(expires) > expected.nowMs)) {
    throw new UpdateRefusal('expired');
  }
}
