import { CERTIFIED_POLICY } from '#shared/domain/rules/policies.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStores, type StoreHandle } from '#main/store/stores.ts';
import type { NewNode } from '#main/store/nodes/node-store.ts';
import { NOON_MS, plannedTitan, queryPlan } from '#test/support/stores.ts';
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

const planOf = (sql: string) => queryPlan(handle.database, sql);
const thisMachine = (): NewNode => ({ ...plannedTitan('here'), kind: 'this-machine' });

describe('nodes', () => {
  // Catches a field that is written to one column and read from another.
  it('are returned as they were given', () => {
    const { nodes } = handle.stores;
    const given: NewNode = {
      kind: 'imported',
      name: 'Gänsestall №3',
      certification: 'certified',
      farmingPolicyId: 2,
      connectionPriceMusd: 80,
      resources: { cru: 1, mruBytes: 2, sruBytes: 3, hruBytes: Number.MAX_SAFE_INTEGER },
      isVirtual: true,
      site: 'The shed',
      labels: ['hot', 'rack 2'],
      location: { zone: 'Europe/Brussels', country: 'Belgium', city: 'Ghent' },
      costs: {
        wattsIdle: '61.50',
        wattsLoaded: '140',
        electricityUsdPerKwh: '0.10',
        hardwareCostUsd: '1999.90',
        boughtOn: '2025-02-28',
      },
      grid: { nodeId: 11, farmId: 22, twinId: 33 },
      importSource: 'grid-proxy',
      isDemo: true,
    };
    const added = nodes.add(given, NOON_MS);
    expect(nodes.get(added.id)).toEqual({
      ...given,
      id: added.id,
      policy: CERTIFIED_POLICY,
      siteTerms: null,
      createdAtMs: NOON_MS,
      updatedAtMs: NOON_MS,
      deletedAtMs: null,
    });
  });

  // Catches a partial reading shown as a machine with 0 bytes of memory.
  it('have no resources unless all four are known', () => {
    const { nodes } = handle.stores;
    const { id } = nodes.add(plannedTitan(), NOON_MS);
    handle.database.statement('UPDATE nodes SET mru_bytes = NULL WHERE id = @id').run({ id });
    expect(nodes.get(id)?.resources).toBeNull();
  });

  // Catches a removed node that is gone for good at once, or that stays in lists.
  it('can be removed and restored', () => {
    const { nodes } = handle.stores;
    const { id } = nodes.add(plannedTitan(), NOON_MS);
    nodes.markDeleted(id, NOON_MS + 1);
    expect(nodes.list()).toEqual([]);
    expect(nodes.list({ withDeleted: true })[0]?.deletedAtMs).toBe(NOON_MS + 1);
    expect(nodes.purgeDeleted(NOON_MS + 1)).toBe(0);
    nodes.undoDelete(id, NOON_MS + 2);
    expect(nodes.list()).toHaveLength(1);
  });

  // Catches an old link or receipt that points at another machine after the first was deleted.
  it('never reuse an id', () => {
    const { nodes } = handle.stores;
    const first = nodes.add(plannedTitan(), NOON_MS);
    nodes.markDeleted(first.id, NOON_MS);
    expect(nodes.purgeDeleted(NOON_MS + 1)).toBe(1);
    expect(nodes.add(plannedTitan(), NOON_MS).id).toBeGreaterThan(first.id);
  });

  // Catches a tax year that loses what was paid for a machine that is gone.
  it('stay while there are receipts of them', () => {
    const { nodes, receipts } = handle.stores;
    const { id } = nodes.add(plannedTitan(), NOON_MS);
    const receipt = { kind: 'minting', nodeId: id, periodIndex: 80, hash: '', verification: 'unverifiable' } as const;
    receipts.add({ ...receipt, contentSha256: '0'.repeat(64), contentJson: '{}', importedAtMs: NOON_MS });
    nodes.markDeleted(id, NOON_MS);
    expect(nodes.purgeDeleted(NOON_MS + 1)).toBe(0);
    expect(receipts.list(id)).toHaveLength(1);
  });

  // Catches a demo machine that is taken for the real one, or stands in its way.
  it('have one this-machine for real and one for the demo', () => {
    const { nodes } = handle.stores;
    nodes.add({ ...thisMachine(), isDemo: true }, NOON_MS);
    expect(nodes.thisMachine()).toBeUndefined();
    const real = nodes.add(thisMachine(), NOON_MS);
    expect(nodes.thisMachine()?.id).toBe(real.id);
    expect(() => nodes.add(thisMachine(), NOON_MS)).toThrow(/UNIQUE/);
  });

  // Catches a change of one node that goes to all.
  it('are saved individually', () => {
    const { nodes } = handle.stores;
    const kept = nodes.add(plannedTitan('kept'), NOON_MS);
    const changed = nodes.add(plannedTitan('changed'), NOON_MS);
    const saved = nodes.save({ ...changed, name: 'renamed', resources: null }, NOON_MS + 5);
    expect(saved).toMatchObject({ name: 'renamed', resources: null, createdAtMs: NOON_MS, updatedAtMs: NOON_MS + 5 });
    expect(nodes.get(kept.id)).toEqual(kept);
  });

  // Catches a look-up that reads the whole table.
  it('are found by their indexes', () => {
    expect(planOf('SELECT id FROM nodes WHERE id = @id')).toContain('SEARCH nodes USING INTEGER PRIMARY KEY');
    expect(planOf('SELECT id FROM nodes WHERE grid_node_id = @gridNodeId AND is_demo = 0')).toContain(
      'USING INDEX nodes_by_grid_node',
    );
    expect(
      planOf("SELECT name FROM nodes WHERE kind = 'this-machine' AND is_demo = 0 AND deleted_at_ms IS NULL"),
    ).toContain('USING INDEX nodes_one_this_machine');
  });
});
