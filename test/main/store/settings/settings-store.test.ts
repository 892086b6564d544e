import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, settingsSchema } from '#shared/contract/settings/settings.ts';
import { openStores, type StoreHandle } from '#main/store/stores.ts';
import { NOON_MS } from '#test/support/stores.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

let directory: TemporaryDirectory;
let handle: StoreHandle;

beforeEach(() => {
  directory = makeTemporaryDirectory();
  handle = openStores({ dataDirectory: directory.path, nowMs: () => NOON_MS });
});

afterEach(() => {
  handle.close();
  directory.remove();
});

describe('settings', () => {
  // Catches a host that can never be connected to, accepted and then told as unreachable.
  it.each(['127.0.0.1', ':80', 'a b:80', 'host:0', 'host:65536', 'http://host:80'])('refuse the host "%s"', (host) => {
    expect(settingsSchema.shape.reachability.safeParse({ isEnabled: true, hosts: [host] }).success).toBe(false);
    expect(settingsSchema.shape.reachability.safeParse({ isEnabled: true, hosts: ['host:443'] }).success).toBe(true);
  });

  // Catches a default that the screen would refuse to save again.
  it('have valid defaults', () => {
    expect(settingsSchema.parse(DEFAULT_SETTINGS)).toEqual(DEFAULT_SETTINGS);
    expect(handle.stores.settings.all()).toEqual(DEFAULT_SETTINGS);
  });

  // Catches anything that needs a network and is on before the farmer said so.
  it('have network access and autostart off by default', () => {
    expect(DEFAULT_SETTINGS.reachability.isEnabled).toBe(false);
    expect(DEFAULT_SETTINGS.updates.checksDaily).toBe(false);
    expect(DEFAULT_SETTINGS.autostart.isEnabled).toBe(false);
  });

  // Catches a change of one setting that resets the others.
  it('change individually and are reset individually', () => {
    const { settings } = handle.stores;
    settings.update({ theme: 'dark', farm: { name: 'Meadow' } }, NOON_MS);
    settings.update({ language: 'nl' }, NOON_MS);
    expect(settings.all()).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark', farm: { name: 'Meadow' }, language: 'nl' });
    settings.forget(['theme']);
    expect(settings.get('theme')).toBe('system');
    expect(settings.get('farm')).toEqual({ name: 'Meadow' });
  });

  // Catches an update that adds a field, and forgets everything entered beside it.
  it('keep what an older version stored, with defaults for what it lacks', () => {
    const { email } = DEFAULT_SETTINGS.alertChannels;
    const stored = {
      email: { isOn: true, host: 'mail.example.org', port: 25, security: 'tls', from: 'a@example.org' },
    };
    handle.database
      .statement("INSERT INTO settings (key, value_json, updated_at_ms) VALUES ('alertChannels', @stored, 0)")
      .run({ stored: JSON.stringify(stored) });
    expect(handle.stores.settings.get('alertChannels')).toEqual({
      ...DEFAULT_SETTINGS.alertChannels,
      email: { ...email, ...stored.email },
    });
    expect(handle.stores.settings.unreadable()).toEqual([]);
  });

  // Catches a value of an older or newer version that breaks the start of the app.
  it('fall back when a stored value is invalid, and can delete it', () => {
    const insert = handle.database.statement('INSERT INTO settings VALUES (@key, @json, 1)');
    insert.run({ key: 'theme', json: '"purple"' });
    insert.run({ key: 'language', json: 'not json' });
    insert.run({ key: 'fromTheFuture', json: 'true' });
    const { settings } = handle.stores;
    expect(settings.all()).toEqual(DEFAULT_SETTINGS);
    expect(settings.unreadable()).toEqual(['fromTheFuture', 'language', 'theme']);
    settings.forget(settings.unreadable());
    expect(settings.unreadable()).toEqual([]);
  });
});
