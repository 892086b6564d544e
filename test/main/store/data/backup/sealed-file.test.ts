import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CHUNK_BYTES, type KeyCost, MAGIC } from '#main/store/data/backup/seal-header.ts';
import { isSealed, sealFile, unsealFile } from '#main/store/data/backup/sealed-file.ts';
import { plannedRejectionOf } from '#test/support/stores.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

const CHEAP: KeyCost = { n: 1024, r: 8, p: 1 };

let directory: TemporaryDirectory;
let plain: string;
let sealed: string;
let opened: string;

beforeEach(() => {
  directory = makeTemporaryDirectory();
  plain = join(directory.path, 'plain');
  sealed = join(directory.path, 'sealed');
  opened = join(directory.path, 'opened');
});

afterEach(() => directory.remove());

async function seal(bytes: Buffer, passphrase = 'correct horse'): Promise<void> {
  writeFileSync(plain, bytes);
  await sealFile(plain, sealed, { passphrase, createdAtMs: 5, programVersion: '1.2.3', keyCost: CHEAP });
}

/** Bytes without a pattern that repeats at chunk size. */
function content(length: number): Buffer {
  return Buffer.from(Array.from({ length }, (_, index) => (index * 31 + (index >> 8) * 17) & 255));
}

const chunkStart = () => {
  const header = readFileSync(sealed).readUInt32BE(MAGIC.length);
  return MAGIC.length + 4 + header;
};

describe('an encrypted file', () => {
  // Catches an empty file, a full last chunk, or a chunk too many that cannot be opened again.
  it.each([0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES + 7])(
    'of %i bytes gives back what went in',
    async (length) => {
      await seal(content(length));
      const header = await unsealFile(sealed, opened, 'correct horse');
      expect(readFileSync(opened).equals(readFileSync(plain))).toBe(true);
      expect(header).toMatchObject({ createdAtMs: 5, programVersion: '1.2.3' });
      expect(statSync(sealed).mode & 0o777).toBe(0o600);
      expect(statSync(opened).mode & 0o777).toBe(0o600);
      expect(await isSealed(sealed)).toBe(true);
      expect(await isSealed(plain)).toBe(false);
    },
  );

  // Catches contact data that can be read in the file, and two files of the same data that look the same.
  it('shows nothing of its content and never looks the same twice', async () => {
    await seal(Buffer.from('ada@example.org'));
    const first = readFileSync(sealed);
    expect(first.includes('ada@example.org')).toBe(false);
    await sealFile(plain, opened, {
      passphrase: 'correct horse',
      createdAtMs: 5,
      programVersion: '1.2.3',
      keyCost: CHEAP,
    });
    expect(readFileSync(opened).equals(first)).toBe(false);
  });

  // Catches a passphrase typed on another keyboard that no longer opens the backup.
  it('opens with the same letters in another encoding', async () => {
    await seal(content(10), 'Gr\u00fcn wiese');
    await expect(unsealFile(sealed, opened, 'Gru\u0308n wiese')).resolves.toBeDefined();
  });

  // Catches a wrong passphrase told as a damaged file, or the other way round.
  it('says that the passphrase is wrong', async () => {
    await seal(content(10));
    const error = await plannedRejectionOf(unsealFile(sealed, opened, 'wrong horse'));
    expect(error).toMatchObject({ code: 'INVALID_INPUT', details: { field: 'passphrase' } });
    expect(error.message).toBe('The passphrase does not open this backup.');
  });

  // Catches a changed, swapped, cut or lengthened file that is taken for the backup.
  it.each([
    ['one bit of the content', (bytes: Buffer, start: number) => bytes.fill((bytes[start] ?? 0) ^ 1, start, start + 1)],
    [
      'one letter of the version',
      (bytes: Buffer) => Buffer.from(bytes.toString('latin1').replace('1.2.3', '1.2.4'), 'latin1'),
    ],
    [
      'the order of its chunks',
      (bytes: Buffer, start: number) => {
        const size = CHUNK_BYTES + 16;
        const [head, a, b, rest] = [
          bytes.subarray(0, start),
          bytes.subarray(start, start + size),
          bytes.subarray(start + size, start + 2 * size),
          bytes.subarray(start + 2 * size),
        ];
        return Buffer.concat([head, b, a, rest]);
      },
    ],
    ['its last chunk', (bytes: Buffer, start: number) => bytes.subarray(0, start + 2 * (CHUNK_BYTES + 16))],
    ['all its chunks', (bytes: Buffer, start: number) => bytes.subarray(0, start)],
    ['its end', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('more')])],
    ['its header', (bytes: Buffer) => bytes.subarray(0, MAGIC.length + 2)],
  ])('is refused when somebody changed %s', async (_, change) => {
    await seal(content(2 * CHUNK_BYTES + 7));
    writeFileSync(sealed, change(readFileSync(sealed), chunkStart()));
    const error = await plannedRejectionOf(unsealFile(sealed, opened, 'correct horse'));
    expect(error.code).toBe('FILE_UNREADABLE');
  });

  // Catches a hostile file that asks for gigabytes of memory before anything is known of it.
  it('is refused when its key would cost too much', async () => {
    await seal(content(10));
    const greedy = readFileSync(sealed).toString('latin1').replace('"n":1024', '"n":2**9');
    writeFileSync(sealed, Buffer.from(greedy, 'latin1'));
    expect((await plannedRejectionOf(unsealFile(sealed, opened, 'correct horse'))).code).toBe('FILE_UNREADABLE');
  });
});
