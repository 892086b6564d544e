import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SecretState } from '#shared/contract/notifications/channels.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { isRecord } from '#shared/records.ts';
import { ensurePrivateDirectory, uniqueStamp } from '#main/store/data-directory.ts';
import { errorCodeOf } from '#main/store/database-errors.ts';
import { replaceFile } from '#main/store/durable-files.ts';

/** Encrypts texts for this user on this computer. The desktop host passes the system's key store. */
export interface SecretSealing {
  /** Whether the key store can be used now. */
  readonly isAvailable: () => boolean;
  readonly seal: (text: string) => Buffer;
  /** @returns null where it cannot be decrypted, as on another computer */
  readonly unseal: (sealed: Buffer) => string | null;
}

const FILE = 'secrets.json';
const MAX_TEXT = 100_000;

interface Entry {
  readonly kind: 'sealed' | 'plain';
  readonly text: string;
}

type Entries = Readonly<Record<string, Entry>>;

// Written by hand, because every command loads this file and zod would take a fifth of its start.
function isEntry(value: unknown): value is Entry {
  return (
    isRecord(value) &&
    (value['kind'] === 'sealed' || value['kind'] === 'plain') &&
    typeof value['text'] === 'string' &&
    value['text'].length <= MAX_TEXT
  );
}

function isEntries(value: unknown): value is Entries {
  return isRecord(value) && Object.values(value).every(isEntry);
}

/**
 * The secrets of the farmer, by name, in a file of their own that no export, log, answer or plain backup contains.
 * Nothing is touched before the first call.
 */
export function createSecretStore(directory: string, keyStore: SecretSealing | null) {
  const path = join(directory, FILE);
  const usable = () => (keyStore?.isAvailable() === true ? keyStore : null);
  const open = ({ kind, text }: Entry): string | null =>
    kind === 'plain' ? text : (usable()?.unseal(Buffer.from(text, 'base64')) ?? null);
  return {
    state: (name: string): SecretState => {
      const entry = readEntries(path)[name];
      return entry === undefined ? 'not-set' : open(entry) === null ? 'elsewhere' : 'set';
    },
    /** Null where there is none, or it cannot be opened here. @throws FarmerError REFUSED where others may read the file */
    read: (name: string) => {
      const entry = readEntries(path)[name];
      return entry === undefined ? null : open(entry);
    },
    /** Stores a secret; null deletes it. */
    write: (name: string, value: string | null) => {
      const { [name]: _old, ...others } = readEntries(path);
      const sealed = usable()
        ?.seal(value ?? '')
        .toString('base64');
      const entry: Entry =
        sealed === undefined ? { kind: 'plain', text: value ?? '' } : { kind: 'sealed', text: sealed };
      writeEntries(directory, path, value === null ? others : { ...others, [name]: entry });
    },
    /** The secrets that can be opened here; only for an encrypted backup. */
    all: (): Readonly<Record<string, string>> =>
      Object.fromEntries(
        Object.entries(readEntries(path)).flatMap(([name, entry]) => {
          const value = open(entry);
          return value === null ? [] : [[name, value]];
        }),
      ),
  };
}

export type SecretStore = ReturnType<typeof createSecretStore>;

/** SECURITY: a file that others can read or write is refused: its secrets may be known, or not the farmer's. */
function assertPrivate(path: string): void {
  const { mode, uid } = statSync(path);
  const isOwn = process.getuid === undefined || uid === process.getuid();
  if (process.platform !== 'win32' && ((mode & 0o077) !== 0 || !isOwn)) {
    throw new FarmerError('REFUSED', message('notifications:core.secretsNotPrivate', { file: FILE }), {
      hint: message('notifications:core.makeSecretsPrivate', { file: FILE }),
    });
  }
}

function readEntries(path: string): Entries {
  let text: string;
  try {
    assertPrivate(path);
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return {};
    throw error;
  }
  return parseEntries(text);
}

function parseEntries(text: string): Entries {
  let file: unknown = null;
  try {
    file = JSON.parse(text);
  } catch {
    // SECURITY: the cause is left out, because it would quote the file.
  }
  if (!isRecord(file) || file['format'] !== 1 || !isEntries(file['secrets'])) {
    throw new FarmerError('REFUSED', message('notifications:core.secretsUnreadable', { file: FILE }), {
      hint: message('notifications:core.removeSecrets', { file: FILE }),
    });
  }
  return file['secrets'];
}

/** After a kill or on a full disk the old file or the new one is there. */
function writeEntries(directory: string, path: string, secrets: Entries): void {
  ensurePrivateDirectory(directory);
  const unfinished = `${path}.${uniqueStamp(Date.now())}.partial`;
  try {
    writeFileSync(unfinished, `${JSON.stringify({ format: 1, secrets })}\n`, { mode: 0o600, flag: 'wx' });
    replaceFile(unfinished, path);
  } finally {
    rmSync(unfinished, { force: true });
  }
}
