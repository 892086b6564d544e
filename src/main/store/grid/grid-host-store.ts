import { dirname } from 'node:path';
import { createProcessLock } from '#main/store/process-lock.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

/** A host that failed, and until when it is not asked again. */
export interface RestingHost {
  readonly host: string;
  readonly failures: number;
  readonly restUntilMs: number;
}

/** Hosts that are not asked for a while after a failure, in whatever process it happened. */
export function createGridHostStore(database: FarmerDatabase) {
  const list = database.query<RestingHost>('SELECT host, failures, rest_until_ms FROM grid_hosts');
  const save = database.query('INSERT OR REPLACE INTO grid_hosts VALUES (@host, @failures, @restUntilMs)');
  const forget = database.query('DELETE FROM grid_hosts WHERE host = @host');
  return {
    list: () => list.all(),
    save: (host: RestingHost) => void save.run({ ...host }),
    forget: (host: string) => void forget.run({ host }),
    /** The lock that lets one process of a data directory ask the grid at a time. */
    turn: () => createProcessLock(dirname(database.filePath), 'grid'),
  };
}
