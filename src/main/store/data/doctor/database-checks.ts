import { statSync } from 'node:fs';
import type { DoctorCheck } from '#shared/contract/data/doctor.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { assertIntact } from '../backup/write-backup.ts';
import { openConnection } from '#main/store/database.ts';
import { pendingMigrations, schemaVersion } from '#main/store/migrate.ts';
import { createSettingsStore } from '#main/store/settings/settings-store.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';
import { hasExpectedStructure } from '#main/store/structure.ts';
import { type CheckContext, checkResult, failureOf } from './data-checks.ts';
import { salvageDatabase } from './salvage.ts';

const INTEGRITY = ['database', message('data:core.databaseSoundTitle')] as const;
const STRUCTURE = ['structure', message('data:core.databaseSchemaTitle')] as const;
const SETTINGS = ['settings', message('data:core.settingsReadableTitle')] as const;

/** Checks that need the database open. A database that does not exist yet is fine: there is nothing to lose. */
export function checkDatabase(context: CheckContext): readonly DoctorCheck[] {
  const { paths } = context;
  if (statSync(paths.database, { throwIfNoEntry: false }) === undefined) {
    return [checkResult(...INTEGRITY, { state: 'ok', finding: message('data:core.nothingStored') })];
  }
  let database: FarmerDatabase | undefined;
  try {
    database = openConnection(paths.database, { mustExist: true, skipsCheck: true });
    const pending = pendingMigrations(database);
    assertIntact(database);
    const version = schemaVersion(database);
    const finding =
      pending.length === 0
        ? message('data:core.databaseChecked', { version })
        : message('data:core.databaseCheckedOlder', { version });
    const sound = checkResult(...INTEGRITY, { state: 'ok', finding });
    const structure = checkStructure(database);
    // The next start brings an older one up to date, after a copy of it; looking at it does not.
    return pending.length === 0 ? [sound, structure, checkSettings(database, context)] : [sound, structure];
  } catch (error) {
    database?.close();
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
    const { savedRows, brokenTables, setAsideName } = salvageDatabase(context.paths, context.nowMs);
    if (setAsideName === null) {
      return checkResult(...INTEGRITY, {
        state: 'fail',
        finding: message('data:core.databaseBeyondReading'),
        remedy: message('data:core.restoreBackup'),
      });
    }
    const lost =
      brokenTables.length === 0
        ? message('data:core.nothingLost')
        : message('data:core.rowsLost', { tables: brokenTables.join(', ') });
    return checkResult(...INTEGRITY, {
      state: 'ok',
      finding: error.messages.message,
      repaired: message('data:core.databaseRebuilt', { savedRows, lost, setAsideName }),
    });
  } catch (failure) {
    return checkResult(...INTEGRITY, failureOf(failure));
  }
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

function checkSettings(database: FarmerDatabase, { isRepairing }: CheckContext): DoctorCheck {
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
  settings.forget(unreadable);
  return checkResult(...SETTINGS, { state: 'ok', finding, repaired: message('data:core.settingsReset') });
}
