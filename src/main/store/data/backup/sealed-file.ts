import { type FileHandle, open } from 'node:fs/promises';
import { FarmerError, invalidInput } from '#shared/errors.ts';
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { scryptAsync } from '@noble/hashes/scrypt.js';
import { bytesToHex, equalBytes, hexToBytes, randomBytes } from './bytes.ts';
import {
  CHUNK_BYTES,
  headerBytes,
  type KeyCost,
  MAGIC,
  NONCE_PREFIX_BYTES,
  parseHeader,
  type SealHeader,
  STRONG_KEY_COST,
  TAG_BYTES,
} from './seal-header.ts';

interface Key {
  readonly cipherKey: Uint8Array;
  /** Tells a wrong passphrase from a damaged file; worth nothing without the passphrase. */
  readonly check: Uint8Array;
}

async function deriveKey(passphrase: string, saltHex: string, cost: KeyCost): Promise<Key> {
  const secret = new TextEncoder().encode(passphrase.normalize('NFKC'));
  const { n: N, r, p } = cost;
  const material = await scryptAsync(secret, hexToBytes(saltHex), { N, r, p, dkLen: 64 });
  return { cipherKey: material.subarray(0, 32), check: material.subarray(32) };
}

/** Prefix, number of the chunk, and whether it is the last: chunks can be neither swapped nor cut off unseen. */
function nonceOf(prefixHex: string, index: number, isLast: boolean): Uint8Array {
  const nonce = new Uint8Array(24);
  nonce.set(hexToBytes(prefixHex));
  const view = new DataView(nonce.buffer);
  view.setUint32(NONCE_PREFIX_BYTES, index);
  view.setUint8(NONCE_PREFIX_BYTES + 4, isLast ? 1 : 0);
  return nonce;
}

async function readExactly(file: FileHandle, length: number): Promise<Uint8Array> {
  const buffer = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled);
    if (bytesRead === 0) {
      break;
    }
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

/** What {@link sealFile} needs beside the two paths. */
export interface SealOptions {
  readonly passphrase: string;
  readonly createdAtMs: number;
  readonly programVersion: string;
  /** Default: about a second and 128 MiB for each guess. */
  readonly keyCost?: KeyCost;
}

/**
 * Encrypts a file with a passphrase: scrypt for the key, XChaCha20-Poly1305 over chunks whose order and end are
 * authenticated, with the header. Format: docs/backups.md#encrypted
 */
export async function sealFile(sourcePath: string, targetPath: string, options: SealOptions): Promise<void> {
  const salt = bytesToHex(randomBytes(16));
  const cost = options.keyCost ?? STRONG_KEY_COST;
  const key = await deriveKey(options.passphrase, salt, cost);
  const header: SealHeader = {
    format: 1,
    ...cost,
    salt,
    noncePrefix: bytesToHex(randomBytes(NONCE_PREFIX_BYTES)),
    keyCheck: bytesToHex(key.check),
    createdAtMs: options.createdAtMs,
    programVersion: options.programVersion,
  };
  const associated = headerBytes(header);
  await using source = await open(sourcePath, 'r');
  await using target = await open(targetPath, 'wx', 0o600);
  await target.write(associated);
  let left = (await source.stat()).size;
  for (let index = 0; left > 0 || index === 0; index += 1) {
    const plain = await readExactly(source, Math.min(CHUNK_BYTES, left));
    left -= plain.length;
    const nonce = nonceOf(header.noncePrefix, index, left === 0);
    await target.write(xchacha20poly1305(key.cipherKey, nonce, associated).encrypt(plain));
  }
  await target.sync();
}

/** Whether a file begins as an encrypted backup does. */
export async function isSealed(path: string): Promise<boolean> {
  await using file = await open(path, 'r');
  return equalBytes(await readExactly(file, MAGIC.length), MAGIC);
}

async function readHeader(file: FileHandle): Promise<{ readonly header: SealHeader; readonly raw: Uint8Array }> {
  const start = await readExactly(file, MAGIC.length + 4);
  const length =
    start.length < MAGIC.length + 4 ? 0 : new DataView(start.buffer, start.byteOffset).getUint32(MAGIC.length);
  const body = length > 4096 ? new Uint8Array() : await readExactly(file, length);
  const header = body.length === length ? parseHeader(body) : null;
  if (header === null) {
    throw damaged();
  }
  return { header, raw: new Uint8Array([...start, ...body]) };
}

function damaged(cause?: unknown): FarmerError {
  return new FarmerError('FILE_UNREADABLE', 'The backup is damaged: it is not what was written.', {
    hint: 'Take another copy of it, or another backup.',
    cause,
  });
}

/** The error for a passphrase that does not open a backup, or a missing one. */
export function wrongPassphrase(isMissing: boolean): FarmerError {
  return isMissing
    ? invalidInput('The backup is encrypted.', 'Give the passphrase that it was made with.', { field: 'passphrase' })
    : invalidInput('The passphrase does not open this backup.', 'Check capitals and keyboard layout, and try again.', {
        field: 'passphrase',
      });
}

/**
 * Decrypts what {@link sealFile} wrote into a new private file. Nothing of a chunk is written before it was found authentic.
 * @throws FarmerError INVALID_INPUT for a wrong passphrase, FILE_UNREADABLE for a damaged file
 */
export async function unsealFile(sourcePath: string, targetPath: string, passphrase: string): Promise<SealHeader> {
  await using source = await open(sourcePath, 'r');
  const { header, raw } = await readHeader(source);
  const key = await deriveKey(passphrase, header.salt, header);
  if (!equalBytes(key.check, hexToBytes(header.keyCheck))) {
    throw wrongPassphrase(false);
  }
  await using target = await open(targetPath, 'wx', 0o600);
  let left = (await source.stat()).size - raw.length;
  for (let index = 0; left > 0 || index === 0; index += 1) {
    const sealed = await readExactly(source, Math.min(CHUNK_BYTES + TAG_BYTES, left));
    left -= sealed.length;
    await target.write(openChunk(key.cipherKey, nonceOf(header.noncePrefix, index, left === 0), raw, sealed));
  }
  return header;
}

function openChunk(key: Uint8Array, nonce: Uint8Array, associated: Uint8Array, sealed: Uint8Array): Uint8Array {
  try {
    return xchacha20poly1305(key, nonce, associated).decrypt(sealed);
  } catch (error) {
    throw damaged(error);
  }
}
