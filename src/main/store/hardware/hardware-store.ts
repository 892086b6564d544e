import { lazyCrypto } from '#main/store/lazy-crypto.ts';
import type { HardwareReading } from '#shared/contract/hardware/hardware-reading.ts';
import { isVirtualReading, resourcesOf, resourcesWithGaps } from '#shared/domain/hardware/reading-resources.ts';
import type { PartlyKnownResources } from '#shared/domain/hardware/resources.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

/** A stored reading of a node's hardware. */
export interface HardwareSnapshot {
  readonly id: number;
  readonly nodeId: number;
  /** When this state was first seen. */
  readonly takenAtMs: number;
  /** When it was last seen unchanged. */
  readonly lastSeenAtMs: number;
  /** SHA-256, hex, of the hardware in the reading, without times. */
  readonly contentHash: string;
  readonly resources: PartlyKnownResources;
  readonly isVirtual: boolean | null;
  readonly reading: HardwareReading;
}

/** The result of storing a reading. */
export interface RecordedSnapshot {
  readonly snapshot: HardwareSnapshot;
  /** The last different one before it, or null for a node's first. */
  readonly previous: HardwareSnapshot | null;
  /** False when the hardware is unchanged: then the last snapshot was only extended. */
  readonly isNew: boolean;
}

/** Fields that differ between readings of the same hardware: times, wording, cables, devices that do not count. */
const PASSING_KEYS: ReadonlySet<string> = new Set([
  'takenAtMs',
  'durationMs',
  'because',
  'atLeastBecause',
  'kindReason',
  'reason',
  'source',
  'leftOut',
  'isUp',
  'isDefault',
  'speedMbit',
  'usesDhcp',
]);

function isVirtualInterface(part: unknown): boolean {
  return typeof part === 'object' && part !== null && 'kind' in part && part.kind === 'virtual';
}

/** JSON of the lasting part of a reading, with keys in order. */
function canonicalJson(reading: HardwareReading): string {
  return JSON.stringify(reading, (key, part: unknown) => {
    if (PASSING_KEYS.has(key)) {
      return undefined;
    }
    if (Array.isArray(part)) {
      return part.filter((entry) => !isVirtualInterface(entry));
    }
    if (typeof part !== 'object' || part === null) {
      return part;
    }
    return Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** The hash by which two readings are compared: equal when the hardware is the same. SHA-256, hex. */
export function readingHash(reading: HardwareReading): string {
  return lazyCrypto().createHash('sha256').update(canonicalJson(reading)).digest('hex');
}

const COLUMNS = `
  id, node_id, taken_at_ms, last_seen_at_ms, content_hash, cru AS "resources.cru",
  mru_bytes AS "resources.mruBytes", sru_bytes AS "resources.sruBytes", hru_bytes AS "resources.hruBytes", is_virtual,
  reading_json AS reading`;
const TYPES = { booleans: ['isVirtual'], json: ['reading'] };
const newestOf = (node: string) => `WHERE node_id = ${node} ORDER BY taken_at_ms DESC, content_hash DESC`;

/** Readings of the nodes' hardware. */
export function createHardwareStore(database: FarmerDatabase) {
  const read = (from: string) => database.query<HardwareSnapshot>(`SELECT ${COLUMNS} FROM ${from}`, TYPES);
  const newestFirst = read(`hardware_snapshots ${newestOf('@nodeId')} LIMIT @limit`);
  const latestOf = read(`
    (SELECT value AS node FROM json_each(@ids)) AS nodes JOIN hardware_snapshots
      ON id = (SELECT id FROM hardware_snapshots ${newestOf('nodes.node')} LIMIT 1)`);
  const extend = database.statement(`
    UPDATE hardware_snapshots SET last_seen_at_ms = max(last_seen_at_ms, @seenAtMs) WHERE id = @id
  `);
  const insert = database.query(`
    INSERT INTO hardware_snapshots
      (node_id, taken_at_ms, last_seen_at_ms, content_hash, cru, mru_bytes, sru_bytes, hru_bytes, is_virtual, reading_json)
    VALUES (@nodeId, @takenAtMs, @takenAtMs, @contentHash, @cru, @mruBytes, @sruBytes, @hruBytes, @isVirtual, @readingJson)
  `);
  const history = (nodeId: number, limit: number) => newestFirst.all({ nodeId, limit });
  const write = (nodeId: number, reading: HardwareReading, last: HardwareSnapshot | undefined): boolean => {
    const contentHash = readingHash(reading);
    if (last !== undefined && last.contentHash === contentHash) {
      extend.run({ id: last.id, seenAtMs: reading.takenAtMs });
      return false;
    }
    insert.run({
      nodeId,
      takenAtMs: reading.takenAtMs,
      contentHash,
      ...resourcesWithGaps(resourcesOf(reading)),
      isVirtual: isVirtualReading(reading),
      readingJson: JSON.stringify(reading),
    });
    return true;
  };
  return {
    /** Stores a reading, or extends the last one when nothing changed. */
    record: (nodeId: number, reading: HardwareReading): RecordedSnapshot =>
      database.transaction(() => {
        const isNew = write(nodeId, reading, history(nodeId, 1)[0]);
        const [current, previous] = history(nodeId, 2);
        if (current === undefined) {
          throw new Error('A snapshot vanished while it was written.');
        }
        return { snapshot: current, previous: previous ?? null, isNew };
      }),
    latest: (nodeId: number) => history(nodeId, 1)[0],
    /** The latest reading of each of these nodes that has one. */
    latestOf: (nodeIds: readonly number[]): ReadonlyMap<number, HardwareSnapshot> =>
      new Map(latestOf.all({ ids: JSON.stringify(nodeIds) }).map((snapshot) => [snapshot.nodeId, snapshot])),
    /** Newest first. */
    history,
  };
}
