import type { Maintenance } from '#shared/contract/uptime/uptime.ts';
import type { CreditEvent } from '#shared/domain/uptime/credit-types.ts';
import { mergeEvents } from '#shared/domain/uptime/event-order.ts';
import type { PowerEvent } from '#shared/domain/uptime/reported-credit.ts';
import type { UptimeReport } from '#shared/domain/uptime/observations.ts';
import { IS_THERE } from '#main/store/data/imported-events.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

/** The frozen summary of a closed period, with the rules that it was computed by. */
export interface FrozenPeriod {
  readonly periodIndex: number;
  readonly rulesId: string;
  readonly frozenAtMs: number;
  /** The summary as the call returned it. */
  readonly record: unknown;
}

function prepareEvents(database: FarmerDatabase) {
  const window = `node_id = @nodeId AND at_s BETWEEN @fromS AND @toS AND ${IS_THERE}`;
  return {
    reports: database.query<UptimeReport>(
      `SELECT at_s, up_s, position FROM uptime_reports WHERE ${window} ORDER BY at_s, up_s`,
    ),
    powers: database.query<PowerEvent>(
      `SELECT kind, at_s, power, position FROM power_events WHERE ${window} ORDER BY at_s, position`,
    ),
  };
}

function prepareRecords(database: FarmerDatabase) {
  return {
    addMaintenance: database.statement(`
      INSERT INTO maintenance (node_id, start_s, end_s, note, created_at_ms)
      VALUES (@nodeId, @startS, @endS, @note, @nowMs)`),
    removeMaintenance: database.statement('DELETE FROM maintenance WHERE id = @id AND node_id = @nodeId'),
    frozen: database.query<FrozenPeriod>(
      `
      SELECT period_index, rules_id, frozen_at_ms, record_json AS record
      FROM closed_periods WHERE node_id = @nodeId AND period_index = @periodIndex`,
      { json: ['record'] },
    ),
    freeze: database.statement(
      'INSERT OR IGNORE INTO closed_periods VALUES (@nodeId, @periodIndex, @rulesId, @frozenAtMs, @record)',
    ),
    frozenIndexes: database.query<{ periodIndex: number }>(`
      SELECT period_index FROM closed_periods WHERE node_id = @nodeId ORDER BY period_index`),
  };
}

/** The imported events, planned maintenance and frozen periods of a node. */
export function createUptimeRecordStore(database: FarmerDatabase) {
  const events = prepareEvents(database);
  const records = prepareRecords(database);
  return {
    /** Reports and power events by time; those of the same second in the order of the chain. */
    events: (nodeId: number, fromS: number, toS: number): readonly CreditEvent[] =>
      mergeEvents(events.reports.all({ nodeId, fromS, toS }), events.powers.all({ nodeId, fromS, toS })),
    addMaintenance: (nodeId: number, plan: Omit<Maintenance, 'id'>, nowMs: number): Maintenance => ({
      ...plan,
      id: records.addMaintenance.run({ nodeId, startS: plan.startS, endS: plan.endS, note: plan.note, nowMs })
        .insertedId,
    }),
    /** @returns whether it was there */
    removeMaintenance: (nodeId: number, id: number) => records.removeMaintenance.run({ nodeId, id }).changes > 0,
    frozen: (nodeId: number, periodIndex: number) => records.frozen.get({ nodeId, periodIndex }),
    /** Freezes a period once; a second call changes nothing. @returns whether this call froze it */
    freeze: (nodeId: number, period: FrozenPeriod) =>
      records.freeze.run({ nodeId, ...period, record: JSON.stringify(period.record) }).changes > 0,
    frozenIndexes: (nodeId: number): readonly number[] =>
      records.frozenIndexes.all({ nodeId }).map(({ periodIndex }) => periodIndex),
  };
}
