import type { HostKind } from '#shared/contract/app/app.ts';
import type { Period } from '#shared/contract/uptime/periods.ts';
import type { ClockStep, Maintenance, TimeWindow } from '#shared/contract/uptime/uptime.ts';
import {
  type GridCoverage,
  type NodeRecords,
  recordWindow,
  type RegistrarListing,
  type SeenNode,
} from '#shared/domain/uptime/node-records.ts';
import type { TwinState } from '#shared/domain/uptime/credit-types.ts';
import type { ObservedBoot, SpanEnd, UptimeReport, WatchedSpan } from '#shared/domain/uptime/observations.ts';
import type { PowerEvent } from '#shared/domain/uptime/reported-credit.ts';
import { IS_THERE } from '#main/store/data/imported-events.ts';
import type { FarmerDatabase, SqlValue } from '#main/store/sql.ts';
import { FIRST_PERIOD_START_S } from '#shared/domain/uptime/periods.ts';
import { LAST_SECOND } from '#main/store/stored-values.ts';

/** Which host recorded a span. */
export type SpanSource = HostKind | 'demo';

/** A stored boot. */
export interface KnownBoot {
  readonly id: number;
  /** The system's own id of the boot. */
  readonly bootKey: string;
  readonly bootedAtMs: number;
  /** The last beat of the boot, in milliseconds after its start; null before the first. */
  readonly lastUptimeMs: number | null;
}

/** The process that records now, or recorded last. */
export interface RecorderHolder {
  readonly nodeId: number;
  readonly host: HostKind;
  readonly pid: number;
  readonly startedAtMs: number;
  readonly beatIntervalMs: number;
}

const LAST_UPTIME = '(SELECT max(last_uptime_ms) FROM spans WHERE boot_id = boots.id) AS last_uptime_ms';

/** What the recorder writes, and finds again. */
function prepareRecorder(database: FarmerDatabase) {
  return {
    findBoot: database.query<KnownBoot>(
      `SELECT id, boot_key, booted_at_ms, ${LAST_UPTIME} FROM boots WHERE node_id = @nodeId AND boot_key = @bootKey`,
    ),
    latestBoot: database.query<KnownBoot>(
      `SELECT id, boot_key, booted_at_ms, ${LAST_UPTIME} FROM boots WHERE node_id = @nodeId ORDER BY booted_at_ms DESC LIMIT 1`,
    ),
    addBoot: database.statement(
      'INSERT INTO boots (node_id, boot_key, booted_at_ms) VALUES (@nodeId, @bootKey, @bootedAtMs)',
    ),
    moveBoot: database.statement('UPDATE boots SET booted_at_ms = @bootedAtMs WHERE id = @bootId'),
    recordedNodes: database.query<{ nodeId: number }>(
      'SELECT DISTINCT node_id FROM boots WHERE id NOT IN (SELECT boot_id FROM share_boots)',
    ),
    addSpan: database.statement(`
      INSERT INTO spans (boot_id, start_uptime_ms, last_uptime_ms, source)
      VALUES (@bootId, @startUptimeMs, @startUptimeMs, @source)`),
    extendSpan: database.statement(
      'UPDATE spans SET last_uptime_ms = max(last_uptime_ms, @lastUptimeMs) WHERE id = @spanId',
    ),
    endSpan: database.statement(`
      UPDATE spans SET last_uptime_ms = max(last_uptime_ms, @lastUptimeMs), ended = @end WHERE id = @spanId`),
    addClockStep: database.statement(
      'INSERT INTO clock_steps (node_id, at_ms, step_ms) VALUES (@nodeId, @atMs, @stepMs)',
    ),
    setHolder: database.statement(`
      INSERT INTO recorders (id, node_id, host, pid, started_at_ms, beat_interval_ms)
      VALUES (1, @nodeId, @host, @pid, @startedAtMs, @beatIntervalMs)
      ON CONFLICT (id) DO UPDATE SET node_id = @nodeId, host = @host, pid = @pid,
        started_at_ms = @startedAtMs, beat_interval_ms = @beatIntervalMs`),
    clearHolder: database.statement('DELETE FROM recorders WHERE pid = @pid'),
    holder: database.query<RecorderHolder>('SELECT node_id, host, pid, started_at_ms, beat_interval_ms FROM recorders'),
  };
}

/** Times that the program can have written: the first and last times of a node must not come from a damaged row. */
const IS_BOOT_TIME = `booted_at_ms BETWEEN ${FIRST_PERIOD_START_S * 1000} AND ${LAST_SECOND * 1000}`;
const IS_REPORT_TIME = `at_s BETWEEN ${FIRST_PERIOD_START_S} AND ${LAST_SECOND} AND up_s BETWEEN 0 AND at_s - ${FIRST_PERIOD_START_S}`;

/** A row with the node that it belongs to. */
type OfNode<Row> = Row & { readonly nodeId: number };

const NODES = '(SELECT value AS node FROM json_each(@ids)) AS nodes';
/** The boots of a window and the one before it, per node: the gap after that one may reach into the window. */
const BOOTS = `
  ${NODES} JOIN boots ON node_id = nodes.node AND booted_at_ms <= @toMs AND booted_at_ms >= coalesce(
    (SELECT max(booted_at_ms) FROM boots WHERE node_id = nodes.node AND booted_at_ms <= @fromMs), 0)`;

function prepareBoots(database: FarmerDatabase) {
  return {
    boots: database.query<OfNode<Omit<ObservedBoot, 'spans'> & { readonly id: number }>>(
      `SELECT node_id, id, boot_key AS boot_id, booted_at_ms FROM ${BOOTS} ORDER BY booted_at_ms`,
    ),
    // The spans of the window and the one before it, per boot: the end of that one explains the gap.
    spans: database.query<WatchedSpan & { readonly bootId: number }>(`
      SELECT boot_id, booted_at_ms + start_uptime_ms AS start_ms, booted_at_ms + last_uptime_ms AS end_ms, ended AS "end"
      FROM ${BOOTS} JOIN spans ON boot_id = boots.id
        AND start_uptime_ms <= @toMs - booted_at_ms AND start_uptime_ms >= coalesce(
          (SELECT max(start_uptime_ms) FROM spans WHERE boot_id = boots.id AND start_uptime_ms <= @fromMs - booted_at_ms), 0)
      ORDER BY start_uptime_ms, spans.id`),
    unreachable: database.query<OfNode<TimeWindow>>(`
      SELECT node_id, (booted_at_ms + start_uptime_ms) / 1000 AS start_s,
        (booted_at_ms + last_uptime_ms) / 1000 AS end_s
      FROM ${NODES} JOIN boots ON node_id = nodes.node JOIN unreachable_spans ON boot_id = boots.id
      WHERE booted_at_ms + last_uptime_ms >= @startS * 1000 AND booted_at_ms + start_uptime_ms <= @endS * 1000
      ORDER BY start_s, end_s`),
  };
}

function prepareEvents(database: FarmerDatabase) {
  const window = `ON node_id = nodes.node AND at_s BETWEEN @startS AND @endS AND ${IS_THERE}`;
  return {
    // statement() instead of query(), which is slower: a farm has a million of these rows per period.
    reports: database.statement<OfNode<UptimeReport>>(`
      SELECT node_id AS nodeId, at_s AS atS, up_s AS upS, position
      FROM ${NODES} JOIN uptime_reports ${window} ORDER BY node_id, at_s, up_s`),
    powers: database.query<OfNode<PowerEvent>>(
      `SELECT node_id, kind, at_s, power, position
      FROM ${NODES} JOIN power_events ${window} ORDER BY node_id, at_s, position`,
    ),
    powerBefore: database.query<OfNode<PowerEvent>>(`
      SELECT node_id, kind, at_s, power FROM ${NODES} JOIN power_events ON node_id = nodes.node
        AND (at_s, kind, power) = (
          SELECT at_s, kind, power FROM power_events
          WHERE node_id = nodes.node AND kind = @kind AND at_s < @beforeS AND ${IS_THERE} ORDER BY at_s DESC, position DESC LIMIT 1)`),
  };
}

function prepareRest(database: FarmerDatabase) {
  return {
    maintenance: database.query<OfNode<Maintenance>>(`
      SELECT node_id, id, start_s, end_s, note FROM ${NODES} JOIN maintenance ON node_id = nodes.node
      WHERE start_s <= @endS AND end_s >= @startS ORDER BY start_s, end_s, created_at_ms`),
    clockSteps: database.query<OfNode<ClockStep>>(`
      SELECT node_id, at_ms, step_ms FROM ${NODES} JOIN clock_steps
        ON node_id = nodes.node AND at_ms BETWEEN @startS * 1000 AND @endS * 1000 ORDER BY at_ms`),
    coverage: database.query<OfNode<Omit<GridCoverage, 'firstBlockS'>>>(
      `SELECT node_id, from_s, to_s FROM ${NODES} JOIN grid_nodes ON node_id = nodes.node WHERE to_s IS NOT NULL`,
    ),
    listing: database.query<OfNode<RegistrarListing>>(
      `SELECT node_id, max(as_of_s) AS seen_at_s, last_success_s AS to_s
      FROM ${NODES} JOIN node_grid_facts ON node_id = nodes.node AND source = 'registrar'
      JOIN grid_sources ON name = 'registrar'
      WHERE as_of_s IS NOT NULL AND last_success_s IS NOT NULL GROUP BY node_id`,
    ),
    // The last known state of a twin up to the end of the events of a period, if it was seen since the period's start.
    twin: database.query<OfNode<TwinState>>(
      `SELECT node_id, is_there AS "exists", has_relay, has_valid_public_key
      FROM (SELECT node AS node_id, grid_twin_id FROM ${NODES} JOIN nodes ON nodes.id = node) AS twins
      JOIN grid_twins ON twin_id = grid_twin_id AND from_s = (
        SELECT max(from_s) FROM grid_twins WHERE twin_id = grid_twin_id AND from_s <= @endS)
      WHERE until_s >= @startS`,
      { booleans: ['exists', 'hasRelay', 'hasValidPublicKey'] },
    ),
    firstBlock: database.query<{ readonly firstBlockS: number }>(
      'SELECT first_block_s FROM grid_period_starts WHERE period_index = @periodIndex',
    ),
    seen: database.query<OfNode<SeenNode>>(`
      SELECT node AS node_id,
        (SELECT min(at) FROM (
          SELECT min(booted_at_ms) AS at FROM boots WHERE node_id = node AND ${IS_BOOT_TIME}
          UNION ALL SELECT * FROM (
            SELECT (at_s - up_s) * 1000 FROM uptime_reports WHERE node_id = node AND ${IS_THERE} AND ${IS_REPORT_TIME}
            ORDER BY at_s LIMIT 1))) AS first_seen_ms,
        (SELECT max(at_s) FROM uptime_reports WHERE node_id = node AND ${IS_THERE} AND ${IS_REPORT_TIME}) AS last_report_s,
        (SELECT booted_at_ms + (SELECT max(last_uptime_ms) FROM spans WHERE boot_id = boots.id)
          FROM boots WHERE node_id = node AND ${IS_BOOT_TIME} ORDER BY booted_at_ms DESC LIMIT 1) AS last_beat_ms
      FROM ${NODES}`),
  };
}

const NEVER_SEEN: SeenNode = { firstSeenMs: null, lastReportS: null, lastBeatMs: null };

type Rows<Row> = (ids: string, rest: Readonly<Record<string, SqlValue>>) => ReadonlyMap<number, readonly Row[]>;

/** Reads the rows of many nodes at once, by node. */
function byNode<Row>(query: {
  all: (parameters: Readonly<Record<string, SqlValue>>) => readonly OfNode<Row>[];
}): Rows<Row> {
  return (ids, rest) => Map.groupBy(query.all({ ids, ...rest }), ({ nodeId }) => nodeId);
}

function readBoots(
  { boots, spans }: ReturnType<typeof prepareBoots>,
  ids: string,
  fromMs: number,
  toMs: number,
): ReadonlyMap<number, readonly ObservedBoot[]> {
  const spansOfBoot = Map.groupBy(spans.all({ ids, fromMs, toMs }), ({ bootId }) => bootId);
  const observed = boots
    .all({ ids, fromMs, toMs })
    .map(({ id, ...boot }) => ({ ...boot, spans: spansOfBoot.get(id) ?? [] }));
  return Map.groupBy(observed, ({ nodeId }) => nodeId);
}

function readCoverage({ coverage, firstBlock }: ReturnType<typeof prepareRest>, ids: string, periodIndex: number) {
  const known = byNode(coverage)(ids, {});
  const firstBlockS = firstBlock.get({ periodIndex })?.firstBlockS ?? null;
  return (id: number): GridCoverage | null => {
    const found = known.get(id)?.[0];
    return found === undefined ? null : { ...found, firstBlockS };
  };
}

/** Until when the events of the nodes are known: the chain may be ahead of the local clock. */
function knownUntilS({ coverage }: ReturnType<typeof prepareRest>, ids: string, nowMs: number): number {
  return Math.max(Math.floor(nowMs / 1000), ...coverage.all({ ids }).map(({ toS }) => toS));
}

interface Prepared {
  readonly boots: ReturnType<typeof prepareBoots>;
  readonly events: ReturnType<typeof prepareEvents>;
  readonly rest: ReturnType<typeof prepareRest>;
}

function readSeen({ seen: query }: Prepared['rest'], ids: string): (nodeId: number) => SeenNode {
  const seen = byNode(query)(ids, {});
  return (id) => seen.get(id)?.[0] ?? NEVER_SEEN;
}

function loadRecords({ boots, events, rest }: Prepared, ids: string, period: Period, nowMs: number) {
  const { startS, endS } = period;
  const around = recordWindow(period);
  const whole = { startS, endS: around.endS };
  const powerBefore = byNode(events.powerBefore);
  const found = {
    reports: byNode(events.reports)(ids, { ...around }),
    powerEvents: byNode(events.powers)(ids, whole),
    stateBefore: powerBefore(ids, { kind: 'state', beforeS: startS }),
    targetBefore: powerBefore(ids, { kind: 'target', beforeS: startS }),
    lastState: powerBefore(ids, { kind: 'state', beforeS: knownUntilS(rest, ids, nowMs) + 1 }),
    boots: readBoots(boots, ids, startS * 1000, around.endS * 1000),
    unreachable: byNode(boots.unreachable)(ids, whole),
    maintenance: byNode(rest.maintenance)(ids, { startS, endS }),
    clockSteps: byNode(rest.clockSteps)(ids, { startS, endS }),
  };
  const seen = readSeen(rest, ids);
  const coverage = readCoverage(rest, ids, period.index);
  const listing = byNode(rest.listing)(ids, {});
  const twin = byNode(rest.twin)(ids, { startS, endS });
  return (id: number): NodeRecords => ({
    reports: found.reports.get(id) ?? [],
    powerEvents: found.powerEvents.get(id) ?? [],
    stateBefore: found.stateBefore.get(id)?.[0] ?? null,
    targetBefore: found.targetBefore.get(id)?.[0] ?? null,
    lastState: found.lastState.get(id)?.[0] ?? null,
    boots: found.boots.get(id) ?? [],
    unreachable: found.unreachable.get(id) ?? [],
    maintenance: found.maintenance.get(id) ?? [],
    clockSteps: found.clockSteps.get(id) ?? [],
    seen: seen(id),
    coverage: coverage(id),
    listing: coverage(id) === null ? (listing.get(id)?.[0] ?? null) : null,
    twin: twin.get(id)?.[0] ?? null,
  });
}

function ofOne<Row>(
  query: Parameters<typeof byNode<Row>>[0],
  nodeId: number,
  { startS, endS }: TimeWindow,
): readonly Row[] {
  return byNode(query)(JSON.stringify([nodeId]), { startS, endS }).get(nodeId) ?? [];
}

/**
 * The uptime of every node: the recorder writes boots and the spans in which it watched, and what is stored of many nodes
 * is read at once, in as many statements as for one.
 */
export function createUptimeStore(database: FarmerDatabase) {
  const recorder = prepareRecorder(database);
  const prepared = {
    boots: prepareBoots(database),
    events: prepareEvents(database),
    rest: prepareRest(database),
  };
  const { boots, rest } = prepared;
  return {
    /** The boot with the system's own boot id. */
    findBoot: (nodeId: number, bootKey: string) => recorder.findBoot.get({ nodeId, bootKey }),
    /** The boot of a node that started last. */
    latestBoot: (nodeId: number) => recorder.latestBoot.get({ nodeId }),
    addBoot: (nodeId: number, bootKey: string, bootedAtMs: number) =>
      recorder.addBoot.run({ nodeId, bootKey, bootedAtMs }).insertedId,
    /** Sets another time at which a boot began, after the wall clock was set. */
    moveBoot: (bootId: number, bootedAtMs: number) => void recorder.moveBoot.run({ bootId, bootedAtMs }),
    addClockStep: (nodeId: number, { atMs, stepMs }: ClockStep) =>
      void recorder.addClockStep.run({ nodeId, atMs, stepMs }),
    addSpan: (bootId: number, startUptimeMs: number, source: SpanSource) =>
      recorder.addSpan.run({ bootId, startUptimeMs, source }).insertedId,
    /** Each beat updates the row of its span in place. */
    extendSpan: (spanId: number, lastUptimeMs: number) => void recorder.extendSpan.run({ spanId, lastUptimeMs }),
    endSpan: (spanId: number, lastUptimeMs: number, end: SpanEnd) =>
      void recorder.endSpan.run({ spanId, lastUptimeMs, end }),
    /** The nodes of which the recorder of this installation noted a boot. */
    recordedNodes: (): ReadonlySet<number> => new Set(recorder.recordedNodes.all().map(({ nodeId }) => nodeId)),
    setHolder: (holder: RecorderHolder) => void recorder.setHolder.run({ ...holder }),
    clearHolder: (pid: number) => void recorder.clearHolder.run({ pid }),
    holder: () => recorder.holder.get(),
    /** The records about a period, up to an instant. @returns the records of each node that was named */
    load: (nodeIds: readonly number[], period: Period, nowMs: number) =>
      loadRecords(prepared, JSON.stringify(nodeIds), period, nowMs),
    /** Boots within a window in unix milliseconds, both ends included, and the one before, each with its spans. */
    boots: (nodeIds: readonly number[], fromMs: number, toMs: number) =>
      readBoots(boots, JSON.stringify(nodeIds), fromMs, toMs),
    seen: (nodeIds: readonly number[]) => readSeen(rest, JSON.stringify(nodeIds)),
    maintenance: (nodeId: number, window: TimeWindow) => ofOne(rest.maintenance, nodeId, window),
    clockSteps: (nodeId: number, window: TimeWindow) => ofOne(rest.clockSteps, nodeId, window),
  };
}
