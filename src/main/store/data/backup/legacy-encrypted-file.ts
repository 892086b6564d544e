import { timingSafeEqual } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { z } from 'zod';
import { damagedBackup, wrongPassphrase } from './encryption-errors.ts';

/** How a backup encrypted by Farmer 0.1 begins, in a format of its own: docs/backups.md#encrypted-by-farmer-01 */
export const LEGACY_MAGIC = 'FARMBAK1';
const CHUNK_BYTES = 1_048_576;
const TAG_BYTES = 16;
/** Random bytes at the start of every nonce; the rest is the number of the chunk. */
const NONCE_PREFIX_BYTES = 19;
const MAX_HEADER_BYTES = 4096;

const hex = (byteCount: number) =>
  z
    .string()
    .regex(new RegExp(`^[0-9a-f]{${byteCount * 2}}$`))
    .transform((text) => new Uint8Array(Buffer.from(text, 'hex')));

/** SECURITY: the bounds keep a hostile file from demanding gigabytes or minutes before it is authenticated. */
const headerSchema = z.object({
  format: z.literal(1),
  n: z
    .number()
    .int()
    .min(1024)
    .max(262_144)
    .refine((n) => Number.isInteger(Math.log2(n))),
  r: z.literal(8),
  p: z.number().int().min(1).max(2),
  salt: hex(16),
  noncePrefix: hex(NONCE_PREFIX_BYTES),
  keyCheck: hex(32),
});

async function readExactly(file: FileHandle, length: number): Promise<Uint8Array> {
  const { buffer, bytesRead } = await file.read(new Uint8Array(length));
  return buffer.subarray(0, bytesRead);
}

/** @returns the parsed header, and its raw bytes, which authenticate every chunk */
async function readHeader(file: FileHandle) {
  const start = await readExactly(file, LEGACY_MAGIC.length + 4);
  const length = start.length < LEGACY_MAGIC.length + 4 ? 0 : Buffer.from(start).readUInt32BE(LEGACY_MAGIC.length);
  const body = await readExactly(file, Math.min(length, MAX_HEADER_BYTES));
  try {
    const header = headerSchema.parse(JSON.parse(new TextDecoder().decode(body)));
    return { header, raw: new Uint8Array([...start, ...body]) };
  } catch (error) {
    throw damagedBackup(error);
  }
}

/** Prefix, number of the chunk, and whether it is the last: swapped or missing chunks are detected. */
function nonceOf(prefix: Uint8Array, index: number, isLast: boolean): Uint8Array {
  const nonce = Buffer.alloc(24);
  nonce.set(prefix);
  nonce.writeUInt32BE(index, NONCE_PREFIX_BYTES);
  nonce.writeUInt8(isLast ? 1 : 0, NONCE_PREFIX_BYTES + 4);
  return new Uint8Array(nonce);
}

/**
 * Decrypts a backup of Farmer 0.1 into a new private file. Each chunk is authenticated before it is written.
 * @throws FarmerError INVALID_INPUT for a wrong passphrase, FILE_UNREADABLE for a damaged file
 */
export async function decryptLegacyFile(sourcePath: string, targetPath: string, passphrase: string): Promise<void> {
  const [{ scryptAsync }, { xchacha20poly1305 }] = await Promise.all([
    import('@noble/hashes/scrypt.js'),
    import('@noble/ciphers/chacha.js'),
  ]);
  await using source = await open(sourcePath, 'r');
  const { header, raw } = await readHeader(source);
  const { n: N, r, p } = header;
  const material = await scryptAsync(passphrase, header.salt, { N, r, p, dkLen: 64 });
  // The second half of the key tells a wrong passphrase from a damaged file; it does not help to find the first half.
  if (!timingSafeEqual(material.subarray(32), header.keyCheck)) {
    throw wrongPassphrase(false);
  }
  await using target = await open(targetPath, 'wx', 0o600);
  let left = (await source.stat()).size - raw.length;
  for (let index = 0; left > 0 || index === 0; index += 1) {
    const chunk = await readExactly(source, Math.min(CHUNK_BYTES + TAG_BYTES, left));
    left -= chunk.length;
    const cipher = xchacha20poly1305(material.subarray(0, 32), nonceOf(header.noncePrefix, index, left === 0), raw);
    let plain: Uint8Array;
    try {
      plain = cipher.decrypt(chunk);
    } catch (error) {
      throw damagedBackup(error);
    }
    await target.writeFile(plain);
  }
}
