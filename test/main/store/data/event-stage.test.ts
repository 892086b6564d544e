import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CreditEvent } from '#shared/domain/uptime/credit-types.ts';
import type { EventStage } from '#main/store/data/event-stage.ts';
import { openStores, type StoreHandle } from '#main/store/stores.ts';
import { NOON_MS, plannedTitan } from '#test/support/stores.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

const NOW_S = NOON_MS / 1000;
/** Times of these tests are in seconds from here. */
const START_S = NOW_S - 100_000;

let directory: TemporaryDirectory;
let farm: StoreHandle;
let nodeId: number;
let stage: EventStage;

const open = () => openStores({ dataDirectory: directory.path, nowMs: () => NOON_MS });
const report = (atS: number, position: number | null = null) =>
  ({ nodeId, event: ['uptime', START_S + atS, 10] as CreditEvent, position }) as const;
const seen = () => farm.stores.uptimeRecords.events(nodeId, 0, NOW_S).map(([, atS]) => atS - START_S);
const begun = (handle: StoreHandle) => {
  const found = handle.stores.imports.stageEvents('events.csv', NOON_MS);
  if (found === null) throw new Error('Another import is under way.');
  return found;
};
const abandon = (given = stage) => Array.from(given.abandon());
const fails = () => {
  throw new Error('No room.');
};
const power = (position: number) => ({ nodeId, event: ['state', START_S + 1000, 'Down'] as CreditEvent, position });

beforeEach(() => {
  directory = makeTemporaryDirectory();
  farm = open();
  nodeId = farm.stores.nodes.add(plannedTitan(), NOON_MS).id;
  stage = begun(farm);
});
afterEach(() => {
  farm.close();
  directory.remove();
});

describe('a running import of events', () => {
  // Catches figures and nodes of half an import.
  test('becomes visible as a whole when it is finished', () => {
    const { stores } = farm;
    const added = stores.nodes.add({ ...plannedTitan('New'), kind: 'imported' }, NOON_MS).id;
    stage.hideNode(added);
    expect(stage.add([report(1000), report(2000)])).toBe(2);
    const period = { index: 0, startS: 0, endS: NOW_S } as never;
    expect(seen()).toEqual([]);
    expect(stores.uptime.load([nodeId], period, NOON_MS)(nodeId)).toMatchObject({
      reports: [],
      seen: { lastReportS: null },
    });
    expect(stores.nodes.list().map(({ id }) => id)).toEqual([nodeId]);
    expect([stores.imports.list(), stores.imports.get(stage.importId)]).toEqual([[], undefined]);
    stage.finish(2, () => undefined);
    expect(seen()).toEqual([1000, 2000]);
    expect(stores.uptime.load([nodeId], period, NOON_MS)(nodeId)).toMatchObject({
      seen: { lastReportS: START_S + 2000 },
    });
    expect(stores.nodes.list().map(({ id }) => id)).toEqual([nodeId, added]);
    expect(stores.imports.list()).toMatchObject([{ rowCount: 2, file: 'events.csv' }]);
  });

  test('leaves nothing when it is abandoned or cannot be finished', () => {
    const { stores } = farm;
    stage.hideNode(stores.nodes.add({ ...plannedTitan('New'), kind: 'imported' }, NOON_MS).id);
    stage.add([report(1000)]);
    expect(() => stage.finish(1, fails)).toThrow('No room');
    expect(seen()).toEqual([]);
    abandon();
    expect(stores.nodes.list({ withDeleted: true }).map(({ id }) => id)).toEqual([nodeId]);
    stage = begun(farm);
    stage.finish(0, () => undefined);
    expect([seen(), stores.imports.list()]).toEqual([[], []]);
  });

  // Catches two imports of which one removes what the other has stored, or a start that takes a running one for left over.
  test('is the only one across all programs of the data directory', () => {
    stage.add([report(1000)]);
    const other = open();
    expect(other.stores.imports.stageEvents('b.csv', NOON_MS)).toBeNull();
    expect(farm.stores.imports.stageEvents('b.csv', NOON_MS)).toBeNull();
    stage.finish(1, () => undefined);
    expect(other.stores.uptimeRecords.events(nodeId, 0, NOW_S)).toHaveLength(1);
    abandon(begun(other));
    other.close();
    expect(seen()).toEqual([1000]);
  });

  // Catches a row of the connection that stays hidden, or goes, because a file was bringing it too.
  test.each([
    { end: 'finished', after: [1000, 2000, 3000], taken: 1, left: [1000, 2000] },
    { end: 'given up', after: [2000, 3000], taken: 2, left: [] },
  ])('hides nothing that others import meanwhile, also when it is $end', ({ end, after, taken, left }) => {
    const { imports } = farm.stores;
    const grid = imports.begin('grid', 'main', NOON_MS);
    stage.add([report(1000), report(2000)]);
    expect(imports.addEvents(grid, [report(2000, 5_000_000_000), report(3000)])).toBe(2);
    imports.addRows(grid, 2);
    expect(seen()).toEqual([2000, 3000]);
    if (end === 'finished') stage.finish(1, () => undefined);
    else abandon();
    expect(seen()).toEqual(after);
    expect(imports.takeBack(grid)).toBe(taken);
    expect(seen()).toEqual(left);
  });

  // Catches rows that two imports brought, and that go when the first is undone while the second is under way.
  test('keeps rows of an import that is undone meanwhile', () => {
    const { imports } = farm.stores;
    stage.add([report(1000)]);
    stage.finish(1, () => undefined);
    const first = stage.importId;
    stage = begun(farm);
    expect(stage.add([report(1000), report(2000)])).toBe(1);
    expect(imports.takeBack(first)).toBe(0);
    expect(seen()).toEqual([]);
    stage.finish(2, () => undefined);
    expect(seen()).toEqual([1000, 2000]);
    expect(imports.takeBack(stage.importId)).toBe(2);
  });

  // Catches an import that was given up, and all the same changed the order of events that were here before.
  test('adds the chain position to known rows when it is finished', () => {
    const { imports, uptimeRecords } = farm.stores;
    imports.addEvents(null, [power(1), report(1000)]);
    const kinds = () => uptimeRecords.events(nodeId, 0, NOW_S).map(([kind]) => kind);
    const onChain = [power(7_000_000), report(1000, 6_000_000)];
    expect(stage.add(onChain)).toBe(0);
    expect(kinds()).toEqual(['state', 'uptime']);
    abandon();
    stage = begun(farm);
    stage.add(onChain);
    stage.finish(0, () => undefined);
    expect(kinds()).toEqual(['uptime', 'state']);
  });
});
