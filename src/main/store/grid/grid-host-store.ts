import { dirname } from 'node:path';
import { createProcessLock, type ProcessLock } from '#main/store/process-lock.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

/** A host that failed, and how long it is left alone. */
export interface RestingHost {
  readonly host: string;
  readonly failures: number;
  readonly restUntilMs: number;
}

/** Hosts that are left alone, whatever process met their failure; and whose turn it is to ask. */
export interface GridHostStore {
  list(): readonly RestingHost[];
  save(host: RestingHost): void;
  forget(host: string): void;
  /** One process of a data directory asks the grid at a time. */
  turn(): ProcessLock;
}

/** Hosts over an open database. */
export function createGridHostStore(database: FarmerDatabase): GridHostStore {
  const list = database.query<RestingHost>('SELECT host, failures, rest_until_ms FROM grid_hosts');
  const save = database.query('INSERT OR REPLACE INTO grid_hosts VALUES (@host, @failures, @restUntilMs)');
  const forget = database.query('DELETE FROM grid_hosts WHERE host = @host');
  return {
    list: () => list.all(),
    save: (host) => void save.run({ ...host }),
    forget: (host) => void forget.run({ host }),
    turn: () => createProcessLock(dirname(database.filePath), 'grid'),
  };
}
