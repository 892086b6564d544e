import type { GridFacts } from '#shared/contract/nodes/nodes.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

/** A farmerbot's configuration: which nodes of a farm it may put to sleep. */
export interface FarmerbotConfig {
  readonly farmId: number;
  readonly content: unknown;
}

/** What the files of the grid's tools say of nodes. Each entry belongs to its import and goes with it. */
export interface GridFactsStore {
  /** @returns whether it was new: an entry that is known already is kept once */
  add(importId: number, nodeId: number, facts: GridFacts): boolean;
  /** What is known of a node, the newest first; entries without a time come last. */
  ofNode(nodeId: number): readonly GridFacts[];
  addFarmerbot(importId: number, config: FarmerbotConfig): boolean;
  /** The latest configuration of each farm. */
  farmerbots(): readonly FarmerbotConfig[];
}

/** Facts of nodes over an open database. */
export function createGridFactsStore(database: FarmerDatabase): GridFactsStore {
  const add = database.statement(`
    INSERT INTO node_grid_facts (node_id, import_id, source, as_of_s, content_json)
    SELECT @nodeId, @importId, @source, @asOfS, @content WHERE NOT EXISTS (
      SELECT 1 FROM node_grid_facts WHERE node_id = @nodeId AND source = @source AND content_json = @content)
    ON CONFLICT DO UPDATE SET as_of_s = excluded.as_of_s, content_json = excluded.content_json
      WHERE coalesce(excluded.as_of_s, 0) >= coalesce(as_of_s, 0)`);
  const ofNode = database.query<GridFacts>(
    `SELECT source, as_of_s, content_json AS content FROM node_grid_facts WHERE node_id = @nodeId
     ORDER BY coalesce(as_of_s, 0) DESC, import_id DESC, source`,
    { json: ['content'] },
  );
  const addFarmerbot = database.statement(`
    INSERT INTO farmerbot_configs (import_id, farm_id, content_json)
    SELECT @importId, @farmId, @content WHERE @content IS NOT (
      SELECT content_json FROM farmerbot_configs WHERE farm_id = @farmId ORDER BY import_id DESC LIMIT 1)`);
  const farmerbots = database.query<FarmerbotConfig>(
    `SELECT farm_id, content_json AS content FROM farmerbot_configs WHERE import_id IN
      (SELECT max(import_id) FROM farmerbot_configs GROUP BY farm_id)`,
    { json: ['content'] },
  );
  return {
    add: (importId, nodeId, { source, asOfS, content }) =>
      add.run({ importId, nodeId, source, asOfS, content: JSON.stringify(content) }).changes > 0,
    ofNode: (nodeId) => ofNode.all({ nodeId }),
    addFarmerbot: (importId, { farmId, content }) =>
      addFarmerbot.run({ importId, farmId, content: JSON.stringify(content) }).changes > 0,
    farmerbots: () => farmerbots.all(),
  };
}
