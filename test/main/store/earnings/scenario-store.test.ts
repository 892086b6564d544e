import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openConnection } from '#main/store/database.ts';
import { migrate } from '#main/store/migrate.ts';
import { MIGRATIONS } from '#main/store/migrations/index.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';
import { createStores } from '#main/store/stores.ts';
import { DEFAULT_SCENARIO } from '#shared/contract/earnings/scenarios.ts';
import { allInEnglish } from '#shared/message.ts';
import { insertTitan, NOON_MS, queryPlan } from '#test/support/stores.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

let directory: TemporaryDirectory;

beforeEach(() => {
  directory = makeTemporaryDirectory();
});

afterEach(() => directory.remove());

function migratedTo(version: number): FarmerDatabase {
  const database = openConnection(join(directory.path, 'farmer.sqlite'));
  const migrations = MIGRATIONS.filter((migration) => migration.version <= version);
  migrate(database, { backupDirectory: join(directory.path, 'backups'), nowMs: NOON_MS, migrations });
  return database;
}

describe('migrations 20 and 21', () => {
  // Catches a migration that loses what was there, or that works on an empty database only.
  it('add scenarios and rates to a database with nodes', () => {
    const old = migratedTo(19);
    const id = insertTitan(old);
    old.close();
    const database = migratedTo(20);
    const { nodes, scenarios } = createStores(database);
    scenarios.save({ name: 'base', nodeId: id, scenario: DEFAULT_SCENARIO }, NOON_MS);
    database.close();
    const newest = migratedTo(21);
    const stores = createStores(newest);
    expect(nodes).toBeDefined();
    expect(stores.scenarios.list()[0]).toMatchObject({ name: 'base', nodeId: id, scenario: DEFAULT_SCENARIO });
    stores.rates.add({ kind: 'tft-usd', currency: null, rate: '0.080', typedAtMs: NOON_MS });
    expect(stores.rates.latest('tft-usd', null)?.rate).toBe('0.080');
    newest.close();
  });
});

describe('scenarios', () => {
  // Catches a removed scenario that blocks its name, or one that is purged while it can still be brought back.
  it('free their name when removed, and are permanently deleted only when old', () => {
    const database = migratedTo(21);
    const { scenarios } = createStores(database);
    const first = scenarios.save({ name: 'a', nodeId: null, scenario: DEFAULT_SCENARIO }, NOON_MS);
    expect(scenarios.markDeleted(first.id, NOON_MS)).toBe(true);
    expect(scenarios.markDeleted(first.id, NOON_MS)).toBe(false);
    const second = scenarios.save({ name: 'a', nodeId: null, scenario: DEFAULT_SCENARIO }, NOON_MS);
    expect(second.id).not.toBe(first.id);
    expect(scenarios.removedName(first.id)).toBe('a');
    expect([scenarios.purgeDeleted(NOON_MS), scenarios.purgeDeleted(NOON_MS + 1)]).toEqual([0, 1]);
    expect(scenarios.removedName(first.id)).toBeUndefined();
    database.close();
  });

  // Catches JSON that was cut off, which would take the whole list with it.
  it('are listed with the reason when they cannot be read', () => {
    const database = migratedTo(21);
    const { scenarios } = createStores(database);
    const { id } = scenarios.save({ name: 'a', nodeId: null, scenario: DEFAULT_SCENARIO }, NOON_MS);
    database.statement(`UPDATE scenarios SET assumptions_json = '{"months":' WHERE id = @id`).run({ id });
    expect(allInEnglish(scenarios.get(id))).toMatchObject({ scenario: null, problem: 'It cannot be read any more.' });
    database.close();
  });
});

describe('stored rates', () => {
  // Catches a rate of one currency that stands in for another's, and 1.10 that comes back as 1.1.
  it('are distinguished by currency and keep their digits', () => {
    const database = migratedTo(21);
    const { rates } = createStores(database);
    rates.add({ kind: 'currency-per-usd', currency: 'EUR', rate: '1.10', typedAtMs: 1 });
    rates.add({ kind: 'currency-per-usd', currency: 'CHF', rate: '0.9', typedAtMs: 2 });
    expect(rates.latest('currency-per-usd', 'EUR')).toMatchObject({ rate: '1.10', typedAtMs: 1 });
    expect(rates.latest('currency-per-usd', 'CHF')).toMatchObject({ rate: '0.9', typedAtMs: 2 });
    expect(
      queryPlan(
        database,
        'SELECT rate FROM rates WHERE kind = @kind AND currency IS @currency ORDER BY id DESC LIMIT 1',
      ),
    ).toContain('USING INDEX rates_by_kind');
    database.close();
  });
});
