import { chmodSync, readdirSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DoctorCheck } from '#shared/contract/data/doctor.ts';
import { FarmerError } from '#shared/errors.ts';
import { phrase } from '#shared/phrase.ts';
import { type DataPaths, ensurePrivateDirectory, unusableDirectory } from '#main/store/data-directory.ts';
import { listKeptBackups } from '../backup/kept-backups.ts';

/** Below this much free space the doctor warns, in bytes. */
export const LOW_SPACE_BYTES = 200_000_000;
/** Below this much free space writing is about to fail, in bytes. */
export const NO_SPACE_BYTES = 10_000_000;
/** How long unfinished files are left to whoever may still be writing them, in ms. */
export const LEFTOVER_AGE_MS = 3_600_000;
/** The age of the newest backup at which the doctor warns, in ms. */
export const OLD_BACKUP_MS = 7 * 86_400_000;

/** What a check works with. */
export interface CheckContext {
  readonly paths: DataPaths;
  readonly nowMs: number;
  /** Whether to repair what can be repaired. */
  readonly isRepairing: boolean;
}

type Outcome = Omit<DoctorCheck, 'id' | 'title' | 'canRepair' | 'repaired' | 'remedy'> &
  Partial<Pick<DoctorCheck, 'canRepair' | 'repaired' | 'remedy'>>;

/** A check with its id and title, and what it found. */
export function checkResult(id: string, title: string, outcome: Outcome): DoctorCheck {
  return { id, title, canRepair: false, repaired: null, remedy: null, ...outcome };
}

/** The planned error behind a failure, as a finding and a remedy. */
export function failureOf(error: unknown): Outcome {
  if (!(error instanceof FarmerError)) {
    throw error;
  }
  return { state: 'fail', finding: error.words.message, remedy: error.words.hint };
}

/** Can the data directory be made, entered and written? */
export function checkDirectory({ paths }: CheckContext): DoctorCheck {
  const title = 'Data directory can be written';
  const probe = join(paths.directory, `probe-${process.pid}.partial`);
  try {
    ensurePrivateDirectory(paths.directory);
    writeFileSync(probe, '', { flag: 'wx', mode: 0o600 });
    rmSync(probe);
    return checkResult('data-directory', title, { state: 'ok', finding: 'It exists and can be written.' });
  } catch (error) {
    const planned = error instanceof FarmerError ? error : unusableDirectory(error);
    return checkResult('data-directory', title, failureOf(planned));
  }
}

/** Can only the farmer look into it? Windows keeps it in the user's own folders instead. */
export function checkPrivacy({ paths, isRepairing }: CheckContext): DoctorCheck {
  const title = 'Only you can read the data';
  if (process.platform === 'win32') {
    return checkResult('privacy', title, {
      state: 'unknown',
      finding: 'Windows guards your user folder by other means.',
    });
  }
  const open = [paths.directory, paths.database, paths.backups, paths.setAside].filter(isOpenToOthers);
  if (open.length === 0) {
    return checkResult('privacy', title, { state: 'ok', finding: 'Nobody else on this computer can read it.' });
  }
  const finding = 'Other users of this computer can read it: farm, contact and earnings.';
  const remedy = 'Run "farmer doctor --mend", or take the rights of others away (chmod go-rwx).';
  if (!isRepairing) {
    return checkResult('privacy', title, { state: 'warn', finding, remedy, canRepair: true });
  }
  try {
    for (const path of open) {
      chmodSync(path, modeOf(path) & 0o700);
    }
  } catch {
    return checkResult('privacy', title, { state: 'warn', finding, remedy: 'Make the folder your own (chown) first.' });
  }
  return checkResult('privacy', title, { state: 'ok', finding, repaired: 'Took the rights of others away.' });
}

function modeOf(path: string): number {
  return (statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o777;
}

function isOpenToOthers(path: string): boolean {
  return (modeOf(path) & 0o077) !== 0;
}

/** Is there room for what is recorded next? */
export function checkSpace({ paths }: CheckContext): DoctorCheck {
  const title = 'Room on the disk';
  const free = freeBytes(paths.directory);
  if (free === null) {
    return checkResult('disk-space', title, { state: 'unknown', finding: 'The system does not say how much is free.' });
  }
  const finding = phrase('{{free}} MB are free.', { free: Math.floor(free / 1_000_000) });
  if (free >= LOW_SPACE_BYTES) {
    return checkResult('disk-space', title, { state: 'ok', finding });
  }
  return checkResult('disk-space', title, {
    state: free < NO_SPACE_BYTES ? 'fail' : 'warn',
    finding,
    remedy: 'Free some space, or move the data with --data-dir: without room nothing more is recorded.',
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

/** Did something that was cut off leave unfinished files? */
export function checkLeftovers({ paths, nowMs, isRepairing }: CheckContext): DoctorCheck {
  const title = 'No unfinished files';
  const leftovers = [paths.directory, paths.backups, paths.setAside].flatMap((directory) =>
    partialFiles(directory).filter((path) => isOlderThan(path, nowMs - LEFTOVER_AGE_MS)),
  );
  if (leftovers.length === 0) {
    return checkResult('leftovers', title, { state: 'ok', finding: 'There are none.' });
  }
  const finding =
    leftovers.length === 1
      ? phrase('1 unfinished file was left behind.')
      : phrase('{{count}} unfinished files were left behind.', { count: leftovers.length });
  if (!isRepairing) {
    return checkResult('leftovers', title, {
      state: 'warn',
      finding,
      remedy: 'Run "farmer doctor --mend" to remove them.',
      canRepair: true,
    });
  }
  for (const path of leftovers) {
    rmSync(path, { force: true });
  }
  return checkResult('leftovers', title, { state: 'ok', finding, repaired: 'Removed them.' });
}

function partialFiles(directory: string): readonly string[] {
  try {
    return readdirSync(directory)
      .filter((name) => /\.partial(?:-wal|-shm|-journal)?$|\.again$/.test(name))
      .map((name) => join(directory, name));
  } catch {
    return [];
  }
}

function isOlderThan(path: string, timeMs: number): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && stats.mtimeMs < timeMs;
}

/** Is there something to go back to? */
export function checkBackups({ paths, nowMs }: CheckContext): DoctorCheck {
  const title = 'A recent backup';
  const newest = listKeptBackups(paths).find((backup) => backup.reason !== 'unreadable');
  const remedy = 'Make one with "farmer backup FILE", best on another disk.';
  if (newest === undefined) {
    return checkResult('backups', title, { state: 'warn', finding: 'There is none in the data directory.', remedy });
  }
  const ageDays = Math.floor(Math.max(0, nowMs - newest.createdAtMs) / 86_400_000);
  const finding =
    ageDays === 0 ? 'The newest is of today.' : phrase('The newest is {{ageDays}} days old.', { ageDays });
  return nowMs - newest.createdAtMs > OLD_BACKUP_MS
    ? checkResult('backups', title, { state: 'warn', finding, remedy })
    : checkResult('backups', title, { state: 'ok', finding });
}
