import { MOST_PROBE_PAUSE_S, type ProbeStretch } from '#shared/domain/grid/probe.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

/** Nodes that this computer tries to reach, and whether they answered. */
export function createProbeStore(database: FarmerDatabase) {
  const addresses = database.query<{ readonly nodeId: number; readonly address: string }>(`
    SELECT node_id, address FROM grid_probes JOIN nodes ON nodes.id = node_id WHERE deleted_at_ms IS NULL ORDER BY node_id`);
  const set = database.query('INSERT OR REPLACE INTO grid_probes VALUES (@nodeId, @address)');
  const remove = database.query('DELETE FROM grid_probes WHERE node_id = @nodeId');
  const latest = database.query<ProbeStretch>(
    `SELECT start_s, end_s, is_answered, tries FROM grid_probe_stretches
    WHERE node_id = @nodeId ORDER BY start_s DESC LIMIT 1`,
    { booleans: ['isAnswered'] },
  );
  const add = database.query(
    'INSERT OR REPLACE INTO grid_probe_stretches VALUES (@nodeId, @atS, @atS, @isAnswered, 1)',
  );
  const extend = database.query(`
    UPDATE grid_probe_stretches SET end_s = max(end_s, @atS), tries = tries + 1
    WHERE node_id = @nodeId AND start_s = @startS`);
  const latestOf = (nodeId: number) => latest.get({ nodeId }) ?? null;
  return {
    /** The address of each node that is probed. */
    addresses: (): ReadonlyMap<number, string> =>
      new Map(addresses.all().map(({ nodeId, address }) => [nodeId, address])),
    /** @param address null: the node is not probed any more; earlier results stay */
    set: (nodeId: number, address: string | null) => {
      if (address === null) remove.run({ nodeId });
      else set.run({ nodeId, address });
    },
    latest: latestOf,
    /** Notes a try: one with the same result as the last extends its stretch. */
    note: (nodeId: number, isAnswered: boolean, atS: number) => {
      const last = latestOf(nodeId);
      const goesOn = last !== null && last.isAnswered === isAnswered && atS - last.endS <= MOST_PROBE_PAUSE_S;
      if (goesOn) extend.run({ nodeId, startS: last.startS, atS });
      else add.run({ nodeId, isAnswered, atS });
    },
  };
}
