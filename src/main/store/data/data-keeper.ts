import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { BackupContents, WrittenBackup } from '#shared/contract/data/backups.ts';
import type { DoctorCheck } from '#shared/contract/data/doctor.ts';
import {
  findKeptBackup,
  listKeptBackups,
  pruneKeptBackups,
  removeKeptBackup,
  type Retention,
  type StoredBackup,
} from './backup/kept-backups.ts';
import { restoreBackup } from './backup/restore-backup.ts';
import { type BackupSource, withStagedBackup } from './backup/stage-backup.ts';
import { writeBackup } from './backup/write-backup.ts';
import { type DataPaths, dataPaths, ensurePrivateDirectory, uniqueStamp } from '#main/store/data-directory.ts';
import type { SecretStore } from '#main/store/secrets/secret-file.ts';
import { openUntouched } from './open-for-reading.ts';
import { checkBackups, checkDirectory, checkLeftovers, checkPrivacy, checkSpace } from './doctor/data-checks.ts';
import { checkDatabase } from './doctor/database-checks.ts';
import { schemaVersion } from '#main/store/migrate.ts';

/** How often Farmer makes a backup by itself, in ms. */
export const DAILY_BACKUP_MS = 86_400_000;

/** What {@link createDataKeeper} needs. */
export interface DataKeeperOptions {
  readonly dataDirectory: string;
  readonly nowMs: () => number;
  readonly programVersion: string;
  /** Written into encrypted backups and restored from them. */
  readonly secrets?: SecretStore;
  /** Base-2 logarithm of the cost of one guess of a passphrase; default: about half a second. */
  readonly workFactor?: number;
}

/**
 * Keeps the data directory as a whole: backups, restores, checks and repairs. It works while this process and others have
 * the database open, and also when the database cannot be opened. Nothing is touched before its first call.
 */
export function createDataKeeper(options: DataKeeperOptions) {
  const paths = dataPaths(options.dataDirectory);
  const write = writeFrom(paths, options);
  const keep = async (
    reason: 'manual' | 'daily' | 'before-update',
    passphrase?: string,
    note = '',
  ): Promise<StoredBackup> => {
    ensurePrivateDirectory(paths.backups);
    const ending = passphrase === undefined ? 'sqlite' : 'farmerbackup';
    const name = `${reason}-${uniqueStamp(options.nowMs())}${note}.${ending}`;
    await write(join(paths.backups, name), passphrase);
    return findKeptBackup(paths, name);
  };
  return {
    paths,
    describe: () => describeDatabase(paths),
    /** Writes a checked backup into a new file at a path that the farmer chose. */
    exportBackup: (path: string, passphrase?: string) => write(resolve(path), passphrase),
    /** Writes a checked backup into the data directory. */
    keepBackup: (passphrase?: string) => keep('manual', passphrase),
    /** Writes a backup before the update to a version, unless there is one already. */
    keepBeforeUpdate: async (version: string) => {
      const note = `-to-${version.replaceAll(/[^\w-]/g, '-')}`;
      const made = listKeptBackups(paths).find(
        ({ reason, name }) => reason === 'before-update' && name.includes(`${note}.`),
      );
      return made ?? keep('before-update', undefined, note);
    },
    /** Writes a daily backup when the last is a day old, and deletes those beyond the retention. */
    keepDailyBackup: async (retention: Retention) => {
      const last = listKeptBackups(paths).find((backup) => backup.reason === 'daily');
      const ageMs = last === undefined ? Infinity : Math.abs(options.nowMs() - last.createdAtMs);
      const made = ageMs >= DAILY_BACKUP_MS ? await keep('daily') : null;
      pruneKeptBackups(paths, retention);
      return made;
    },
    listBackups: () => listKeptBackups(paths),
    /** @throws FarmerError NOT_FOUND */
    findBackup: (name: string) => findKeptBackup(paths, name),
    /** @throws FarmerError NOT_FOUND */
    removeBackup: (name: string) => removeKeptBackup(findKeptBackup(paths, name)),
    /** Opens a backup and checks it, but does not restore it. */
    inspectBackup: (source: BackupSource) =>
      withStagedBackup(paths, source, options.nowMs(), ({ contents }) => contents),
    restoreBackup: (source: BackupSource, isFromOtherMachine: boolean) =>
      restoreBackup({
        paths,
        source,
        nowMs: options.nowMs(),
        isFromOtherMachine,
        keepSecret: (name, value) => options.secrets?.write(name, value),
      }),
    /** Checks the data directory, and repairs what it can when `isRepairing`. */
    examine: (isRepairing: boolean) => examine(paths, options.nowMs(), isRepairing),
  };
}

export type DataKeeper = ReturnType<typeof createDataKeeper>;

/** Writes backups of the data in use. */
function writeFrom(paths: DataPaths, { nowMs, programVersion, workFactor, secrets }: DataKeeperOptions) {
  return (targetPath: string, passphrase: string | undefined): Promise<WrittenBackup> =>
    writeBackup({
      paths,
      targetPath,
      passphrase,
      nowMs: nowMs(),
      programVersion,
      workFactor,
      secrets: passphrase === undefined ? undefined : secrets?.all(),
    });
}

function examine(paths: DataPaths, nowMs: number, isRepairing: boolean): readonly DoctorCheck[] {
  const context = { paths, nowMs, isRepairing };
  const directory = checkDirectory(context);
  if (directory.state === 'fail' && !existsSync(paths.database)) {
    return [directory];
  }
  return [
    directory,
    checkSpace(context),
    ...checkDatabase(context),
    checkPrivacy(context),
    checkBackups(context),
    checkLeftovers(context),
  ];
}

function describeDatabase(paths: DataPaths): Pick<BackupContents, 'sizeBytes' | 'schemaVersion'> {
  const sizeBytes = ['', '-wal']
    .map((suffix) => statSync(`${paths.database}${suffix}`, { throwIfNoEntry: false })?.size ?? 0)
    .reduce((sum, size) => sum + size, 0);
  const database = openUntouched(paths.database);
  try {
    return { sizeBytes, schemaVersion: schemaVersion(database) };
  } finally {
    database.close();
  }
}
