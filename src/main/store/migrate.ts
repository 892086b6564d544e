import { lazyCrypto } from './lazy-crypto.ts';
import { dirname, join } from 'node:path';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { APPLICATION_ID, assertSound } from './database.ts';
import { copyDatabase } from './data/copy-database.ts';
import { holdUnfinishedFiles } from './data/unfinished-files.ts';
import { databaseCorrupt, errorCodeOf } from './database-errors.ts';
import { dataPaths, ensurePrivateDirectory, uniqueStamp } from './data-directory.ts';
import { MIGRATIONS } from './migrations/index.ts';
import type { Migration } from './migrations/migration.ts';
import { stopCapture } from './share/capture.ts';
import type { FarmerDatabase } from './sql.ts';

/** The options of {@link migrate}. */
export interface MigrateOptions {
  /** Where the copy of the data before the migration is written; null for a file that is itself a copy. */
  readonly backupDirectory: string | null;
  readonly nowMs: number;
  /** Default: every migration of this program. */
  readonly migrations?: readonly Migration[];
}

/** What {@link migrate} did. */
export interface MigrateResult {
  /** The versions applied now, ascending; empty when the database was up to date. */
  readonly applied: readonly number[];
  /** The copy of the data before the migration, or null for a new database. */
  readonly backupPath: string | null;
}

/** The hash that pins a migration's statements: SHA-256 of the text, in hex. */
export function migrationHash(migration: Migration): string {
  return lazyCrypto().createHash('sha256').update(migration.sql).digest('hex');
}

const CREATE_LEDGER = `
  CREATE TABLE IF NOT EXISTS schema_migrations (
    version INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    sql_sha256 TEXT NOT NULL,
    applied_at_ms INTEGER NOT NULL
  ) STRICT;
`;

/**
 * Migrates a database to this program's structure, forward only. All pending migrations run in one IMMEDIATE
 * transaction after the data was copied: a crash, a full disk or a second process leave either the old structure or the
 * new one, never a mixture.
 * @throws FarmerError DATABASE_FROM_NEWER_VERSION, DATABASE_CORRUPT, DISK_FULL, DATA_DIR_HELD
 */
export function migrate(database: FarmerDatabase, options: MigrateOptions): MigrateResult {
  const known = options.migrations ?? MIGRATIONS;
  const { isPending, hadData } = database.snapshot(() => ({
    isPending: pendingMigrations(database, known).length > 0,
    hadData: !isNew(database),
  }));
  if (!isPending) {
    return { applied: [], backupPath: null };
  }
  const { backupDirectory, nowMs } = options;
  const backupPath = hadData && backupDirectory !== null ? copyBeforeMigration(database, backupDirectory, nowMs) : null;
  const applied = runPending(database, known, nowMs);
  return { applied, backupPath };
}

/** The structure's version: the highest migration applied, 0 for a new database. */
export function schemaVersion(database: FarmerDatabase): number {
  return Number(database.pragma('user_version'));
}

/** The highest version this program knows. */
export function latestVersion(migrations: readonly Migration[] = MIGRATIONS): number {
  return Math.max(0, ...migrations.map((migration) => migration.version));
}

function isNew(database: FarmerDatabase): boolean {
  return schemaVersion(database) === 0;
}

function assertOurs(database: FarmerDatabase): void {
  const isOurs = database.pragma('application_id') === APPLICATION_ID;
  const tables = database.statement<{ count: number }>('SELECT count(*) AS count FROM sqlite_schema').get();
  if (!isOurs && (tables?.count ?? 0) > 0) {
    throw databaseCorrupt(new Error('The file is a database of another program.'));
  }
}

/** The versions of the migrations that a database has. */
export function appliedVersions(database: FarmerDatabase): ReadonlySet<number> {
  if (isNew(database)) {
    return new Set();
  }
  const rows = database.statement<{ version: number }>('SELECT version FROM schema_migrations').all();
  return new Set(rows.map((row) => row.version));
}

/**
 * The migrations that a database does not have yet, ascending.
 * @throws FarmerError DATABASE_FROM_NEWER_VERSION when it has one that this program does not know, DATABASE_CORRUPT
 *   when it is a database of another program
 */
export function pendingMigrations(
  database: FarmerDatabase,
  known: readonly Migration[] = MIGRATIONS,
): readonly Migration[] {
  // Another process may be migrating: the versions and the tables must be read in one snapshot.
  return database.snapshot(() => {
    try {
      return findPending(database, known);
    } catch (error) {
      // A table that every version has is missing: the structure is damaged.
      throw errorCodeOf(error) === 'SQLITE_ERROR' ? databaseCorrupt(error) : error;
    }
  });
}

function findPending(database: FarmerDatabase, known: readonly Migration[]): readonly Migration[] {
  assertOurs(database);
  const applied = appliedVersions(database);
  const knownVersions = new Set(known.map((migration) => migration.version));
  const isNewer = [...applied].some((version) => !knownVersions.has(version));
  if (schemaVersion(database) > latestVersion(known) && !isNewer) {
    throw databaseCorrupt(new Error('The version in the header is none that the database went through.'));
  }
  if (isNewer) {
    throw new FarmerError('DATABASE_FROM_NEWER_VERSION', message('data:core.dataFromNewerVersion'), {
      hint: message('data:core.updateOrChooseAnotherPlace'),
      details: { databaseVersion: schemaVersion(database), programVersion: latestVersion(known) },
    });
  }
  return known.filter((migration) => !applied.has(migration.version)).toSorted((a, b) => a.version - b.version);
}

function copyBeforeMigration(database: FarmerDatabase, directory: string, nowMs: number): string {
  ensurePrivateDirectory(directory);
  assertSound(database);
  const path = join(directory, `before-migration-${uniqueStamp(nowMs)}-from-${schemaVersion(database)}.sqlite`);
  const release = holdUnfinishedFiles(dataPaths(dirname(directory)));
  try {
    copyDatabase(database, path, nowMs);
  } finally {
    release();
  }
  return path;
}

function runPending(database: FarmerDatabase, known: readonly Migration[], nowMs: number): readonly number[] {
  // Foreign keys cannot be switched inside a transaction; while they are off, a migration may rebuild a table that
  // others refer to.
  database.pragma('foreign_keys = OFF');
  try {
    return database.transaction(() => {
      // Read again under the write lock: another process may have migrated meanwhile.
      const pending = pendingMigrations(database, known);
      database.execute(CREATE_LEDGER);
      // The triggers name columns that a migration may drop; the next opening creates them again.
      stopCapture(database);
      for (const migration of pending) {
        applyOne(database, migration, nowMs);
      }
      assertReferencesHold(database);
      database.pragma(`application_id = ${APPLICATION_ID}`);
      database.pragma(`user_version = ${latestVersion(known)}`);
      return pending.map((migration) => migration.version);
    });
  } finally {
    database.pragma('foreign_keys = ON');
  }
}

function applyOne(database: FarmerDatabase, migration: Migration, nowMs: number): void {
  database.execute(migration.sql);
  database
    .statement('INSERT INTO schema_migrations VALUES (@version, @name, @hash, @nowMs)')
    .run({ version: migration.version, name: migration.name, hash: migrationHash(migration), nowMs });
}

function assertReferencesHold(database: FarmerDatabase): void {
  const broken = database.statement('PRAGMA foreign_key_check').all();
  if (broken.length > 0) {
    throw new Error(`A migration left ${broken.length} broken references.`);
  }
}
