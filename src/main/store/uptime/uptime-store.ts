import type { HostKind } from '#shared/contract/app/app.ts';
import type { ClockStep } from '#shared/contract/uptime/uptime.ts';
import type { SpanEnd } from '#shared/domain/uptime/observations.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

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

function prepareBoots(database: FarmerDatabase) {
  return {
    find: database.query<KnownBoot>(
      `SELECT id, boot_key, booted_at_ms, ${LAST_UPTIME} FROM boots WHERE node_id = @nodeId AND boot_key = @bootKey`,
    ),
    latest: database.query<KnownBoot>(
      `SELECT id, boot_key, booted_at_ms, ${LAST_UPTIME} FROM boots WHERE node_id = @nodeId ORDER BY booted_at_ms DESC LIMIT 1`,
    ),
    add: database.statement(
      'INSERT INTO boots (node_id, boot_key, booted_at_ms) VALUES (@nodeId, @bootKey, @bootedAtMs)',
    ),
    move: database.statement('UPDATE boots SET booted_at_ms = @bootedAtMs WHERE id = @bootId'),
    nodes: database.query<{ nodeId: number }>(
      'SELECT DISTINCT node_id FROM boots WHERE id NOT IN (SELECT boot_id FROM share_boots)',
    ),
  };
}

function prepareSpans(database: FarmerDatabase) {
  return {
    add: database.statement(`
      INSERT INTO spans (boot_id, start_uptime_ms, last_uptime_ms, source)
      VALUES (@bootId, @startUptimeMs, @startUptimeMs, @source)`),
    extend: database.statement(
      'UPDATE spans SET last_uptime_ms = max(last_uptime_ms, @lastUptimeMs) WHERE id = @spanId',
    ),
    end: database.statement(`
      UPDATE spans SET last_uptime_ms = max(last_uptime_ms, @lastUptimeMs), ended = @end WHERE id = @spanId`),
  };
}

function prepareRest(database: FarmerDatabase) {
  return {
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

/** Boots, spans and reports of every node. Windows are unix milliseconds, both ends included. */
export function createUptimeStore(database: FarmerDatabase) {
  const boots = prepareBoots(database);
  const spans = prepareSpans(database);
  const rest = prepareRest(database);
  return {
    /** The boot with the system's own boot id. */
    findBoot: (nodeId: number, bootKey: string) => boots.find.get({ nodeId, bootKey }),
    /** The boot of a node that started last. */
    latestBoot: (nodeId: number) => boots.latest.get({ nodeId }),
    addBoot: (nodeId: number, bootKey: string, bootedAtMs: number) =>
      boots.add.run({ nodeId, bootKey, bootedAtMs }).insertedId,
    /** Sets another time at which a boot began, after the wall clock was set. */
    moveBoot: (bootId: number, bootedAtMs: number) => void boots.move.run({ bootId, bootedAtMs }),
    addClockStep: (nodeId: number, { atMs, stepMs }: ClockStep) => void rest.addClockStep.run({ nodeId, atMs, stepMs }),
    addSpan: (bootId: number, startUptimeMs: number, source: SpanSource) =>
      spans.add.run({ bootId, startUptimeMs, source }).insertedId,
    /** Each beat updates the row of its span in place. */
    extendSpan: (spanId: number, lastUptimeMs: number) => void spans.extend.run({ spanId, lastUptimeMs }),
    endSpan: (spanId: number, lastUptimeMs: number, end: SpanEnd) => void spans.end.run({ spanId, lastUptimeMs, end }),
    /** The nodes of which the recorder of this installation noted a boot. */
    recordedNodes: (): ReadonlySet<number> => new Set(boots.nodes.all().map(({ nodeId }) => nodeId)),
    setHolder: (holder: RecorderHolder) => void rest.setHolder.run({ ...holder }),
    clearHolder: (pid: number) => void rest.clearHolder.run({ pid }),
    holder: () => rest.holder.get(),
  };
}
