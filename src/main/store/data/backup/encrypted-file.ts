import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { errorCodeOf } from '#main/store/database-errors.ts';
import { FarmerError } from '#shared/errors.ts';
import { damagedBackup, wrongPassphrase } from './encryption-errors.ts';
import { decryptLegacyFile, LEGACY_MAGIC } from './legacy-encrypted-file.ts';

/** Base-2 logarithm of scrypt's cost: about half a second and 128 MiB for each guess. */
const SCRYPT_WORK_FACTOR = 17;
/** SECURITY: the most memory that a file may demand before it is authenticated: 256 MiB. */
const MAX_WORK_FACTOR = 18;
const AGE_MAGIC = 'age-encryption.org/v1\n';
const AGE_HEADER = /^age-encryption\.org\/v1\n-> scrypt [\w+/]{22} (\d{1,2})\n/;
/** More than the first two lines of an age file with a passphrase. */
const HEADER_START_BYTES = 64;

function startOf(path: string): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(HEADER_START_BYTES);
    return bytes.toString('latin1', 0, readSync(file, bytes));
  } finally {
    closeSync(file);
  }
}

/** Whether a file begins like an encrypted backup. */
export function isEncryptedFile(path: string): boolean {
  const start = startOf(path);
  return start.startsWith(AGE_MAGIC) || start.startsWith(LEGACY_MAGIC);
}

/** A file stream yields bytes, but the type of `Readable.toWeb` does not say so. */
const streamOf = (path: string) => Readable.toWeb(createReadStream(path)) as unknown as ReadableStream<Uint8Array>;

async function writePrivately(stream: AsyncIterable<Uint8Array>, targetPath: string): Promise<void> {
  await using target = await open(targetPath, 'wx', 0o600);
  for await (const chunk of stream) {
    await target.writeFile(chunk);
  }
  await target.sync();
}

/** Normalised, so that a passphrase typed on another keyboard opens the file. */
const normalized = (passphrase: string) => passphrase.normalize('NFKC');

/** The content to encrypt: a file, or bytes in memory. */
export type PlainContent = { readonly path: string } | { readonly bytes: Uint8Array };

/** Reads the content from its start. */
export function readContent(content: PlainContent): ReadableStream<Uint8Array> {
  return 'path' in content ? streamOf(content.path) : new Blob([new Uint8Array(content.bytes)]).stream();
}

/**
 * Encrypts content with a passphrase into a new file in the age format. Format: docs/backups.md#encrypted
 * @param workFactor base-2 logarithm of scrypt's cost
 */
export async function encryptFile(
  content: PlainContent,
  targetPath: string,
  passphrase: string,
  workFactor: number = SCRYPT_WORK_FACTOR,
): Promise<void> {
  const { Encrypter } = await import('age-encryption');
  const encrypter = new Encrypter();
  encrypter.setScryptWorkFactor(workFactor);
  encrypter.setPassphrase(normalized(passphrase));
  await writePrivately(await encrypter.encrypt(readContent(content)), targetPath);
}

/**
 * Decrypts a backup into a new private file. Each chunk is authenticated before it is written.
 * @throws FarmerError INVALID_INPUT for a wrong passphrase, FILE_UNREADABLE for a damaged file
 */
export async function decryptFile(sourcePath: string, targetPath: string, passphrase: string): Promise<void> {
  if (startOf(sourcePath).startsWith(LEGACY_MAGIC)) {
    return decryptLegacyFile(sourcePath, targetPath, normalized(passphrase));
  }
  try {
    return await writePrivately(await decryptStream(sourcePath, passphrase), targetPath);
  } catch (error) {
    throw plannedError(error);
  }
}

/** The content of an age file in authenticated pieces. */
export async function decryptStream(sourcePath: string, passphrase: string): Promise<AsyncIterable<Uint8Array>> {
  const workFactor = Number(AGE_HEADER.exec(startOf(sourcePath))?.[1] ?? Infinity);
  if (workFactor > MAX_WORK_FACTOR) {
    throw damagedBackup();
  }
  const { Decrypter } = await import('age-encryption');
  const decrypter = new Decrypter();
  decrypter.addPassphrase(normalized(passphrase));
  return decrypter.decrypt(streamOf(sourcePath));
}

/** The library throws plain errors; those of the file system have a code and are thrown on. */
function plannedError(error: unknown): unknown {
  if (error instanceof FarmerError || errorCodeOf(error) !== null) {
    return error;
  }
  const isWrongPassphrase = error instanceof Error && error.message.startsWith('no identity matched');
  return isWrongPassphrase ? wrongPassphrase(false) : damagedBackup(error);
}
