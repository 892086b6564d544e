import { lazyCrypto } from '#main/store/lazy-crypto.ts';
import type { HardwareReading } from '#shared/contract/hardware/hardware-reading.ts';
import type { Resources } from '#shared/domain/hardware/resources.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

/** The four resources of a reading; null where one could not be read. */
export type SnapshotResources = { readonly [K in keyof Resources]: number | null };

/** A stored reading of a node's hardware. */
export interface HardwareSnapshot {
  readonly id: number;
  readonly nodeId: number;
  /** When this state was first seen. */
  readonly takenAtMs: number;
  /** When it was last seen unchanged. */
  readonly lastSeenAtMs: number;
  /** SHA-256, hex, of what the reading says of the hardware, without times. */
  readonly contentHash: string;
  readonly resources: SnapshotResources;
  readonly isVirtual: boolean | null;
  readonly reading: HardwareReading;
}

/** A reading to be stored. */
export interface NewSnapshot {
  readonly nodeId: number;
  readonly reading: HardwareReading;
  readonly resources: SnapshotResources;
  readonly isVirtual: boolean | null;
}

/** What storing a reading led to. */
export interface RecordedSnapshot {
  readonly snapshot: HardwareSnapshot;
  /** The last different one before it, or null for a node's first. */
  readonly previous: HardwareSnapshot | null;
  /** False when the hardware is as it was last seen: then the last snapshot was only extended. */
  readonly isNew: boolean;
}

/** Readings of the nodes' hardware. */
export interface HardwareStore {
  /** Stores a reading, or extends the last one when nothing changed. */
  record(snapshot: NewSnapshot): RecordedSnapshot;
  latest(nodeId: number): HardwareSnapshot | undefined;
  /** Newest first. */
  history(nodeId: number, limit: number): readonly HardwareSnapshot[];
}

interface SnapshotRow {
  readonly id: number;
  readonly node_id: number;
  readonly taken_at_ms: number;
  readonly last_seen_at_ms: number;
  readonly content_hash: string;
  readonly cru: number | null;
  readonly mru_bytes: number | null;
  readonly sru_bytes: number | null;
  readonly hru_bytes: number | null;
  readonly is_virtual: number | null;
  readonly reading_json: string;
}

/** What differs between two readings of the same hardware: times, wording, plugged cables, devices that do not count. */
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

/** JSON of what lasts in a reading, with keys in order. */
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

/** The hash that tells whether two readings say the same of the hardware: SHA-256, hex. */
export function readingHash(reading: HardwareReading): string {
  return lazyCrypto().createHash('sha256').update(canonicalJson(reading)).digest('hex');
}

function fromRow(row: SnapshotRow): HardwareSnapshot {
  return {
    id: row.id,
    nodeId: row.node_id,
    takenAtMs: row.taken_at_ms,
    lastSeenAtMs: row.last_seen_at_ms,
    contentHash: row.content_hash,
    resources: { cru: row.cru, mruBytes: row.mru_bytes, sruBytes: row.sru_bytes, hruBytes: row.hru_bytes },
    isVirtual: row.is_virtual === null ? null : row.is_virtual === 1,
    // Only this store writes the column, and only with readings.
    reading: JSON.parse(row.reading_json) as HardwareReading,
  };
}

const COLUMNS = `id, node_id, taken_at_ms, last_seen_at_ms, content_hash,
  cru, mru_bytes, sru_bytes, hru_bytes, is_virtual, reading_json`;

/** The hardware readings over an open database. */
export function createHardwareStore(database: FarmerDatabase): HardwareStore {
  const newestFirst = database.statement<SnapshotRow>(`
    SELECT ${COLUMNS} FROM hardware_snapshots WHERE node_id = @nodeId ORDER BY taken_at_ms DESC, id DESC LIMIT @limit
  `);
  const extend = database.statement(`
    UPDATE hardware_snapshots SET last_seen_at_ms = max(last_seen_at_ms, @seenAtMs) WHERE id = @id
  `);
  const insert = database.statement(`
    INSERT INTO hardware_snapshots
      (node_id, taken_at_ms, last_seen_at_ms, content_hash, cru, mru_bytes, sru_bytes, hru_bytes, is_virtual, reading_json)
    VALUES (@nodeId, @takenAtMs, @takenAtMs, @contentHash, @cru, @mruBytes, @sruBytes, @hruBytes, @isVirtual, @readingJson)
  `);
  const history = (nodeId: number, limit: number) => newestFirst.all({ nodeId, limit }).map(fromRow);
  const write = (snapshot: NewSnapshot, last: HardwareSnapshot | undefined): boolean => {
    const { nodeId, reading, resources, isVirtual } = snapshot;
    const contentHash = readingHash(reading);
    if (last !== undefined && last.contentHash === contentHash) {
      extend.run({ id: last.id, seenAtMs: reading.takenAtMs });
      return false;
    }
    insert.run({
      nodeId,
      takenAtMs: reading.takenAtMs,
      contentHash,
      ...resources,
      isVirtual: isVirtual === null ? null : Number(isVirtual),
      readingJson: JSON.stringify(reading),
    });
    return true;
  };
  return {
    record: (snapshot) =>
      database.transaction(() => {
        const isNew = write(snapshot, history(snapshot.nodeId, 1)[0]);
        const [current, previous] = history(snapshot.nodeId, 2);
        if (current === undefined) {
          throw new Error('A snapshot vanished while it was written.');
        }
        return { snapshot: current, previous: previous ?? null, isNew };
      }),
    latest: (nodeId) => history(nodeId, 1)[0],
    history,
  };
}
