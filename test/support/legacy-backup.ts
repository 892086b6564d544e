import { randomBytes, scryptSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';

/** Plain bytes in one chunk of a backup that Farmer 0.1 encrypted. */
export const LEGACY_CHUNK_BYTES = 1_048_576;

/** Writes an encrypted backup as Farmer 0.1 did; the product only reads them. */
export function writeLegacyBackup(path: string, plain: Uint8Array, passphrase: string, n = 1024): void {
  const salt = randomBytes(16);
  const noncePrefix = randomBytes(19);
  const material = scryptSync(passphrase.normalize('NFKC'), salt, 64, { N: n, r: 8, p: 1 });
  const header = Buffer.from(
    JSON.stringify({
      format: 1,
      n,
      r: 8,
      p: 1,
      salt: salt.toString('hex'),
      noncePrefix: noncePrefix.toString('hex'),
      keyCheck: material.subarray(32).toString('hex'),
      createdAtMs: 5,
      programVersion: '1.2.3',
    }),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32BE(header.length);
  const start = Buffer.concat([Buffer.from('FARMBAK1'), length, header]);
  const chunkCount = Math.max(1, Math.ceil(plain.length / LEGACY_CHUNK_BYTES));
  const chunks = Array.from({ length: chunkCount }, (_, index) => {
    const counter = Buffer.alloc(5);
    counter.writeUInt32BE(index);
    counter.writeUInt8(index === chunkCount - 1 ? 1 : 0, 4);
    const cipher = xchacha20poly1305(
      new Uint8Array(material.subarray(0, 32)),
      new Uint8Array(Buffer.concat([noncePrefix, counter])),
      new Uint8Array(start),
    );
    return cipher.encrypt(plain.subarray(index * LEGACY_CHUNK_BYTES, (index + 1) * LEGACY_CHUNK_BYTES));
  });
  writeFileSync(path, Buffer.concat([start, ...chunks]));
}
