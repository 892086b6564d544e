import type { WakeRequest } from '#shared/contract/uptime/wake-ups.ts';
import { IS_THERE } from '#main/store/data/imported-events.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

/** Wake-up requests of every node. Windows are unix seconds, both ends included. */
export function createWakeUpStore(database: FarmerDatabase) {
  const list = database.query<WakeRequest>(`
    SELECT id, kind, requested_at_s, asleep_since_s FROM wake_requests
    WHERE node_id = @nodeId AND requested_at_s BETWEEN @fromS AND @toS ORDER BY requested_at_s, kind`);
  const within = database.query<{ readonly nodeId: number }>(`
    SELECT node_id FROM wake_requests WHERE requested_at_s BETWEEN @fromS AND @toS
    UNION SELECT node_id FROM power_events WHERE kind = 'target' AND at_s BETWEEN @fromS AND @toS AND ${IS_THERE}
    ORDER BY node_id`);
  const add = database.statement(`
    INSERT OR IGNORE INTO wake_requests (node_id, kind, requested_at_s, asleep_since_s)
    VALUES (@nodeId, @kind, @requestedAtS, @asleepSinceS)`);
  return {
    /** Requests of a window, oldest first. */
    list: (nodeId: number, fromS: number, toS: number) => list.all({ nodeId, fromS, toS }),
    /** The nodes with a request, or an imported change of the wanted power, within a window. */
    nodesWithin: (fromS: number, toS: number): readonly number[] =>
      within.all({ fromS, toS }).map(({ nodeId }) => nodeId),
    /** @returns the request's id, or null when the same request is already stored */
    add: (nodeId: number, { kind, requestedAtS, asleepSinceS }: Omit<WakeRequest, 'id'>) => {
      const { changes, insertedId } = add.run({ nodeId, kind, requestedAtS, asleepSinceS });
      return changes > 0 ? insertedId : null;
    },
  };
}
