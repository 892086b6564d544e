import { type Scenario, scenarioSchema } from '#shared/contract/earnings/scenarios.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

function readScenario(text: string): Scenario | null {
  try {
    return scenarioSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** The assumptions that were last typed for each node. */
export function createAssumptionStore(database: FarmerDatabase) {
  const select = database.query<{ readonly scenarioJson: string }>(
    'SELECT scenario_json FROM node_assumptions WHERE node_id = @nodeId',
  );
  const upsert = database.statement(`
    INSERT INTO node_assumptions (node_id, scenario_json, saved_at_ms) VALUES (@nodeId, @json, @nowMs)
    ON CONFLICT (node_id) DO UPDATE SET scenario_json = excluded.scenario_json, saved_at_ms = excluded.saved_at_ms
  `);
  return {
    /** Null where nothing was typed, or nothing that this program can read. */
    ofNode: (nodeId: number) => {
      const row = select.get({ nodeId });
      return row === undefined ? null : readScenario(row.scenarioJson);
    },
    keep: (nodeId: number, scenario: Scenario, nowMs: number) =>
      void upsert.run({ nodeId, json: JSON.stringify(scenario), nowMs }),
  };
}
