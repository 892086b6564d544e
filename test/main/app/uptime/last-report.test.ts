import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AppCalls, createCalls } from '#main/app/router.ts';
import { type ComposedApp, composeApp } from '#main/compose.ts';
import { periodByIndex } from '#shared/domain/uptime/periods.ts';
import { standingOf } from '#shared/domain/uptime/standing.ts';
import { gridProxyFarm } from '#test/support/farm-of.ts';
import { importReports } from '#test/support/import-reports.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

const PERIOD = periodByIndex(92);
const HOUR_S = 3600;
const NOW_S = PERIOD.startS + 10 * 24 * HOUR_S;
const REPORT_S = 2400;

let directory: TemporaryDirectory;
let app: ComposedApp;
let calls: AppCalls;
let nodeId: number;

beforeEach(async () => {
  directory = makeTemporaryDirectory();
  app = composeApp({ host: 'cli', env: {}, dataDir: directory.path, nowMs: () => NOW_S * 1000 });
  calls = createCalls(app.context);
  await calls.nodes.importNodes({ text: gridProxyFarm(1) });
  nodeId = (await calls.nodes.list({})).nodes[0]?.id ?? 0;
});
afterEach(async () => {
  await app.close();
  directory.remove();
});

async function report(rows: readonly (readonly [atS: number, uptimeS: number])[]): Promise<void> {
  const text = `node,timestamp,uptime\n${rows.map((row) => `5000,${row.join(',')}`).join('\n')}\n`;
  await importReports(await app.context.stores(), { text, nowMs: NOW_S * 1000, nodeId });
}

describe('the last report of a node', () => {
  // Catches a node that has been silent for nine hours and is still shown as on its target.
  it('makes the node quiet after 9 h, also on the farm', async () => {
    const lastS = NOW_S - 9 * HOUR_S;
    const count = Math.floor((lastS - PERIOD.startS) / REPORT_S);
    await report(
      Array.from(
        { length: count },
        (_, back) => [lastS - back * REPORT_S, 30 * 24 * HOUR_S - back * REPORT_S] as const,
      ),
    );
    const summary = await calls.uptime.getSummary({ nodeId });
    expect([standingOf(summary), summary.quietSinceS]).toEqual(['quiet', lastS]);
    const { nodes, totals } = await calls.nodes.summariseFarm();
    expect(nodes).toMatchObject([{ concern: 'quiet', uptime: { standing: 'quiet', quietSinceS: lastS } }]);
    expect(totals).toMatchObject({ standings: { quiet: 1 } });
  });

  // Catches a period that counts as missed although nothing is known of it.
  it('is no evidence about the period before when it is the only one', async () => {
    await report([[NOW_S - 600, 2 * HOUR_S]]);
    const before = await calls.uptime.getSummary({ nodeId, periodIndex: PERIOD.index - 1 });
    expect(standingOf(before)).toBe('not-watched');
    const now = await calls.uptime.getSummary({ nodeId });
    expect(standingOf(now)).toBe('partly-watched');
    const { eligibility } = await calls.hardware.eligibility.checkNode({ nodeId });
    expect(eligibility.checks.find(({ id }) => id === 'uptime-history')).toMatchObject({ state: 'unknown' });
    const { nodes } = await calls.nodes.summariseFarm();
    expect(nodes).toMatchObject([{ concern: 'partly-watched' }]);
  });
});
