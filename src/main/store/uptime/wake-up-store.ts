import type { WakeRequest } from '#shared/contract/uptime/wake-ups.ts';
import { IS_THERE } from '#main/store/data/imported-events.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

/** Wake-up requests of every node. */
export interface WakeUpStore {
  /** Requests of a window, oldest first. Unix seconds, both ends included. */
  list(nodeId: number, fromS: number, toS: number): readonly WakeRequest[];
  /** The nodes with a request, or an imported change of the wanted power, within a window. Unix seconds. */
  nodesWithin(fromS: number, toS: number): readonly number[];
  /** @returns the request's number, or null when the same one was there already */
  add(nodeId: number, request: Omit<WakeRequest, 'id'>): number | null;
}

/** Wake-up requests over an open database. */
export function createWakeUpStore(database: FarmerDatabase): WakeUpStore {
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
    list: (nodeId, fromS, toS) => list.all({ nodeId, fromS, toS }),
    nodesWithin: (fromS, toS) => within.all({ fromS, toS }).map(({ nodeId }) => nodeId),
    add: (nodeId, { kind, requestedAtS, asleepSinceS }) => {
      const { changes, insertedId } = add.run({ nodeId, kind, requestedAtS, asleepSinceS });
      return changes > 0 ? insertedId : null;
    },
  };
}
