import { statSync } from 'node:fs';
import type { DoctorCheck } from '#shared/contract/data/doctor.ts';
import { FarmerError } from '#shared/errors.ts';
import { phrase } from '#shared/phrase.ts';
import { assertIntact } from '../backup/write-backup.ts';
import { openConnection } from '#main/store/database.ts';
import { pendingMigrations, schemaVersion } from '#main/store/migrate.ts';
import { createSettingsStore } from '#main/store/settings/settings-store.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';
import { hasExpectedStructure } from '#main/store/structure.ts';
import { type CheckContext, checkResult, failureOf } from './data-checks.ts';
import { salvageDatabase } from './salvage.ts';

const INTEGRITY = ['database', 'Database is sound'] as const;
const STRUCTURE = ['structure', 'Database is built as this version builds it'] as const;
const SETTINGS = ['settings', 'Settings can be read'] as const;

/** Checks that need the database open. A database that does not exist yet is fine: there is nothing to lose. */
export function checkDatabase(context: CheckContext): readonly DoctorCheck[] {
  const { paths } = context;
  if (statSync(paths.database, { throwIfNoEntry: false }) === undefined) {
    return [checkResult(...INTEGRITY, { state: 'ok', finding: 'Nothing was stored yet.' })];
  }
  let database: FarmerDatabase | undefined;
  try {
    database = openConnection(paths.database, { mustExist: true, skipsCheck: true });
    const pending = pendingMigrations(database);
    assertIntact(database);
    const version = schemaVersion(database);
    const finding =
      pending.length === 0
        ? phrase('Every page and reference was checked; version {{version}}.', { version })
        : phrase('Every page and reference was checked; version {{version}}, older than this program.', { version });
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
        finding: 'The database is damaged beyond reading; it was left as it is.',
        remedy: 'Go back to a backup with "farmer restore FILE": the damaged file is kept aside then.',
      });
    }
    const lost =
      brokenTables.length === 0
        ? phrase('Nothing was lost.')
        : phrase('Parts were lost of: {{tables}}.', { tables: brokenTables.join(', ') });
    return checkResult(...INTEGRITY, {
      state: 'ok',
      finding: error.words.message,
      repaired: phrase(
        'Built a new one from {{savedRows}} rows that could be read. {{lost}} The damaged one is kept as {{setAsideName}}.',
        { savedRows, lost, setAsideName },
      ),
    });
  } catch (failure) {
    return checkResult(...INTEGRITY, failureOf(failure));
  }
}

function checkStructure(database: FarmerDatabase): DoctorCheck {
  return hasExpectedStructure(database)
    ? checkResult(...STRUCTURE, { state: 'ok', finding: 'Every table is as it should be.' })
    : checkResult(...STRUCTURE, {
        state: 'fail',
        finding: 'Another program changed its tables.',
        remedy: 'Make a copy of the data directory, then go back to a backup with "farmer restore FILE".',
      });
}

function checkSettings(database: FarmerDatabase, { isRepairing }: CheckContext): DoctorCheck {
  const settings = createSettingsStore(database);
  const unreadable = settings.unreadable();
  if (unreadable.length === 0) {
    return checkResult(...SETTINGS, { state: 'ok', finding: 'All of them.' });
  }
  const finding = phrase('Not taken, so that the default holds: {{unreadable}}.', {
    unreadable: unreadable.join(', '),
  });
  if (!isRepairing) {
    const remedy = 'Set them again, or run "farmer doctor --mend" to forget the unreadable values.';
    return checkResult(...SETTINGS, { state: 'warn', finding, remedy, canRepair: true });
  }
  settings.forget(unreadable);
  return checkResult(...SETTINGS, { state: 'ok', finding, repaired: 'Forgot the unreadable values.' });
}
