import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';

/** Why a release is not taken, or none is looked for; each has its text in `update.reason`. */
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

/** A list of releases as the signature beside it describes it. */
export interface SignedList {
  /** Its name on the server, like `latest-linux.yml`. */
  readonly file: string;
  /** The processors that its programs are for. */
  readonly architectures: readonly string[];
  /** ISO 8601 in UTC: from then on it is not taken any more. */
  readonly expires: string;
  readonly list: string;
}

/** The text that is signed: what the list is called, whom it is for, until when, and the hash of its content. */
export function signedText({ file, architectures, expires, list }: SignedList): string {
  const hash = createHash('sha512').update(list, 'utf8').digest('base64');
  return `farmer-release 1\nfile ${file}\narchitectures ${architectures.join(' ')}\nexpires ${expires}\nsha512 ${hash}\n`;
}

/** The processors of the list of a system: Linux has one for each. */
export function architecturesOf(file: string): readonly string[] {
  if (file.startsWith('latest-linux')) {
    return [file.includes('-arm64') ? 'arm64' : 'x64'];
  }
  return ['x64', 'arm64'];
}

/** What a list must be to be taken. */
export interface ExpectedList {
  readonly file: string;
  readonly architecture: string;
  readonly nowMs: number;
  readonly publicKeyPem: string;
}

const SIGNATURE = /^(farmer-release 1\nfile (.+)\narchitectures (.+)\nexpires (.+)\nsha512 .+\n)signature (\S+)\n?$/;

/**
 * Checks the signature beside a list. SECURITY: nothing of the list or the signature counts before the key is found good;
 * then a list under another name, for another processor or past its time is refused, so that no old or foreign one serves.
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
  // A time that cannot be read has passed.
  if (!(Date.parse(expires) > expected.nowMs)) {
    throw new UpdateRefusal('expired');
  }
}
