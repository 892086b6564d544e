import type { TimeWindow } from '#shared/contract/uptime/uptime.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

/** When a machine was up but none of the hosts that its farmer named answered. Uptimes are in ms since the boot. */
export function createReachabilityStore(database: FarmerDatabase) {
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
    /** @returns the id of the new span */
    addSpan: (bootId: number, startUptimeMs: number, lastUptimeMs: number) =>
      add.run({ bootId, startUptimeMs, lastUptimeMs }).insertedId,
    /** The next try failed too: the span's row is updated in place. */
    extendSpan: (spanId: number, lastUptimeMs: number) => void extend.run({ spanId, lastUptimeMs }),
    /** The spans of a node that reach into a window, ascending. @param window unix seconds, both ends included */
    spans: (nodeId: number, { startS, endS }: TimeWindow) => ofWindow.all({ nodeId, startS, endS }),
  };
}
