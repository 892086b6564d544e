import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Decrypter } from 'age-encryption';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decryptFile, encryptFile, isEncryptedFile } from '#main/store/data/backup/encrypted-file.ts';
import { LEGACY_CHUNK_BYTES, writeLegacyBackup } from '#test/support/legacy-backup.ts';
import { plannedRejectionOf } from '#test/support/stores.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

const CHEAP_WORK_FACTOR = 10;
const PASSPHRASE = 'correct horse';
const AGE_CHUNK_BYTES = 65_536;
const TAG_BYTES = 16;

let directory: TemporaryDirectory;
let plain: string;
let encrypted: string;
let decrypted: string;

beforeEach(() => {
  directory = makeTemporaryDirectory();
  plain = join(directory.path, 'plain');
  encrypted = join(directory.path, 'encrypted');
  decrypted = join(directory.path, 'decrypted');
});

afterEach(() => directory.remove());

/** Bytes without a pattern that repeats at chunk size. */
function content(length: number): Buffer {
  return Buffer.from(Array.from({ length }, (_, index) => (index * 31 + (index >> 8) * 17) & 255));
}

interface Format {
  readonly write: (bytes: Buffer, passphrase?: string) => void | Promise<void>;
  readonly chunkBytes: number;
  /** Where the first chunk begins. */
  readonly chunkStart: (bytes: Buffer) => number;
}

const AGE: Format = {
  write: async (bytes, passphrase = PASSPHRASE) => {
    writeFileSync(plain, bytes);
    await encryptFile({ path: plain }, encrypted, passphrase, CHEAP_WORK_FACTOR);
  },
  chunkBytes: AGE_CHUNK_BYTES,
  chunkStart: (bytes) => bytes.indexOf('\n', bytes.indexOf('\n--- ') + 1) + 1 + 16,
};

const LEGACY: Format = {
  write: (bytes, passphrase = PASSPHRASE) => {
    writeFileSync(plain, bytes);
    writeLegacyBackup(encrypted, bytes, passphrase);
  },
  chunkBytes: LEGACY_CHUNK_BYTES,
  chunkStart: (bytes) => 12 + bytes.readUInt32BE(8),
};

describe.each([
  ['in the age format', AGE],
  ['in the format of Farmer 0.1', LEGACY],
])('a file encrypted %s', (_name, { write, chunkBytes, chunkStart }) => {
  // Catches an empty file, a full last chunk, or a chunk too many that cannot be opened again.
  it.each([0, 1, chunkBytes - 1, chunkBytes, chunkBytes + 1, 2 * chunkBytes + 7])(
    'decrypts to %i unchanged bytes',
    async (length) => {
      await write(content(length));
      await decryptFile(encrypted, decrypted, PASSPHRASE);
      expect(readFileSync(decrypted).equals(readFileSync(plain))).toBe(true);
      expect(statSync(decrypted).mode & 0o777).toBe(0o600);
      expect(isEncryptedFile(encrypted)).toBe(true);
      expect(isEncryptedFile(plain)).toBe(false);
    },
  );

  // Catches a passphrase typed on another keyboard that no longer opens the backup.
  it('opens with the same passphrase in another Unicode normalisation', async () => {
    await write(content(10), 'Gr\u00fcn wiese');
    await expect(decryptFile(encrypted, decrypted, 'Gru\u0308n wiese')).resolves.toBeUndefined();
  });

  // Catches a wrong passphrase reported as a damaged file, or the other way round.
  it('reports a wrong passphrase as such', async () => {
    await write(content(10));
    const error = await plannedRejectionOf(decryptFile(encrypted, decrypted, 'wrong horse'));
    expect(error).toMatchObject({ code: 'INVALID_INPUT', details: { field: 'passphrase' } });
    expect(error.message).toBe('The passphrase does not open this backup.');
  });

  // Catches a changed, swapped, cut or lengthened file that is accepted as the backup.
  it.each([
    ['one bit of the content', (bytes: Buffer, start: number) => bytes.fill((bytes[start] ?? 0) ^ 1, start, start + 1)],
    [
      'one bit before the content',
      (bytes: Buffer, start: number) => bytes.fill((bytes[start - 2] ?? 0) ^ 1, start - 2, start - 1),
    ],
    [
      'the order of its chunks',
      (bytes: Buffer, start: number) => {
        const size = chunkBytes + TAG_BYTES;
        const [head, a, b, rest] = [
          bytes.subarray(0, start),
          bytes.subarray(start, start + size),
          bytes.subarray(start + size, start + 2 * size),
          bytes.subarray(start + 2 * size),
        ];
        return Buffer.concat([head, b, a, rest]);
      },
    ],
    ['its last chunk', (bytes: Buffer, start: number) => bytes.subarray(0, start + 2 * (chunkBytes + TAG_BYTES))],
    ['all its chunks', (bytes: Buffer, start: number) => bytes.subarray(0, start)],
    ['its end', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('more')])],
    ['its header', (bytes: Buffer) => bytes.subarray(0, 24)],
  ])('is refused when somebody changed %s', async (_, change) => {
    await write(content(2 * chunkBytes + 7));
    const bytes = readFileSync(encrypted);
    writeFileSync(encrypted, change(bytes, chunkStart(bytes)));
    const error = await plannedRejectionOf(decryptFile(encrypted, decrypted, PASSPHRASE));
    expect(error.code).toBe('FILE_UNREADABLE');
  });
});

describe('an encrypted file', () => {
  // Catches contact data that can be read in the file, and two files of the same data that look the same.
  it('shows nothing of its content, is different each time and is private', async () => {
    await AGE.write(Buffer.from('ada@example.org'));
    const first = readFileSync(encrypted);
    expect(first.includes('ada@example.org')).toBe(false);
    expect(statSync(encrypted).mode & 0o777).toBe(0o600);
    await encryptFile({ path: plain }, decrypted, PASSPHRASE, CHEAP_WORK_FACTOR);
    expect(readFileSync(decrypted).equals(first)).toBe(false);
  });

  // Catches a format that only Farmer reads: any program for age files must open the backup.
  it('opens with any age program', async () => {
    await AGE.write(Buffer.from('ada@example.org'));
    const decrypter = new Decrypter();
    decrypter.addPassphrase(PASSPHRASE);
    expect(await decrypter.decrypt(new Uint8Array(readFileSync(encrypted)), 'text')).toBe('ada@example.org');
  });

  // Catches a backup of last year that no longer opens: these bytes were written by Farmer 0.1.
  it('opens when Farmer 0.1 wrote it', async () => {
    writeFileSync(encrypted, Buffer.from(FROM_FARMER_0_1, 'base64'));
    await decryptFile(encrypted, decrypted, 'Gr\u00fcn horse');
    expect(readFileSync(decrypted, 'utf8')).toBe('the data of a farmer');
  });

  // Catches a hostile file that asks for gigabytes of memory before anything is known of it.
  it('is refused when deriving its key would be too expensive', async () => {
    await AGE.write(content(10));
    const greedyAge = readFileSync(encrypted, 'latin1').replace(/(-> scrypt \S+) 10\n/, '$1 20\n');
    await LEGACY.write(content(10));
    const greedyLegacy = readFileSync(encrypted, 'latin1').replace('"n":1024', '"n":2**9');
    for (const greedy of [greedyAge, greedyLegacy]) {
      writeFileSync(encrypted, Buffer.from(greedy, 'latin1'));
      expect((await plannedRejectionOf(decryptFile(encrypted, decrypted, PASSPHRASE))).code).toBe('FILE_UNREADABLE');
    }
  });
});

const FROM_FARMER_0_1 =
  'RkFSTUJBSzEAAAD5eyJmb3JtYXQiOjEsIm4iOjEwMjQsInIiOjgsInAiOjEsInNhbHQiOiJkOWNhMzI3NGQxZWQwYjE5NjhhYzU3ZmRiYTNmZTRl' +
  'ZCIsIm5vbmNlUHJlZml4IjoiNDRiOGMxZjkwNDM1YWQ4NjczMDRmNjI4YWJiYzMxYTM4YzNiMzEiLCJrZXlDaGVjayI6IjkxOGMxMjFkOTI2OTRk' +
  'NjA3ZDZmNzg5OGU0YzZiYTM0MjI5YWIzMzVmOGJlY2VjNGZkOWVlM2I5NGNjOGJiZDYiLCJjcmVhdGVkQXRNcyI6NSwicHJvZ3JhbVZlcnNpb24i' +
  'OiIwLjEuMCJ92fhEgxbxSX3BGLGQAeyt4nVTbkaxaNJf2MbbW7rpil1hAsDq';
