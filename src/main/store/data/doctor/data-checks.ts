import { accessSync, chmodSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DoctorCheck } from '#shared/contract/data/doctor.ts';
import { FarmerError } from '#shared/errors.ts';
import { message, type Message } from '#shared/message.ts';
import { type DataPaths, unusableDirectory } from '#main/store/data-directory.ts';
import { isSomebodyWriting, removeUnfinishedFiles, unfinishedFiles } from '../unfinished-files.ts';
import { listKeptBackups } from '../backup/kept-backups.ts';

/** Below this much free space the doctor warns, in bytes. */
const LOW_SPACE_BYTES = 200_000_000;
/** Below this much free space writing will soon fail, in bytes. */
const NO_SPACE_BYTES = 10_000_000;
/** The age of the newest backup at which the doctor warns, in ms. */
const OLD_BACKUP_MS = 7 * 86_400_000;

/** What every check gets. */
export interface CheckContext {
  readonly paths: DataPaths;
  readonly nowMs: number;
  /** Whether to repair what the check can repair. */
  readonly isRepairing: boolean;
}

type Outcome = Omit<DoctorCheck, 'id' | 'title' | 'canRepair' | 'repaired' | 'remedy'> &
  Partial<Pick<DoctorCheck, 'canRepair' | 'repaired' | 'remedy'>>;

/** The result of a check, with its id and title. */
export function checkResult(id: string, title: Message, outcome: Outcome): DoctorCheck {
  return { id, title, canRepair: false, repaired: null, remedy: null, ...outcome };
}

/** A FarmerError as finding and remedy of a failed check. */
export function failureOf(error: unknown): Outcome {
  if (!(error instanceof FarmerError)) {
    throw error;
  }
  return { state: 'fail', finding: error.messages.message, remedy: error.messages.hint };
}

const DIRECTORY = ['data-directory', message('data:core.directoryWritableTitle')] as const;

/** Can the data directory be created, entered and written? Nothing is written to find out. */
export function checkDirectory(context: CheckContext): DoctorCheck {
  try {
    return checkResult(...DIRECTORY, writableDirectory(context));
  } catch (error) {
    return checkResult(...DIRECTORY, failureOf(unusableDirectory(error)));
  }
}

/** @throws the errors of the file system */
function writableDirectory({ paths, isRepairing }: CheckContext): Outcome {
  const protectedFiles = [paths.database, `${paths.database}-wal`].filter(isWriteProtected);
  if (protectedFiles.length > 0 && isRepairing && protectedFiles.every(makeWritable)) {
    const finding = message('data:core.databaseWriteProtected');
    return { state: 'ok', finding, repaired: message('data:core.madeDatabaseWritable') };
  }
  if (protectedFiles.length > 0) {
    return {
      state: 'fail',
      finding: message('data:core.databaseWriteProtected'),
      remedy: message('data:core.makeDatabaseWritable'),
      canRepair: true,
    };
  }
  accessSync(nearestExisting(paths.directory), constants.W_OK | constants.X_OK);
  const finding = existsSync(paths.directory)
    ? message('data:core.directoryWritable')
    : message('data:core.isMadeAtFirstUse');
  return { state: 'ok', finding };
}

/** The directory, or the nearest parent that exists, in which it would be created. */
function nearestExisting(directory: string): string {
  const stats = statSync(directory, { throwIfNoEntry: false });
  if (stats === undefined && dirname(directory) !== directory) {
    return nearestExisting(dirname(directory));
  }
  if (stats?.isDirectory() !== true) {
    throw Object.assign(new Error('not a directory'), { code: 'ENOTDIR' });
  }
  return directory;
}

/** By the file's mode, because the system lets root write anyway, but the recorder may run as another user. */
function isWriteProtected(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && (stats.mode & 0o200) === 0;
}

function makeWritable(path: string): boolean {
  try {
    chmodSync(path, modeOf(path) | 0o600);
    return true;
  } catch {
    return false;
  }
}

/** Is the data private to the farmer? On Windows it is in the user's own folders instead. */
export function checkPrivacy({ paths, isRepairing }: CheckContext): DoctorCheck {
  const title = message('data:core.dataPrivateTitle');
  if (process.platform === 'win32') {
    return checkResult('privacy', title, {
      state: 'unknown',
      finding: message('data:core.windowsGuardsData'),
    });
  }
  const open = [paths.directory, paths.database, paths.backups, paths.setAside].filter(isOpenToOthers);
  if (open.length === 0) {
    return checkResult('privacy', title, { state: 'ok', finding: message('data:core.dataPrivate') });
  }
  const finding = message('data:core.dataReadableByOthers');
  const remedy = message('data:core.mendPermissions');
  if (!isRepairing) {
    return checkResult('privacy', title, { state: 'warn', finding, remedy, canRepair: true });
  }
  try {
    for (const path of open) {
      chmodSync(path, modeOf(path) & 0o700);
    }
  } catch {
    return checkResult('privacy', title, { state: 'warn', finding, remedy: message('data:core.ownFolderFirst') });
  }
  return checkResult('privacy', title, { state: 'ok', finding, repaired: message('data:core.permissionsMended') });
}

function modeOf(path: string): number {
  return (statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o777;
}

function isOpenToOthers(path: string): boolean {
  return (modeOf(path) & 0o077) !== 0;
}

/** Is there enough free space? */
export function checkSpace({ paths }: CheckContext): DoctorCheck {
  const title = message('data:core.diskRoomTitle');
  const free = freeBytes(paths.directory);
  if (free === null) {
    return checkResult('disk-space', title, { state: 'unknown', finding: message('data:core.diskFreeUnknown') });
  }
  const finding = message('data:core.diskFree', { free: Math.floor(free / 1_000_000) });
  if (free >= LOW_SPACE_BYTES) {
    return checkResult('disk-space', title, { state: 'ok', finding });
  }
  return checkResult('disk-space', title, {
    state: free < NO_SPACE_BYTES ? 'fail' : 'warn',
    finding,
    remedy: message('data:core.freeSpaceOrMove'),
  });
}

function freeBytes(directory: string): number | null {
  try {
    const stats = statfsSync(directory);
    return stats.bavail * stats.bsize;
  } catch {
    return null;
  }
}

/** Are there unfinished files of an interrupted write? Files that a process is still writing do not count. */
export function checkLeftovers({ paths, isRepairing }: CheckContext): DoctorCheck {
  const title = message('data:core.unfinishedFilesTitle');
  const leftovers = unfinishedFiles(paths);
  if (leftovers.length === 0 || isSomebodyWriting(paths)) {
    return checkResult('leftovers', title, { state: 'ok', finding: message('data:core.noUnfinishedFiles') });
  }
  const finding =
    leftovers.length === 1
      ? message('data:core.oneUnfinishedFile')
      : message('data:core.unfinishedFiles', { count: leftovers.length });
  if (!isRepairing) {
    return checkResult('leftovers', title, {
      state: 'warn',
      finding,
      remedy: message('data:core.mendUnfinishedFiles'),
      canRepair: true,
    });
  }
  removeUnfinishedFiles(paths);
  return checkResult('leftovers', title, {
    state: 'ok',
    finding,
    repaired: message('data:core.unfinishedFilesRemoved'),
  });
}

/** Is there a recent backup? */
export function checkBackups({ paths, nowMs }: CheckContext): DoctorCheck {
  const title = message('data:core.recentBackupTitle');
  const newest = listKeptBackups(paths).find((backup) => backup.reason !== 'unreadable');
  const remedy = message('data:core.makeBackup');
  if (newest === undefined) {
    return checkResult('backups', title, {
      state: 'warn',
      finding: message('data:core.noBackup'),
      remedy,
    });
  }
  const ageDays = Math.floor(Math.max(0, nowMs - newest.createdAtMs) / 86_400_000);
  const finding =
    ageDays === 0 ? message('data:core.newestBackupToday') : message('data:core.newestBackupAge', { ageDays });
  return nowMs - newest.createdAtMs > OLD_BACKUP_MS
    ? checkResult('backups', title, { state: 'warn', finding, remedy })
    : checkResult('backups', title, { state: 'ok', finding });
}
