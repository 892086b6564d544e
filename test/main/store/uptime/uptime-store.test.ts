import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { periodAt } from '#shared/domain/uptime/periods.ts';
import { DAY_S } from '#shared/units.ts';
import { createStores } from '#main/store/stores.ts';
import { openMemoryDatabase } from '#main/store/database.ts';
import { migrate } from '#main/store/migrate.ts';
import { NOON_MS, plannedTitan } from '#test/support/stores.ts';

const PERIOD = periodAt(NOON_MS / 1000);
const { startS } = PERIOD;

const database = openMemoryDatabase();
const stores = createStores(database);
let ids: number[];
beforeAll(() => {
  migrate(database, { backupDirectory: null, nowMs: NOON_MS });
  ids = Array.from({ length: 5 }, (_, at) => stores.nodes.add(plannedTitan(`Node ${at}`), NOON_MS).id);
  // The last one has nothing; of the others each has everything, a little later than the one before.
  for (const [at, id] of ids.slice(0, -1).entries()) {
    const bootId = stores.uptime.addBoot(id, 'boot', (startS + at * DAY_S) * 1000);
    stores.uptime.endSpan(stores.uptime.addSpan(bootId, 60_000, 'cli'), DAY_S * 1000 - at, 'quit');
    stores.reachability.addSpan(bootId, 3_600_000, 3_660_000 + at);
    stores.uptime.addClockStep(id, { atMs: (startS + at) * 1000, stepMs: 5000 + at });
    stores.uptimeRecords.addMaintenance(id, { startS: startS + at, endS: startS + 100, note: `of ${at}` }, NOON_MS);
    stores.imports.addEvents(null, [
      { nodeId: id, event: ['uptime', startS + 2400 * (at + 1), 2400], position: null },
      { nodeId: id, event: ['state', startS - DAY_S + at, 'Down'], position: 1 },
      { nodeId: id, event: ['target', startS - 2 * DAY_S, 'Up'], position: 2 },
      { nodeId: id, event: ['state', startS + 600 + at, 'Up'], position: 3 },
    ]);
  }
});
afterAll(() => database.close());

describe('the records of many nodes', () => {
  // Catches a row that lands on another node when many are read at once.
  test('equal those of each node read alone', () => {
    const { uptime } = stores;
    const together = uptime.load(ids, PERIOD, NOON_MS);
    for (const id of ids) {
      expect(together(id)).toEqual(uptime.load([id], PERIOD, NOON_MS)(id));
    }
    expect(together(ids[2] ?? 0)).toMatchObject({
      reports: [{ atS: startS + 7200, upS: 2400 }],
      powerEvents: [{ kind: 'state', atS: startS + 602, power: 'Up' }],
      stateBefore: { atS: startS - DAY_S + 2, power: 'Down' },
      targetBefore: { power: 'Up' },
      lastState: { power: 'Up' },
      boots: [{ bootId: 'boot', spans: [{ end: 'quit' }] }],
      unreachable: [{ startS: startS + 2 * DAY_S + 3600 }],
      maintenance: [{ note: 'of 2' }],
      clockSteps: [{ stepMs: 5002 }],
      seen: { firstSeenMs: (startS + 4800) * 1000, lastReportS: startS + 7200 },
    });
  });

  test('are empty for a node without records', () => {
    expect(stores.uptime.load(ids, PERIOD, NOON_MS)(ids.at(-1) ?? 0)).toMatchObject({
      reports: [],
      powerEvents: [],
      stateBefore: null,
      targetBefore: null,
      lastState: null,
      boots: [],
      unreachable: [],
      maintenance: [],
      clockSteps: [],
      seen: { firstSeenMs: null, lastReportS: null, lastBeatMs: null },
    });
  });
});
