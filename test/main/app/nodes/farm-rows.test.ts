import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { undoImport } from '#main/app/data/undo-import.ts';
import { summariseFarm } from '#main/app/nodes/farm.ts';
import { packRow } from '#main/app/nodes/packed-row.ts';
import { importReceipts } from '#main/app/uptime/receipt-import.ts';
import { openMemoryDatabase } from '#main/store/database.ts';
import { migrate } from '#main/store/migrate.ts';
import { createStores, type Stores } from '#main/store/stores.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';
import { DEFAULT_SLICE_PLAN } from '#shared/contract/slices/slices.ts';
import { periodAt } from '#shared/domain/uptime/periods.ts';
import { plannedTitan } from '#test/support/stores.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const PERIOD = periodAt(1_760_000_000);
const RECEIPTS = join(import.meta.dirname, '../../../fixtures/grid/receipts/node.json');

interface Farm {
  readonly database: FarmerDatabase;
  readonly stores: Stores;
  readonly ids: readonly number[];
  readonly followed: readonly number[];
  importId: number;
  nowS: number;
}

/** A farm of nodes that are followed on the grid, with the events of the chain until now; and of others that are only listed. */
function followedFarm(nodes: number, nowS: number, listed = 0): Farm {
  const database = openMemoryDatabase();
  migrate(database, { backupDirectory: null, nowMs: nowS * 1000 });
  const stores = createStores(database);
  const grid = { farmId: 1, twinId: null };
  const ids = Array.from({ length: nodes + listed }, (_, index) => {
    const node = { ...plannedTitan(`Node ${index}`), kind: 'imported' as const, grid: { ...grid, nodeId: index + 1 } };
    return stores.nodes.add(node, nowS * 1000).id;
  });
  const farm = { database, stores, ids, followed: ids.slice(0, nodes), importId: 0, nowS };
  follow(farm);
  return farm;
}

/** Follows the nodes from now on, under a new import. */
function follow(farm: Farm): void {
  const { stores, followed: ids, nowS } = farm;
  farm.importId = stores.imports.begin('grid', 'main', nowS * 1000);
  for (const id of ids) stores.grid.follow(id);
  stores.grid.saveCoverage(ids, { fromBlock: 1, fromS: PERIOD.startS - 3_000_000, toBlock: 2, toS: nowS - 60 });
  stores.grid.savePeriodStart(PERIOD.index, { block: 1, firstBlockS: PERIOD.startS });
}

/** Something that changes what a row is made from. */
interface Change {
  readonly name: string;
  readonly apply: (farm: Farm, node: number, size: number) => void;
}

const CHANGES: readonly Change[] = [
  {
    name: 'a report of the chain',
    apply: ({ stores, importId, nowS }, nodeId, size) =>
      void stores.imports.addEvents(importId, [
        { nodeId, event: ['uptime', nowS - size * 700, size * 900], position: 5_000_000 + size },
      ]),
  },
  {
    name: 'a price that a source gave',
    apply: ({ stores, nowS }, _, size) => {
      stores.settings.update({ priceSource: { tft: 'chain', address: null } }, nowS * 1000);
      stores.alertMemory.remember('tft-price', {
        source: 'chain',
        usd: `0.0${size}`,
        atS: nowS,
        askedAtMs: nowS * 1000,
        problem: null,
      });
    },
  },
  {
    name: 'a change of power',
    apply: ({ stores, nowS, importId }, nodeId, size) => {
      const power = size % 2 === 0 ? 'Up' : 'Down';
      const kind = size % 3 === 0 ? 'target' : 'state';
      stores.imports.addEvents(importId, [{ nodeId, event: [kind, nowS - size * 50_000, power], position: 5_000_000 }]);
    },
  },
  {
    name: 'a synchronisation',
    apply: ({ stores, nowS }, nodeId, size) => {
      const known = stores.grid.coverage(nodeId);
      if (known !== null)
        stores.grid.saveCoverage([nodeId], { ...known, toBlock: known.toBlock + size, toS: nowS - size });
    },
  },
  {
    name: 'another first block',
    apply: ({ stores }, _, size) =>
      stores.grid.savePeriodStart(PERIOD.index, { block: 1, firstBlockS: PERIOD.startS + (size % 6) }),
  },
  {
    name: 'a price of TFT',
    apply: ({ stores, nowS }, _, size) =>
      void stores.settings.update({ rates: { ...stores.settings.get('rates'), tftUsd: `0.0${size}` } }, nowS * 1000),
  },
  {
    name: 'a typed rate',
    apply: ({ stores, nowS }, _, size) =>
      stores.rates.add({
        kind: 'tft-usd',
        currency: null,
        rate: stores.settings.get('rates').tftUsd ?? '1',
        typedAtMs: nowS * 1000 - size,
      }),
  },
  {
    name: 'a last minted period',
    apply: ({ stores, nowS }, _, size) =>
      void stores.settings.update({ minting: { ...stores.settings.get('minting'), lastPeriod: size } }, nowS * 1000),
  },
  { name: 'a site', apply: ({ stores, nowS }, id, size) => rename(stores, id, nowS, { site: `Site ${size}` }) },
  { name: 'costs', apply: ({ stores, nowS }, id, size) => rename(stores, id, nowS, { watts: size }) },
  { name: 'a policy', apply: ({ stores, nowS }, id, size) => rename(stores, id, nowS, { policy: size % 4 }) },
  {
    name: 'the numbers of a policy',
    apply: ({ stores, nowS }, _, size) =>
      stores.policies.save(
        {
          id: 3,
          name: 'Own',
          rates: { cuMusd: size, suMusd: 1, nuMusd: 1, ipv4HourMusd: 1 },
          minimumPermille: 950,
          isDefault: false,
          isImmutable: false,
          source: 'typed',
        },
        nowS * 1000,
      ),
  },
  {
    name: 'a slice plan',
    apply: ({ stores, nowS }, id, size) =>
      stores.slices.savePlan(id, { ...DEFAULT_SLICE_PLAN, otherPerMonthUsd: String(size) }, nowS * 1000),
  },
  {
    name: 'receipts',
    apply: ({ stores, nowS, importId }, id) =>
      void importReceipts(
        stores,
        readFileSync(RECEIPTS, 'utf8').replaceAll(
          '"node_id": 1,',
          `"node_id": ${stores.nodes.get(id)?.grid.nodeId ?? 1},`,
        ),
        '',
        nowS * 1000,
        importId,
      ),
  },
  {
    name: 'a boot of the recorder',
    apply: ({ stores, nowS }, id, size) =>
      void stores.uptime.addSpan(stores.uptime.addBoot(id, `boot ${nowS} ${size}`, (nowS - size) * 1000), 0, 'cli'),
  },
  {
    name: 'maintenance',
    apply: ({ stores, nowS }, id, size) =>
      void stores.uptimeRecords.addMaintenance(id, { startS: nowS - size, endS: nowS + 10, note: '' }, nowS * 1000),
  },
  { name: 'a node that is removed', apply: ({ stores, nowS }, id) => stores.nodes.markDeleted(id, nowS * 1000) },
  {
    name: 'an import that is undone',
    apply: (farm) => {
      const { stores, nowS, importId } = farm;
      stores.imports.addRows(importId, 1);
      undoImport(stores, importId, nowS * 1000);
      follow(farm);
    },
  },
  {
    name: 'minutes',
    apply: (farm, _, size) => {
      farm.nowS += size * 60;
    },
  },
  {
    name: 'hours',
    apply: (farm, _, size) => {
      farm.nowS += size * 1800;
    },
  },
  {
    name: 'weeks',
    apply: (farm, _, size) => {
      farm.nowS += size * 100_000;
    },
  },
];

function rename(
  stores: Stores,
  id: number,
  nowS: number,
  { site, watts, policy }: { site?: string; watts?: number; policy?: number },
): void {
  const node = stores.nodes.get(id);
  if (node === undefined) return;
  stores.nodes.save(
    {
      ...node,
      site: site ?? node.site,
      farmingPolicyId: policy ?? node.farmingPolicyId,
      costs: watts === undefined ? node.costs : { ...node.costs, wattsIdle: watts, electricityUsdPerKwh: '0.3' },
    } as never,
    nowS * 1000,
  );
}

async function answer({ stores, nowS }: Farm): Promise<string> {
  const { nodes, totals, planned, tftPrice } = await summariseFarm(stores, nowS * 1000);
  return packRow({ nodes, totals, planned, tftPrice });
}

// Catches a stored row that stays after something changed it, whatever changed, and in whatever order.
test('stored rows equal newly computed ones after every change', async () => {
  const changes = fc.array(fc.tuple(fc.nat(CHANGES.length - 1), fc.nat(3), fc.integer({ min: 1, max: 99 })), {
    minLength: 4,
    maxLength: 14,
  });
  await fc.assert(
    fc.asyncProperty(changes, async (drawn) => {
      const farm = followedFarm(3, PERIOD.startS + 1_200_000, 1);
      try {
        const names: string[] = [];
        for (const [index, node, size] of drawn) {
          const change = CHANGES[index];
          names.push(change?.name ?? '');
          change?.apply(farm, farm.ids[node] ?? 0, size);
          const stored = await answer(farm);
          farm.database.execute('DELETE FROM farm_rows');
          expect({ names, answer: stored }).toEqual({ names, answer: await answer(farm) });
        }
      } finally {
        farm.database.close();
      }
    }),
    { numRuns: 40, seed: 15 },
  );
});

// Catches a row that is stored after its node changed while other nodes were computed.
test.each(CHANGES)('stores a row with the change made while the farm was computed: $name', async ({ apply }) => {
  const farm = followedFarm(25, PERIOD.startS + 1_200_000);
  const last = farm.ids.at(-1) ?? 0;
  const before = answer(farm);
  apply(farm, last, 7);
  await before;
  const stored = await answer(farm);
  farm.database.execute('DELETE FROM farm_rows');
  expect(stored).toBe(await answer(farm));
  farm.database.close();
});

// Catches "something went wrong" where another program restores a backup while the farm is computed.
test('omits a node that is deleted while the farm is computed', async () => {
  const farm = followedFarm(25, PERIOD.startS + 1_200_000);
  const before = answer(farm);
  for (const id of farm.ids.slice(-2)) {
    farm.stores.nodes.markDeleted(id, 1);
  }
  farm.database.execute('PRAGMA foreign_keys = OFF; DELETE FROM nodes WHERE id = 25; PRAGMA foreign_keys = ON;');
  expect(await before).not.toMatch(/Node 2[34]/);
  farm.database.close();
});

test('answers from stored rows when nothing changed', async () => {
  const farm = followedFarm(3, PERIOD.startS + 1_200_000, 1);
  const first = await answer(farm);
  farm.nowS += 600;
  farm.database.execute("UPDATE farm_rows SET row_json = replace(row_json, '\"Node', '\"Stored')");
  expect(await answer(farm)).toBe(first.replaceAll('"Node', '"Stored'));
  farm.database.close();
});

// Catches a damaged row that takes the whole farm away.
test('recomputes a stored row with invalid JSON', async () => {
  const farm = followedFarm(3, PERIOD.startS + 1_200_000);
  const first = await answer(farm);
  farm.database.execute('UPDATE farm_rows SET row_json = substr(row_json, 1, 40) WHERE node_id = 1');
  expect(await answer(farm)).toBe(first);
  farm.database.close();
});
