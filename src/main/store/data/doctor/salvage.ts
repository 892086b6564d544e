import { statSync } from 'node:fs';
import { type DataPaths, ensurePrivateDirectory } from '#main/store/data-directory.ts';
import { openConnection } from '#main/store/database.ts';
import { migrate } from '#main/store/migrate.ts';
import { MIGRATIONS } from '#main/store/migrations/index.ts';
import { dataTables, quoted } from '#main/store/structure.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';
import { assertIntact } from '../backup/write-backup.ts';
import { removeDatabaseFile } from '../remove-database-file.ts';
import { assertNobodyHasItOpen, replaceDatabase } from '../replace-database.ts';
import { holdUnfinishedFiles, temporaryPath } from '../unfinished-files.ts';
import { type PageFile, readPageFile } from './page-file.ts';
import { readStoredFarm, type StoredFarm } from './stored-farm.ts';
import { createRowWriter, shapesOf } from './stored-shapes.ts';

/** The result of salvaging a damaged database. */
export interface SalvageResult {
  /** Rows that were read and stored, over all tables. */
  readonly savedRows: number;
  /** Rows that were found but not stored: unreadable, violating a constraint of their table, or without their node. */
  readonly lostRows: number;
  /** Tables that could not be read completely. */
  readonly brokenTables: readonly string[];
  /** The name of the damaged database in the set-aside folder; null when nothing could be read or moved. */
  readonly setAsideName: string | null;
}

type Saved = Omit<SalvageResult, 'setAsideName'>;

/**
 * Builds a new database from the readable rows of a damaged one and replaces it; the damaged one is set aside. Pages
 * are read one by one without SQLite, so that a broken page costs only the rows on it. When nothing at all can be read,
 * everything stays as it is.
 * @throws FarmerError DATA_DIR_HELD while another program has the data open, DISK_FULL
 */
export function salvageDatabase(paths: DataPaths, nowMs: number): SalvageResult {
  // Reading the file without SQLite releases this process's locks on it, so nobody may have it open.
  assertNobodyHasItOpen(paths.database);
  ensurePrivateDirectory(paths.setAside);
  const release = holdUnfinishedFiles(paths);
  const newPath = temporaryPath(paths, 'salvage', nowMs);
  try {
    const saved = salvageInto(paths.database, newPath, nowMs);
    const setAsideName = saved.savedRows === 0 ? null : replaceDatabase(paths, newPath, nowMs);
    return { ...saved, setAsideName };
  } finally {
    removeDatabaseFile(newPath);
    release();
  }
}

/** Writes the readable rows of a damaged file into a new one; the damaged one is only read. */
export function salvageInto(damagedPath: string, newPath: string, nowMs: number): Saved {
  if ((statSync(damagedPath, { throwIfNoEntry: false })?.size ?? 0) === 0) {
    return { savedRows: 0, lostRows: 0, brokenTables: [] };
  }
  const file = readPageFile(damagedPath);
  const target = openConnection(newPath, { isSingleFile: true });
  try {
    migrate(target, { backupDirectory: null, nowMs, migrations: migrationsOf(file) });
    const saved = copyRows(target, readStoredFarm(file, shapesOf(target)));
    assertIntact(target);
    return saved;
  } finally {
    target.close();
  }
}

/** The migrations that the damaged database had, so that the next start migrates it like any other. */
function migrationsOf(file: PageFile): typeof MIGRATIONS {
  const version = file.page(1)?.readUInt32BE(60) ?? 0;
  const upTo = MIGRATIONS.filter((migration) => migration.version <= version);
  return upTo.at(-1)?.version === version ? upTo : MIGRATIONS;
}

function copyRows(target: FarmerDatabase, farm: StoredFarm): Saved {
  target.pragma('foreign_keys = OFF');
  return target.transaction(() => {
    const writer = createRowWriter(target);
    const names = new Set(dataTables(target).map((table) => table.name));
    const broken = new Set<string>();
    let savedRows = 0;
    let lostRows = 0;
    const keep = (shape: StoredFarm['tables'][number]['shape'], rows: StoredFarm['orphans'][number]['rows']) => {
      const kept = rows.filter((row) => writer.write(shape, row)).length;
      savedRows += shape.name === 'data_lineage' ? 0 : kept;
      return rows.length - kept;
    };
    for (const { shape, rows, lost, isWhole } of farm.tables.filter(({ shape: { name } }) => names.has(name))) {
      if (rows.length > 0) {
        // The farmer's rows replace those that a migration inserted.
        target.execute(`DELETE FROM ${quoted(shape.name)}`);
      }
      const refused = keep(shape, rows);
      lostRows += refused + lost;
      if (refused + lost > 0 || !isWhole) broken.add(shape.name);
    }
    for (const { candidates, rows } of farm.orphans) {
      const possible = candidates.filter(({ name }) => names.has(name) && broken.has(name));
      const taking = candidates.some(({ isIndex }) => isIndex)
        ? []
        : possible.filter((shape) => writer.takes(shape, rows));
      const shape = taking.length === 1 ? taking[0] : possible.length === 1 ? possible[0] : undefined;
      lostRows += shape === undefined ? rows.length : keep(shape, rows);
    }
    raiseSequences(target, farm.sequences);
    const removed = removeOrphans(target, broken);
    return { savedRows: savedRows - removed, lostRows: lostRows + removed, brokenTables: [...broken] };
  });
}

/** Ids that were assigned are never assigned again; an id too large to have a successor was never assigned. */
function raiseSequences(target: FarmerDatabase, sequences: ReadonlyMap<string, bigint>): void {
  for (const [name, seq] of sequences) {
    if (seq > 0n && seq <= Number.MAX_SAFE_INTEGER) {
      target.statement('UPDATE sqlite_sequence SET seq = max(seq, @seq) WHERE name = @name').run({ name, seq });
      target
        .statement(
          `INSERT INTO sqlite_sequence (name, seq) SELECT @name, @seq
           WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = @name)
             AND EXISTS (SELECT 1 FROM sqlite_schema WHERE name = @name AND sql LIKE '%AUTOINCREMENT%')`,
        )
        .run({ name, seq });
    }
  }
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
 * Rows that refer to a lost row are changed as if that row had been deleted, and so are the rows that refer to those.
 * @param broken gets the tables that lost something
 * @returns how many rows were deleted
 */
function removeOrphans(target: FarmerDatabase, broken: Set<string>): number {
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
      if (changed > 0) broken.add(child);
    }
  }
  return removed;
}
