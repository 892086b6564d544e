import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { changesSince } from '#main/app/nodes/farm-changes.ts';
import { summariseFarm } from '#main/app/nodes/farm.ts';
import { openMemoryDatabase } from '#main/store/database.ts';
import { migrate } from '#main/store/migrate.ts';
import { createStores } from '#main/store/stores.ts';
import { applyNodeChanges } from '#renderer/ui/farm-changes.ts';
import { DEFAULT_SETTINGS } from '#shared/contract/settings/settings.ts';
import { plannedTitan } from '#test/support/stores.ts';

const NOW_MS = 1_760_000_000_000;
/** How many rows each kind of change may send again: a price changes all of them. */
const MOST_SENT = { add: 1, rename: 1, remove: 0, nothing: 0, price: 100 } as const;
const step = fc.record({
  kind: fc.constantFrom('add' as const, 'rename' as const, 'remove' as const, 'price' as const, 'nothing' as const),
  node: fc.nat(5),
});

function smallFarm() {
  const database = openMemoryDatabase();
  migrate(database, { backupDirectory: null, nowMs: NOW_MS });
  const stores = createStores(database);
  for (const name of ['One', 'Two', 'Three']) stores.nodes.add(plannedTitan(name), NOW_MS);
  return stores;
}

// Catches a page that misses a change, keeps a node that is gone, or gets the whole farm every time.
test('changes since any earlier answer reproduce the current farm', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const stores = smallFarm();
      const first = await summariseFarm(stores, NOW_MS);
      let page = changesSince(stores, first.nodes, '', NOW_MS);
      expect(page.isPart).toBe(false);
      for (const [index, { kind, node }] of steps.entries()) {
        const chosen = stores.nodes.list()[node];
        if (kind === 'add') stores.nodes.add(plannedTitan(`New ${index}`), NOW_MS);
        if (kind === 'price')
          stores.settings.update({ rates: { ...DEFAULT_SETTINGS.rates, tftUsd: `0.0${index + 1}` } }, NOW_MS);
        if (kind === 'rename' && chosen !== undefined) {
          stores.nodes.save({ ...chosen, name: `Renamed ${index}` }, NOW_MS);
        }
        if (kind === 'remove' && chosen !== undefined) stores.nodes.markDeleted(chosen.id, NOW_MS);
        // oxlint-disable-next-line no-await-in-loop -- one answer after another
        const { nodes } = await summariseFarm(stores, NOW_MS);
        const answer = changesSince(stores, nodes, page.version, NOW_MS);
        expect(answer.nodes.length).toBeLessThanOrEqual(MOST_SENT[kind]);
        page = { ...answer, nodes: applyNodeChanges(page.nodes as never, answer as never) as never };
        expect(page.nodes).toEqual(nodes);
      }
    }),
    { numRuns: 10 },
  );
});

test('returns the whole farm for an unknown or missing version', async () => {
  const stores = smallFarm();
  const { nodes } = await summariseFarm(stores, NOW_MS);
  for (const since of ['', '1759999999999-4']) {
    expect(changesSince(stores, nodes, since, NOW_MS)).toMatchObject({ nodes, removed: [], isPart: false });
  }
  expect(changesSince(stores, nodes, null, NOW_MS)).toEqual({ nodes, removed: [], version: null, isPart: false });
});
