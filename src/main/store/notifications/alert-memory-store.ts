import type { FarmerDatabase } from '#main/store/sql.ts';

/** What alerts compare with what was there before, each under a name. */
export interface AlertMemoryStore {
  /** Undefined where nothing was remembered. */
  recall(name: string): unknown;
  remember(name: string, value: unknown): void;
}

/** The memory of alerts over an open database. */
export function createAlertMemoryStore(database: FarmerDatabase): AlertMemoryStore {
  const recall = database.query<{ readonly value: unknown }>(
    'SELECT value_json AS value FROM alert_memory WHERE name = @name',
    { json: ['value'] },
  );
  const remember = database.statement('INSERT OR REPLACE INTO alert_memory VALUES (@name, @valueJson)');
  return {
    recall: (name) => recall.get({ name })?.value,
    remember: (name, value) => void remember.run({ name, valueJson: JSON.stringify(value) }),
  };
}
