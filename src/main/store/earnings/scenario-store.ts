import {
  SCENARIO_FORMAT,
  type Scenario,
  scenarioSchema,
  type StoredScenario,
} from '#shared/contract/earnings/scenarios.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

/** What is stored of a scenario. */
export interface NewScenario {
  readonly name: string;
  readonly nodeId: number | null;
  readonly scenario: Scenario;
}

/** Named scenarios. Every method that writes takes the time from its caller. */
export interface ScenarioStore {
  /** Those that are not removed, by name. */
  list(): readonly StoredScenario[];
  /** One that is not removed. */
  get(id: number): StoredScenario | undefined;
  /** The one with a name, not removed. */
  byName(name: string): StoredScenario | undefined;
  /** Stores under a name; the one that has it is replaced and keeps its number. */
  save(scenario: NewScenario, nowMs: number): StoredScenario;
  /** Stores what another scenario holds under a new name, whatever version wrote it. */
  copy(id: number, name: string, nowMs: number): StoredScenario | undefined;
  rename(id: number, name: string, nowMs: number): StoredScenario | undefined;
  /** @returns whether there was one to remove */
  markDeleted(id: number, nowMs: number): boolean;
  /** @returns undefined when there is none that was removed */
  undoDelete(id: number, nowMs: number): StoredScenario | undefined;
  /** The name of a removed scenario, to tell whether it was taken meanwhile. */
  removedName(id: number): string | undefined;
  /** Deletes for good what was removed before a time. @returns how many */
  purgeDeleted(beforeMs: number): number;
}

interface ScenarioRow {
  readonly id: number;
  readonly name: string;
  readonly node_id: number | null;
  readonly format: number;
  readonly assumptions_json: string;
  readonly created_at_ms: number;
  readonly updated_at_ms: number;
}

const COLUMNS = 'id, name, node_id, format, assumptions_json, created_at_ms, updated_at_ms';

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function problemOf(row: ScenarioRow): string {
  return row.format === SCENARIO_FORMAT
    ? 'It cannot be read any more.'
    : `It is from another version of Farmer (layout ${row.format}, this one reads ${SCENARIO_FORMAT}).`;
}

function fromRow(row: ScenarioRow): StoredScenario {
  const parsed = row.format === SCENARIO_FORMAT ? scenarioSchema.safeParse(parseJson(row.assumptions_json)) : undefined;
  const scenario = parsed?.success === true ? parsed.data : null;
  return {
    id: row.id,
    name: row.name,
    nodeId: row.node_id,
    scenario,
    problem: scenario === null ? problemOf(row) : null,
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
  };
}

function mapped(row: ScenarioRow | undefined): StoredScenario | undefined {
  return row === undefined ? undefined : fromRow(row);
}

function statements(database: FarmerDatabase) {
  return {
    list: database.statement<ScenarioRow>(
      `SELECT ${COLUMNS} FROM scenarios WHERE deleted_at_ms IS NULL ORDER BY name COLLATE NOCASE, id`,
    ),
    get: database.statement<ScenarioRow>(`SELECT ${COLUMNS} FROM scenarios WHERE id = @id AND deleted_at_ms IS NULL`),
    byName: database.statement<ScenarioRow>(
      `SELECT ${COLUMNS} FROM scenarios WHERE name = @name AND deleted_at_ms IS NULL`,
    ),
    removed: database.statement<ScenarioRow>(
      `SELECT ${COLUMNS} FROM scenarios WHERE id = @id AND deleted_at_ms IS NOT NULL`,
    ),
    insert: database.statement(`
      INSERT INTO scenarios (name, node_id, format, assumptions_json, created_at_ms, updated_at_ms)
      VALUES (@name, @nodeId, @format, @json, @nowMs, @nowMs)
    `),
    replace: database.statement(`
      UPDATE scenarios SET node_id = @nodeId, format = @format, assumptions_json = @json, updated_at_ms = @nowMs
      WHERE id = @id
    `),
    rename: database.statement('UPDATE scenarios SET name = @name, updated_at_ms = @nowMs WHERE id = @id'),
    remove: database.statement('UPDATE scenarios SET deleted_at_ms = @nowMs WHERE id = @id AND deleted_at_ms IS NULL'),
    undo: database.statement('UPDATE scenarios SET deleted_at_ms = NULL, updated_at_ms = @nowMs WHERE id = @id'),
    purge: database.statement('DELETE FROM scenarios WHERE deleted_at_ms < @beforeMs'),
  };
}

/** The scenarios over an open database. */
export function createScenarioStore(database: FarmerDatabase): ScenarioStore {
  const sql = statements(database);
  const get = (id: number) => mapped(sql.get.get({ id }));
  const byName = (name: string) => mapped(sql.byName.get({ name }));
  const stored = (id: number): StoredScenario => {
    const found = get(id);
    if (found === undefined) {
      throw new Error(`Scenario ${id} was written and is not there.`);
    }
    return found;
  };
  return {
    list: () => sql.list.all().map(fromRow),
    get,
    byName,
    save: ({ name, nodeId, scenario }, nowMs) =>
      database.transaction(() => {
        const known = byName(name);
        const values = { nodeId, format: SCENARIO_FORMAT, json: JSON.stringify(scenario), nowMs };
        if (known === undefined) {
          return stored(sql.insert.run({ name, ...values }).insertedId);
        }
        sql.replace.run({ id: known.id, ...values });
        return stored(known.id);
      }),
    copy: (id, name, nowMs) =>
      database.transaction(() => {
        const row = sql.get.get({ id });
        if (row === undefined) {
          return undefined;
        }
        const { node_id: nodeId, format, assumptions_json: json } = row;
        return stored(sql.insert.run({ name, nodeId, format, json, nowMs }).insertedId);
      }),
    rename: (id, name, nowMs) => {
      sql.rename.run({ id, name, nowMs });
      return get(id);
    },
    markDeleted: (id, nowMs) => sql.remove.run({ id, nowMs }).changes > 0,
    undoDelete: (id, nowMs) => {
      sql.undo.run({ id, nowMs });
      return get(id);
    },
    removedName: (id) => sql.removed.get({ id })?.name,
    purgeDeleted: (beforeMs) => sql.purge.run({ beforeMs }).changes,
  };
}
