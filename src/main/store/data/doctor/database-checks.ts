import { join } from 'node:path';
import type { DoctorCheck } from '#shared/contract/data/doctor.ts';
import { FarmerError } from '#shared/errors.ts';
import { message, type Message } from '#shared/message.ts';
import { assertIntact } from '../backup/write-backup.ts';
import { openConnection } from '#main/store/database.ts';
import { databaseCorrupt, errorCodeOf } from '#main/store/database-errors.ts';
import { type DataPaths, ensurePrivateDirectory, isWritable, uniqueStamp } from '#main/store/data-directory.ts';
import { copyDatabase } from '../copy-database.ts';
import { farmFileState, missingFarm } from '../farm-file.ts';
import { openUntouched } from '../open-for-reading.ts';
import { finishReplacement, setForeignLogAside } from '../replace-database.ts';
import { pendingMigrations, schemaVersion } from '#main/store/migrate.ts';
import { createSettingsStore } from '#main/store/settings/settings-store.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';
import { hasExpectedStructure } from '#main/store/structure.ts';
import { type CheckContext, checkResult, failureOf } from './data-checks.ts';
import { findUnreadableRows, namesOf, repairUnreadableRows } from './unreadable-rows.ts';
import { salvageDatabase, type SalvageResult } from './salvage.ts';

const INTEGRITY = ['database', message('data:core.databaseSoundTitle')] as const;
const STRUCTURE = ['structure', message('data:core.databaseSchemaTitle')] as const;
const ROWS = ['rows', message('data:core.rowsReadableTitle')] as const;
const SETTINGS = ['settings', message('data:core.settingsReadableTitle')] as const;

/**
 * Checks that need the database open. They change nothing: no log is merged, no file is created. A missing database is
 * fine: there is nothing to lose.
 */
export function checkDatabase(context: CheckContext): readonly DoctorCheck[] {
  const { paths, isRepairing, nowMs } = context;
  if (isRepairing && isWritable(paths)) {
    finishReplacement(paths);
  }
  const state = farmFileState(paths);
  if (state === 'new') {
    return [checkResult(...INTEGRITY, { state: 'ok', finding: message('data:core.nothingStored') })];
  }
  if (state !== 'there') {
    return [checkResult(...INTEGRITY, failureOf(missingFarm(paths, state)))];
  }
  if (isRepairing && isWritable(paths)) {
    setForeignLogAside(paths, nowMs);
  }
  let database: FarmerDatabase | undefined;
  try {
    database = openUntouched(paths.database);
    const pending = pendingMigrations(database);
    assertIntact(database);
    const version = schemaVersion(database);
    const finding =
      pending.length === 0
        ? message('data:core.databaseChecked', { version })
        : message('data:core.databaseCheckedOlder', { version });
    const sound = checkResult(...INTEGRITY, { state: 'ok', finding });
    const structure = checkStructure(database);
    // Rows of an older structure are not checked: the next start makes a copy and migrates it.
    return pending.length === 0
      ? [sound, structure, checkRows(database, context), checkSettings(database, context)]
      : [sound, structure];
  } catch (thrown) {
    database?.close();
    const error = errorCodeOf(thrown) === 'SQLITE_ERROR' ? databaseCorrupt(thrown) : thrown;
    const isDamaged = error instanceof FarmerError && error.code === 'DATABASE_CORRUPT';
    return [isDamaged ? repairDamage(context, error) : checkResult(...INTEGRITY, failureOf(error))];
  } finally {
    database?.close();
  }
}

function repairDamage(context: CheckContext, error: FarmerError): DoctorCheck {
  if (!context.isRepairing) {
    return checkResult(...INTEGRITY, { ...failureOf(error), canRepair: true });
  }
  try {
    const { savedRows, setAsideName, ...losses } = salvageDatabase(context.paths, context.nowMs);
    if (setAsideName === null) {
      return checkResult(...INTEGRITY, {
        state: 'fail',
        finding: message('data:core.databaseBeyondReading'),
        remedy: message('data:core.restoreBackup'),
      });
    }
    const repaired = message('data:core.databaseRebuilt', { savedRows, lost: lossText(losses), setAsideName });
    return checkResult(...INTEGRITY, { state: 'ok', finding: error.messages.message, repaired });
  } catch (failure) {
    return checkResult(...INTEGRITY, failureOf(failure));
  }
}

/** Names the tables that lost rows; rows on unreadable pages cannot be counted. */
function lossText({ lostRows, brokenTables }: Pick<SalvageResult, 'lostRows' | 'brokenTables'>): Message {
  if (brokenTables.length === 0 && lostRows === 0) {
    return message('data:core.nothingLost');
  }
  const tables = brokenTables.join(', ');
  return lostRows === 0
    ? message('data:core.rowsLost', { tables })
    : message('data:core.rowsNotKept', { count: lostRows, tables });
}

function checkStructure(database: FarmerDatabase): DoctorCheck {
  return hasExpectedStructure(database)
    ? checkResult(...STRUCTURE, { state: 'ok', finding: message('data:core.schemaAsExpected') })
    : checkResult(...STRUCTURE, {
        state: 'fail',
        finding: message('data:core.tablesChangedByOther'),
        remedy: message('data:core.copyThenRestore'),
      });
}

/** Are there rows that lists leave out, because the program cannot have written them? */
function checkRows(database: FarmerDatabase, { isRepairing, paths, nowMs }: CheckContext): DoctorCheck {
  const rows = findUnreadableRows(database);
  if (rows.length === 0) {
    return checkResult(...ROWS, { state: 'ok', finding: message('data:core.allReadable') });
  }
  const finding = message('data:core.rowsUnreadable', { count: rows.length, where: namesOf(rows) });
  if (!isRepairing) {
    const remedy = message('data:core.mendRows');
    return checkResult(...ROWS, { state: 'warn', finding, remedy, canRepair: true });
  }
  const setAsideName = `unreadable-${uniqueStamp(nowMs)}.sqlite`;
  ensurePrivateDirectory(paths.setAside);
  change(paths, (writable) => {
    copyDatabase(writable, join(paths.setAside, setAsideName), nowMs);
    repairUnreadableRows(writable);
  });
  return checkResult(...ROWS, {
    state: 'ok',
    finding,
    repaired: message('data:core.rowsTakenOut', { setAsideName }),
  });
}

function checkSettings(database: FarmerDatabase, { isRepairing, paths }: CheckContext): DoctorCheck {
  const settings = createSettingsStore(database);
  const unreadable = settings.unreadable();
  if (unreadable.length === 0) {
    return checkResult(...SETTINGS, { state: 'ok', finding: message('data:core.allReadable') });
  }
  const finding = message('data:core.settingsNotReadable', {
    unreadable: unreadable.join(', '),
  });
  if (!isRepairing) {
    const remedy = message('data:core.setAgainOrMend');
    return checkResult(...SETTINGS, { state: 'warn', finding, remedy, canRepair: true });
  }
  change(paths, (writable) => createSettingsStore(writable).forget(unreadable));
  return checkResult(...SETTINGS, { state: 'ok', finding, repaired: message('data:core.settingsReset') });
}

function change(paths: DataPaths, work: (database: FarmerDatabase) => void): void {
  const database = openConnection(paths.database, { mustExist: true });
  try {
    work(database);
  } finally {
    database.close();
  }
}
