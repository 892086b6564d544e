import {
  DEFAULT_SETTINGS,
  type SettingKey,
  type Settings,
  settingsSchema,
} from '#shared/contract/settings/settings.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

interface StoredSetting {
  readonly key: string;
  readonly valueJson: string;
}

function isSettingKey(key: string): key is SettingKey {
  return Object.hasOwn(settingsSchema.shape, key);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A stored object with the defaults of the fields that it lacks, however deep they are in it. */
function withDefaults(stored: unknown, defaults: unknown): unknown {
  if (!isObject(stored) || !isObject(defaults)) {
    return stored;
  }
  const fields = Object.entries(stored).map(([name, value]) => [name, withDefaults(value, defaults[name])] as const);
  return { ...defaults, ...Object.fromEntries(fields) };
}

/** The stored value when this program accepts it, else undefined. What an older version stored may lack newer fields. */
function readValue({ key, valueJson }: StoredSetting): unknown {
  if (!isSettingKey(key)) {
    return undefined;
  }
  const schema = settingsSchema.shape[key];
  const stored = parseJson(valueJson);
  const asStored = schema.safeParse(stored);
  return asStored.success ? asStored.data : schema.safeParse(withDefaults(stored, DEFAULT_SETTINGS[key])).data;
}

/** The farmer's settings, each key in its own row. */
export function createSettingsStore(database: FarmerDatabase) {
  const selectAll = database.query<StoredSetting>('SELECT key, value_json FROM settings ORDER BY key');
  const upsert = database.statement(`
    INSERT INTO settings (key, value_json, updated_at_ms) VALUES (@key, @valueJson, @nowMs)
    ON CONFLICT (key) DO UPDATE SET value_json = excluded.value_json, updated_at_ms = excluded.updated_at_ms
  `);
  const remove = database.statement('DELETE FROM settings WHERE key = @key');
  const all = (): Settings => {
    const stored = selectAll.all().flatMap((row) => {
      const value = readValue(row);
      return value === undefined ? [] : [[row.key, value] as const];
    });
    return { ...DEFAULT_SETTINGS, ...Object.fromEntries(stored) };
  };
  return {
    /** Every setting: the stored value, or the default where none is stored. */
    all,
    get: <K extends SettingKey>(key: K): Settings[K] => all()[key],
    /** Stores the given settings in one transaction and leaves the others as they are. */
    update: (patch: Partial<Settings>, nowMs: number) => {
      database.transaction(() => {
        for (const [key, value] of Object.entries(patch)) {
          if (value !== undefined) {
            upsert.run({ key, valueJson: JSON.stringify(value), nowMs });
          }
        }
      });
      return all();
    },
    /** Deletes stored values by key, even keys that this program does not know: the defaults apply again. */
    forget: (keys: readonly string[]) =>
      database.transaction(() => {
        for (const key of keys) {
          remove.run({ key });
        }
      }),
    /** Keys whose stored value this program does not accept, so that the default applies. */
    unreadable: (): readonly string[] =>
      selectAll
        .all()
        .filter((row) => readValue(row) === undefined)
        .map((row) => row.key),
  };
}
