import type { TimeWindow } from '#shared/contract/uptime/uptime.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

/** When a machine was up and none of the hosts its farmer named answered. Uptimes count from the boot, milliseconds. */
export interface ReachabilityStore {
  /** Notes a stretch of a boot. @returns its number */
  addSpan(bootId: number, startUptimeMs: number, lastUptimeMs: number): number;
  /** The next try failed too: one row, in place. */
  extendSpan(spanId: number, lastUptimeMs: number): void;
  /** The stretches of a node that reach into a window, ascending. @param window unix seconds, both ends included */
  spans(nodeId: number, window: TimeWindow): readonly TimeWindow[];
}

/** Reachability over an open database. */
export function createReachabilityStore(database: FarmerDatabase): ReachabilityStore {
  const add = database.statement(`
    INSERT INTO unreachable_spans (boot_id, start_uptime_ms, last_uptime_ms)
    VALUES (@bootId, @startUptimeMs, @lastUptimeMs)`);
  const extend = database.statement(
    'UPDATE unreachable_spans SET last_uptime_ms = max(last_uptime_ms, @lastUptimeMs) WHERE id = @spanId',
  );
  const ofWindow = database.query<TimeWindow>(`
    SELECT (booted_at_ms + start_uptime_ms) / 1000 AS start_s, (booted_at_ms + last_uptime_ms) / 1000 AS end_s
    FROM boots JOIN unreachable_spans ON boot_id = boots.id
    WHERE node_id = @nodeId AND booted_at_ms + last_uptime_ms >= @startS * 1000
      AND booted_at_ms + start_uptime_ms <= @endS * 1000
    ORDER BY start_s, end_s`);
  return {
    addSpan: (bootId, startUptimeMs, lastUptimeMs) => add.run({ bootId, startUptimeMs, lastUptimeMs }).insertedId,
    extendSpan: (spanId, lastUptimeMs) => void extend.run({ spanId, lastUptimeMs }),
    spans: (nodeId, { startS, endS }) => ofWindow.all({ nodeId, startS, endS }),
  };
}
