import {
  type NewScenario,
  SCENARIO_FORMAT,
  scenarioSchema,
  type StoredScenario,
} from '#shared/contract/earnings/scenarios.ts';
import { message } from '#shared/message.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

/** A stored scenario whose content has not been checked. */
type UncheckedScenario = Omit<StoredScenario, 'scenario' | 'problem'> & {
  readonly format: number;
  readonly assumptionsJson: string;
};

const COLUMNS = 'id, name, node_id, format, assumptions_json, created_at_ms, updated_at_ms';

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Checks the content of a stored scenario: another version of Farmer may have written it. */
function check({ format, assumptionsJson, ...stored }: UncheckedScenario): StoredScenario {
  const isKnown = format === SCENARIO_FORMAT;
  const parsed = isKnown ? scenarioSchema.safeParse(parseJson(assumptionsJson)) : undefined;
  if (parsed?.success === true) return { ...stored, scenario: parsed.data, problem: null };
  const problem = isKnown
    ? message('earnings:core.scenarioUnreadable')
    : message('earnings:core.scenarioOtherVersion', { format, known: SCENARIO_FORMAT });
  return { ...stored, scenario: null, problem };
}

function statements(database: FarmerDatabase) {
  return {
    list: database.query<UncheckedScenario>(
      `SELECT ${COLUMNS} FROM scenarios WHERE deleted_at_ms IS NULL ORDER BY name COLLATE NOCASE, id`,
    ),
    get: database.query<UncheckedScenario>(`SELECT ${COLUMNS} FROM scenarios WHERE id = @id AND deleted_at_ms IS NULL`),
    byName: database.query<UncheckedScenario>(
      `SELECT ${COLUMNS} FROM scenarios WHERE name = @name AND deleted_at_ms IS NULL`,
    ),
    removed: database.query<UncheckedScenario>(
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

/** Named scenarios. */
export function createScenarioStore(database: FarmerDatabase) {
  const sql = statements(database);
  const get = (id: number) => sql.get.all({ id }).map(check)[0];
  const byName = (name: string) => sql.byName.all({ name }).map(check)[0];
  const stored = (id: number): StoredScenario => {
    const found = get(id);
    if (found === undefined) {
      throw new Error(`Scenario ${id} was written and is not there.`);
    }
    return found;
  };
  return {
    /** The scenarios that are not removed, by name. */
    list: (): readonly StoredScenario[] => sql.list.all().map(check),
    /** The scenario with an id, if it is not removed. */
    get,
    /** The scenario with a name, if it is not removed. */
    byName,
    /** Stores a scenario under a name; the one that has the name is overwritten and keeps its id. */
    save: ({ name, nodeId, scenario }: NewScenario, nowMs: number) =>
      database.transaction(() => {
        const known = byName(name);
        const values = { nodeId, format: SCENARIO_FORMAT, json: JSON.stringify(scenario), nowMs };
        if (known === undefined) {
          return stored(sql.insert.run({ name, ...values }).insertedId);
        }
        sql.replace.run({ id: known.id, ...values });
        return stored(known.id);
      }),
    /** Stores the content of a scenario under a new name, whatever version wrote it. */
    copy: (id: number, name: string, nowMs: number) =>
      database.transaction(() => {
        const row = sql.get.get({ id });
        if (row === undefined) {
          return undefined;
        }
        const { nodeId, format, assumptionsJson: json } = row;
        return stored(sql.insert.run({ name, nodeId, format, json, nowMs }).insertedId);
      }),
    rename: (id: number, name: string, nowMs: number) => {
      sql.rename.run({ id, name, nowMs });
      return get(id);
    },
    /** @returns whether there was one to remove */
    markDeleted: (id: number, nowMs: number) => sql.remove.run({ id, nowMs }).changes > 0,
    /** @returns undefined when no removed scenario has this id */
    undoDelete: (id: number, nowMs: number) => {
      sql.undo.run({ id, nowMs });
      return get(id);
    },
    /** The name of a removed scenario, to check whether another one has taken it. */
    removedName: (id: number) => sql.removed.get({ id })?.name,
    /** Deletes the scenarios that were removed before a time. @returns how many */
    purgeDeleted: (beforeMs: number) => sql.purge.run({ beforeMs }).changes,
  };
}

export type ScenarioStore = ReturnType<typeof createScenarioStore>;
