import { copyFileSync, existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { removeDatabaseFile } from '../backup/stage-backup.ts';
import { assertIntact } from '../backup/write-backup.ts';
import { type DataPaths, ensurePrivateDirectory, uniqueStamp } from '#main/store/data-directory.ts';
import { openConnection } from '#main/store/database.ts';
import { withTranslatedErrors } from '#main/store/database-errors.ts';
import { migrate } from '#main/store/migrate.ts';
import { assertNobodyHasItOpen, setAsideDatabase } from '../set-aside.ts';
import { dataTables, quoted, type TableShape } from '#main/store/structure.ts';
import type { FarmerDatabase, SqlParameters, SqlValue } from '#main/store/sql.ts';

/** What could be saved of a damaged database. */
export interface SalvageResult {
  /** Rows that were read and kept, over all tables. */
  readonly savedRows: number;
  /** Tables of which a part or all could not be read. */
  readonly brokenTables: readonly string[];
  /** The name, in the set-aside folder, of the damaged database; null when nothing could be saved, and nothing was moved. */
  readonly setAsideName: string | null;
}

/**
 * Builds a new database out of what a damaged one still gives, and puts it in its place; the damaged one is kept aside.
 * Every table is read from both ends until the damage, so that one broken page costs the rows on it. Rows whose node
 * was lost go with it. When nothing at all can be read, everything stays as it is.
 * @throws FarmerError DATA_DIR_HELD while another program has the data open, DISK_FULL
 */
export function salvageDatabase(paths: DataPaths, nowMs: number): SalvageResult {
  // Reading the file past SQLite lets go of the locks this process holds on it: nobody may have it open.
  assertNobodyHasItOpen(paths.database);
  ensurePrivateDirectory(paths.setAside);
  const copyPath = join(paths.setAside, `salvage-${uniqueStamp(nowMs)}.partial`);
  const newPath = `${copyPath}.new.partial`;
  try {
    copyFiles(paths.database, copyPath);
    const { savedRows, brokenTables } = readInto(copyPath, newPath, nowMs);
    if (savedRows === 0) {
      return { savedRows, brokenTables, setAsideName: null };
    }
    const setAsideName = setAsideDatabase(paths, nowMs);
    renameSync(newPath, paths.database);
    return { savedRows, brokenTables, setAsideName };
  } finally {
    removeDatabaseFile(copyPath);
    removeDatabaseFile(newPath);
  }
}

function copyFiles(fromPath: string, toPath: string): void {
  withTranslatedErrors(() => {
    for (const suffix of ['', '-wal']) {
      if (existsSync(`${fromPath}${suffix}`)) {
        copyFileSync(`${fromPath}${suffix}`, `${toPath}${suffix}`);
      }
    }
  });
}

function readInto(damagedPath: string, newPath: string, nowMs: number): Omit<SalvageResult, 'setAsideName'> {
  const target = openConnection(newPath, { isSingleFile: true });
  try {
    migrate(target, { backupDirectory: null, nowMs });
    const damaged = openDamaged(damagedPath);
    if (damaged === null) {
      return { savedRows: 0, brokenTables: dataTables(target).map((table) => table.name) };
    }
    try {
      return copyAllTables(damaged, target);
    } finally {
      damaged.close();
    }
  } finally {
    target.close();
  }
}

function openDamaged(path: string): FarmerDatabase | null {
  try {
    return openConnection(path, { mustExist: true, isSingleFile: true, skipsCheck: true });
  } catch {
    return null;
  }
}

function copyAllTables(damaged: FarmerDatabase, target: FarmerDatabase): Omit<SalvageResult, 'setAsideName'> {
  target.pragma('foreign_keys = OFF');
  const brokenTables: string[] = [];
  let savedRows = 0;
  target.transaction(() => {
    for (const table of dataTables(target)) {
      const { saved, isBroken } = copyTable(damaged, target, table);
      savedRows += saved;
      if (isBroken) {
        brokenTables.push(table.name);
      }
    }
    savedRows -= removeOrphans(target);
  });
  assertIntact(target);
  return { savedRows, brokenTables };
}

interface CopiedTable {
  readonly saved: number;
  readonly isBroken: boolean;
}

function copyTable(damaged: FarmerDatabase, target: FarmerDatabase, table: TableShape): CopiedTable {
  const shared = columnsIn(damaged, table.name).filter((column) => table.columns.includes(column));
  if (shared.length === 0) {
    return { saved: 0, isBroken: true };
  }
  const list = shared.map(quoted).join(', ');
  const values = shared.map((_, index) => `@c${index}`).join(', ');
  const insert = target.statement(
    `INSERT OR IGNORE INTO ${quoted(table.name)} (${list}) VALUES (${values}) RETURNING 1`,
  );
  const keep = (row: Readonly<Record<string, SqlValue>>): number => {
    const parameters: SqlParameters = Object.fromEntries(shared.map((column, i) => [`c${i}`, row[column] ?? null]));
    try {
      return insert.all(parameters).length;
    } catch {
      return 0;
    }
  };
  const order = primaryOrder(target, table.name);
  let saved = 0;
  for (const direction of ['ASC', 'DESC'] as const) {
    const text = `SELECT ${list} FROM ${quoted(table.name)} NOT INDEXED ORDER BY ${order.map((key) => `${key} ${direction}`).join(', ')}`;
    const { isComplete, count } = readUntilDamage(damaged, text, keep);
    saved += count;
    if (isComplete) {
      return { saved, isBroken: false };
    }
  }
  return { saved, isBroken: true };
}

function readUntilDamage(
  damaged: FarmerDatabase,
  text: string,
  keep: (row: Readonly<Record<string, SqlValue>>) => number,
): { readonly isComplete: boolean; readonly count: number } {
  let count = 0;
  try {
    for (const row of damaged.bigintStatement<Readonly<Record<string, SqlValue>>>(text).iterate()) {
      count += keep(row);
    }
    return { isComplete: true, count };
  } catch {
    return { isComplete: false, count };
  }
}

function columnsIn(database: FarmerDatabase, table: string): readonly string[] {
  try {
    return database
      .statement<{ name: string }>('SELECT name FROM pragma_table_info(@table)')
      .all({ table })
      .map((row) => row.name);
  } catch {
    return [];
  }
}

/** The order in which the rows lie in the file: by primary key where that is the table itself, else by row number. */
function primaryOrder(database: FarmerDatabase, table: string): readonly string[] {
  const isWithoutRowid = database
    .statement<{ wr: number }>("SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = @table")
    .get({ table });
  if (isWithoutRowid?.wr !== 1) {
    return ['rowid'];
  }
  return database
    .statement<{ name: string }>('SELECT name FROM pragma_table_info(@table) WHERE pk > 0 ORDER BY pk')
    .all({ table })
    .map((row) => quoted(row.name));
}

interface Reference {
  readonly child: string;
  readonly column: string;
  readonly parent: string;
  readonly parentColumn: string;
  readonly onDelete: string;
}

const REFERENCES_QUERY = `
  SELECT s.name AS child, k."from" AS "column", k."table" AS parent, coalesce(k."to", 'id') AS parentColumn,
    k.on_delete AS onDelete
  FROM sqlite_schema AS s JOIN pragma_foreign_key_list(s.name) AS k
  WHERE s.type = 'table'
`;

/**
 * Does to rows that refer to a lost row what deleting that row would have done to them, and to what refers to those.
 * @returns how many rows went
 */
function removeOrphans(target: FarmerDatabase): number {
  const references = target.statement<Reference>(REFERENCES_QUERY).all();
  let removed = 0;
  for (let changes = 1; changes > 0; ) {
    changes = 0;
    for (const { child, column, parent, parentColumn, onDelete } of references) {
      const isOrphan = `${quoted(column)} IS NOT NULL AND ${quoted(column)} NOT IN (SELECT ${quoted(parentColumn)} FROM ${quoted(parent)})`;
      const isUnlinked = onDelete === 'SET NULL';
      const verb = isUnlinked ? `UPDATE ${quoted(child)} SET ${quoted(column)} = NULL` : `DELETE FROM ${quoted(child)}`;
      const changed = target.statement(`${verb} WHERE ${isOrphan}`).run().changes;
      changes += changed;
      removed += isUnlinked ? 0 : changed;
    }
  }
  return removed;
}
