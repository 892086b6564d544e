import { lazyCrypto } from './lazy-crypto.ts';
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { FarmerError } from '#shared/errors.ts';
import { message, type Message } from '#shared/message.ts';
import { diskFull, errorCodeOf } from './database-errors.ts';
import { makeDirectory } from './make-directory.ts';

/** What decides where the data is. */
export interface DataDirectoryOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** From `--data-dir`. */
  readonly option?: string | undefined;
  /** Default: the home directory of the user. */
  readonly home?: string;
}

/**
 * The data directory: `--data-dir`, else `FARMER_DATA_DIR`, else the platform's convention.
 * @returns an absolute path, whether or not it exists
 */
export function resolveDataDirectory(options: DataDirectoryOptions): string {
  const asked = [options.option, options.env['FARMER_DATA_DIR']].find((path) => path !== undefined && path !== '');
  return resolve(asked ?? conventionalDirectory(options));
}

function conventionalDirectory({ env, platform, home = homedir() }: DataDirectoryOptions): string {
  switch (platform) {
    case 'darwin':
      return join(home, 'Library', 'Application Support', 'Farmer');
    case 'win32':
      return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'Farmer');
    default:
      return join(absoluteOrNone(env['XDG_DATA_HOME']) ?? join(home, '.local', 'share'), 'farmer');
  }
}

/** The XDG convention ignores relative paths. */
function absoluteOrNone(path: string | undefined): string | undefined {
  return path?.startsWith('/') === true ? path : undefined;
}

/** The files of a data directory. */
export interface DataPaths {
  readonly directory: string;
  /** The database; SQLite keeps `-wal` and `-shm` beside it while it is open. */
  readonly database: string;
  /** Backups that Farmer makes by itself. */
  readonly backups: string;
  /** Databases that a restore or a repair replaced, kept until the farmer removes them. */
  readonly setAside: string;
}

/** The paths inside a data directory. */
export function dataPaths(directory: string): DataPaths {
  return {
    directory,
    database: join(directory, 'farmer.sqlite'),
    backups: join(directory, 'backups'),
    setAside: join(directory, 'set-aside'),
  };
}

/** Whether the data can be changed: not on a disk that is mounted read-only, nor without the right to write. */
export function isWritable(paths: DataPaths): boolean {
  try {
    accessSync(paths.directory, constants.W_OK);
    if (existsSync(paths.database)) {
      accessSync(paths.database, constants.W_OK);
    }
    return true;
  } catch {
    return false;
  }
}

/** A time as a part of a file name that sorts and is never used twice: `2026-11-21T10-15-00-000Z-3fa85f`. */
export function uniqueStamp(nowMs: number): string {
  return `${new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-')}-${lazyCrypto().randomBytes(3).toString('hex')}`;
}

/**
 * Makes a directory that only its owner can enter (0700), with its parents. An existing one keeps its mode, which may
 * be the farmer's choice; the doctor warns when others can read it.
 * @throws FarmerError DATA_DIR_UNUSABLE or DISK_FULL
 */
export function ensurePrivateDirectory(directory: string): void {
  try {
    makeDirectory(directory);
    if (!statSync(directory).isDirectory()) {
      throw Object.assign(new Error('not a directory'), { code: 'ENOTDIR' });
    }
    accessSync(directory, constants.X_OK);
  } catch (error) {
    throw unusableDirectory(error);
  }
}

const REASONS: Readonly<Record<string, readonly [what: Message, hint: Message]>> = {
  EEXIST: [message('data:core.fileInPlaceOfDirectory'), message('data:core.moveFileAway')],
  ENOTDIR: [message('data:core.fileInPlaceOfDirectory'), message('data:core.moveFileAway')],
  EROFS: [message('data:core.directoryReadOnly'), message('data:core.chooseAnotherPlaceOrMount')],
  EACCES: [message('data:core.directoryPermissionDenied'), message('data:core.ownFolderOrChooseAnother')],
  EPERM: [message('data:core.directoryPermissionDenied'), message('data:core.ownFolderOrChooseAnother')],
  ENAMETOOLONG: [message('data:core.pathTooLong'), message('data:core.chooseShorterPath')],
  ENOENT: [message('data:core.directoryParentMissing'), message('data:core.chooseAnotherPlace')],
};

/** The error for a directory that cannot be made or entered. */
export function unusableDirectory(cause: unknown): FarmerError {
  const code = errorCodeOf(cause) ?? '';
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return diskFull(cause);
  }
  const [what, hint] = REASONS[code] ?? [
    message('data:core.directoryUnusable'),
    message('data:core.chooseAnotherPlace'),
  ];
  return new FarmerError('DATA_DIR_UNUSABLE', what, { hint, details: { reason: code }, cause });
}
