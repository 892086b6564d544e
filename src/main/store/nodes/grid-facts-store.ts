import type { GridFacts } from '#shared/contract/nodes/nodes.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

/** A farmerbot's configuration: which nodes of a farm it may put to sleep. */
export interface FarmerbotConfig {
  readonly farmId: number;
  readonly content: unknown;
}

/** What imported files of the grid's tools tell about nodes. Each entry belongs to its import and is deleted with it. */
export function createGridFactsStore(database: FarmerDatabase) {
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
    /** @returns whether it was new: the same entry is kept once */
    add: (importId: number, nodeId: number, { source, asOfS, content }: GridFacts) =>
      add.run({ importId, nodeId, source, asOfS, content: JSON.stringify(content) }).changes > 0,
    /** The entries of a node, newest first; entries without a time come last. */
    ofNode: (nodeId: number) => ofNode.all({ nodeId }),
    addFarmerbot: (importId: number, { farmId, content }: FarmerbotConfig) =>
      addFarmerbot.run({ importId, farmId, content: JSON.stringify(content) }).changes > 0,
    /** The latest configuration of each farm. */
    farmerbots: () => farmerbots.all(),
  };
}
