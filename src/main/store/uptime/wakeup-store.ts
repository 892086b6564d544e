import type { WakeRequest } from '#shared/domain/uptime/wakeups.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

/** A wake-up request with its number. */
export interface StoredWakeRequest extends WakeRequest {
  readonly id: number;
}

/** Wake-up requests of every node. */
export interface WakeUpStore {
  /** Requests of a window, oldest first. Unix seconds, both ends included. */
  list(nodeId: number, fromS: number, toS: number): readonly StoredWakeRequest[];
  /** @returns the request's number, or null when the same one was there already */
  add(nodeId: number, request: WakeRequest): number | null;
  /** @returns whether it was there */
  remove(nodeId: number, id: number): boolean;
}

/** Wake-up requests over an open database. */
export function createWakeUpStore(database: FarmerDatabase): WakeUpStore {
  const list = database.statement<StoredWakeRequest>(`
    SELECT id, kind, requested_at_s AS requestedAtS, asleep_since_s AS asleepSinceS FROM wake_requests
    WHERE node_id = @nodeId AND requested_at_s BETWEEN @fromS AND @toS ORDER BY requested_at_s, id`);
  const add = database.statement(`
    INSERT OR IGNORE INTO wake_requests (node_id, kind, requested_at_s, asleep_since_s)
    VALUES (@nodeId, @kind, @requestedAtS, @asleepSinceS)`);
  const remove = database.statement('DELETE FROM wake_requests WHERE id = @id AND node_id = @nodeId');
  return {
    list: (nodeId, fromS, toS) => list.all({ nodeId, fromS, toS }),
    add: (nodeId, { kind, requestedAtS, asleepSinceS }) => {
      const { changes, insertedId } = add.run({ nodeId, kind, requestedAtS, asleepSinceS });
      return changes > 0 ? insertedId : null;
    },
    remove: (nodeId, id) => remove.run({ nodeId, id }).changes > 0,
  };
}
