import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { importReceipts } from '#main/app/uptime/receipt-import.ts';
import { openConnection } from '#main/store/database.ts';
import { migrate } from '#main/store/migrate.ts';
import { MIGRATIONS } from '#main/store/migrations/index.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';
import { createStores, type Stores } from '#main/store/stores.ts';
import { FarmerError } from '#shared/errors.ts';
import { insertTitan, NOON_MS } from '#test/support/stores.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

const CASES = join(import.meta.dirname, '../../../fixtures/receipts');
const textOf = (name: string) => readFileSync(join(CASES, name), 'utf8');
const entriesOf = (name: string) => [JSON.parse(textOf(name)) as unknown].flat();

let directory: TemporaryDirectory;

beforeEach(() => {
  directory = makeTemporaryDirectory();
});

afterEach(() => directory.remove());

let count = 0;

function fresh(migrations = MIGRATIONS): { readonly database: FarmerDatabase; readonly stores: Stores } {
  count += 1;
  const database = openConnection(join(directory.path, `${count}.sqlite`));
  migrate(database, { backupDirectory: join(directory.path, 'backups'), nowMs: NOON_MS, migrations });
  return { database, stores: createStores(database) };
}

/** Everything that receipts leave, without the numbers that only count arrivals. */
function contentOf(stores: Stores): string {
  const nodes = stores.nodes.list();
  const gridOf = new Map(nodes.map(({ id, grid }) => [id, grid.nodeId]));
  const kept = stores.receipts.list(null).map(({ nodeId, ...receipt }) => ({
    ...receipt,
    id: undefined,
    node: nodeId === null ? null : gridOf.get(nodeId),
  }));
  const terms = nodes.map(({ id, ...node }) => ({ ...node, written: stores.receipts.termsOf(id) }));
  return [...kept, ...terms]
    .map((entry) => JSON.stringify(entry))
    .sort()
    .join('\n');
}

const ENTRIES = [
  'r1-api-node-list.json',
  'r2-api-receipt.json',
  'r7-api-retry.json',
  'r8-raw-fixup.json',
  'r11-old-cru-fraction.json',
  'r12-zero-first-price.json',
  'r18-reminted.json',
  'node.json',
].flatMap(entriesOf);

// Catches a price, a certification or a last payment that comes from the receipt read last.
test('gives the same result in any order, split into files or repeated', () => {
  const whole = fresh();
  importReceipts(whole.stores, JSON.stringify(ENTRIES), '', NOON_MS);
  const expected = contentOf(whole.stores);
  whole.database.close();
  const shuffled = fc.shuffledSubarray(ENTRIES, { minLength: ENTRIES.length });
  fc.assert(
    fc.property(
      shuffled,
      fc.array(fc.nat(ENTRIES.length - 1)),
      fc.integer({ min: 1, max: 6 }),
      (order, again, size) => {
        const { database, stores } = fresh();
        const all = [...order, ...again.map((index) => ENTRIES[index])];
        for (let at = 0; at < all.length; at += size) {
          importReceipts(stores, JSON.stringify(all.slice(at, at + size)), '', NOON_MS);
        }
        expect(contentOf(stores)).toBe(expected);
        database.close();
      },
    ),
    { numRuns: 15, seed: 20_261_128 },
  );
});

// Catches an import that writes over what a person knows better.
test('keeps values entered by the farmer', () => {
  const { database, stores } = fresh();
  importReceipts(stores, textOf('r12-zero-first-price.json'), '', NOON_MS);
  const node = stores.nodes.byGridNode(912);
  expect(node).toMatchObject({ connectionPriceMusd: 30, certification: 'diy' });
  if (node === undefined) throw new Error('The receipt brings its node.');
  stores.nodes.save({ ...node, connectionPriceMusd: 50, certification: 'certified' }, NOON_MS);
  const later = entriesOf('r12b-paid-first.json').map((entry) => ({ ...Object(entry), node_type: 'DIY', extra: 1 }));
  importReceipts(stores, JSON.stringify(later), '', NOON_MS);
  expect(stores.nodes.byGridNode(912)).toMatchObject({ connectionPriceMusd: 50, certification: 'certified' });
  database.close();
});

// Catches receipts that are lost, or counted twice, when the table is made anew.
test('keeps receipts from before hashes were stored, and recognises them again', () => {
  const before = fresh(MIGRATIONS.filter(({ version }) => version < 40));
  const id = insertTitan(before.database);
  before.database
    .statement(`INSERT INTO receipts (node_id, period_start_s, period_index, measured_uptime_s, reward_musd,
      reward_tft_units, content_sha256, content_json, imported_at_ms) VALUES (@id, 1, 96, 5, 6, 7, @sha, '{"a":1}', 8)`)
    .run({ id, sha: 'a'.repeat(64) });
  migrate(before.database, { backupDirectory: join(directory.path, 'backups'), nowMs: NOON_MS });
  expect(createStores(before.database).receipts.list(id)).toMatchObject([
    { kind: 'minting', periodIndex: 96, hash: '', verification: 'unverifiable', contentJson: '{"a":1}' },
  ]);
  before.database.close();
});

describe('damaged files', () => {
  // Catches an unplanned error, a part of an import that stays, and a figure that no file holds.
  test('are refused with the reason or read unchanged', () => {
    const { database, stores } = fresh();
    const texts = ['r1-api-node-list.json', 'r7-api-retry.json', 'r8-raw-fixup.json', 'r13-policy3.json'].map(textOf);
    const mutation = fc.record({
      text: fc.constantFrom(...texts),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      removed: fc.nat(40),
      put: fc.oneof(
        fc.string({ maxLength: 20 }),
        fc.constantFrom('1e999', '-1', '[]', '{}', 'null', '"', '18446744073709551615'),
      ),
    });
    fc.assert(
      fc.property(mutation, ({ text, at, removed, put }) => {
        const place = Math.floor(at * text.length);
        const changed = text.slice(0, place) + put + text.slice(place + removed);
        let error: unknown = null;
        try {
          importReceipts(stores, changed, '', NOON_MS);
        } catch (thrown) {
          error = thrown;
        }
        expect(error === null || (error instanceof FarmerError && error.code === 'INVALID_INPUT')).toBe(true);
      }),
      { numRuns: 600, seed: 11 },
    );
    database.close();
  });
});
