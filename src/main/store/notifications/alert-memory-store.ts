import type { FarmerDatabase } from '#main/store/sql.ts';

/** Earlier values that alerts compare the current ones with, by name. */
export function createAlertMemoryStore(database: FarmerDatabase) {
  const recall = database.query<{ readonly value: unknown }>(
    'SELECT value_json AS value FROM alert_memory WHERE name = @name',
    { json: ['value'] },
  );
  const remember = database.statement('INSERT OR REPLACE INTO alert_memory VALUES (@name, @valueJson)');
  return {
    /** Undefined where nothing was remembered. */
    recall: (name: string) => recall.get({ name })?.value,
    remember: (name: string, value: unknown) => void remember.run({ name, valueJson: JSON.stringify(value) }),
  };
}
