import {
  DEFAULT_SETTINGS,
  type SettingKey,
  type Settings,
  settingsSchema,
} from '#shared/contract/settings/settings.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';

/** The farmer's settings, each key on its own. */
export interface SettingsStore {
  /** Every setting: what was stored, defaults for the rest. */
  all(): Settings;
  /** One setting. */
  get<K extends SettingKey>(key: K): Settings[K];
  /** Stores what is given in one transaction; the rest stays. */
  update(patch: Partial<Settings>, nowMs: number): Settings;
  /** Keys whose stored value is not one that this program takes, so that the default holds. */
  unreadable(): readonly string[];
  /** Forgets stored values by key, known to this program or not: the defaults hold again. */
  forget(keys: readonly string[]): void;
}

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

/** The stored value when it is one that this program takes, else undefined. */
function readValue({ key, valueJson }: StoredSetting): unknown {
  if (!isSettingKey(key)) {
    return undefined;
  }
  const parsed = settingsSchema.shape[key].safeParse(parseJson(valueJson));
  return parsed.success ? parsed.data : undefined;
}

/** The settings over an open database. */
export function createSettingsStore(database: FarmerDatabase): SettingsStore {
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
    all,
    get: (key) => all()[key],
    update: (patch, nowMs) => {
      database.transaction(() => {
        for (const [key, value] of Object.entries(patch)) {
          if (value !== undefined) {
            upsert.run({ key, valueJson: JSON.stringify(value), nowMs });
          }
        }
      });
      return all();
    },
    forget: (keys) =>
      database.transaction(() => {
        for (const key of keys) {
          remove.run({ key });
        }
      }),
    unreadable: () =>
      selectAll
        .all()
        .filter((row) => readValue(row) === undefined)
        .map((row) => row.key),
  };
}
