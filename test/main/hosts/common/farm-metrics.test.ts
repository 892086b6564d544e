import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createCalls } from '#main/app/router.ts';
import { createMetrics } from '#main/hosts/common/metrics.ts';
import { startMetricsServer } from '#main/hosts/common/metrics-server.ts';
import { runFarmer } from '#test/support/cli.ts';
import { type Installation, makeInstallation } from '#test/support/installation.ts';
import { hasPromtool, metricsOf, promtool, readOpenMetrics, readScrape } from '#test/support/prometheus.ts';
import { plannedTitan } from '#test/support/stores.ts';

const RESOURCES = join(import.meta.dirname, '../../../../resources/monitoring');
const read = (name: string): string => readFileSync(join(RESOURCES, name), 'utf8');

let installation: Installation | undefined;
const computer = () => (installation ??= makeInstallation());
afterEach(() => {
  installation?.close();
  installation = undefined;
});

/** A node of the grid with reports from ten hours ago until now, but for one hour. */
function addReports({ handle: { stores }, context }: Installation): number {
  const grid = { nodeId: 42, farmId: 1, twinId: null };
  const { id } = stores.nodes.add(
    { ...plannedTitan('In the cellar'), site: 'Ghent', kind: 'imported', grid },
    Date.now(),
  );
  const startS = Math.floor(context.nowMs() / 1000) - 36_000;
  const events = Array.from({ length: 16 }, (_, index) => index * 2400)
    .filter((upS) => upS < 18_000 || upS > 24_000)
    .map((upS) => ({ nodeId: id, event: ['uptime', startS + upS, upS] as const, position: null }));
  stores.imports.addEvents(null, events);
  return startS;
}

describe('the metrics of a farm', () => {
  // Catches names and places of nodes in a monitoring server, and a 0 where nothing is known.
  it('identify a node by its number alone, and omit unknown values', async () => {
    const { stores } = computer().handle;
    const grid = { nodeId: 42, farmId: 1, twinId: null };
    stores.nodes.add({ ...plannedTitan('In the cellar'), site: 'Ghent', kind: 'imported', grid }, Date.now());
    const { text } = await (await createMetrics(computer().context)).read();
    const { samples } = readScrape(text);
    expect(text).not.toMatch(/cellar|Ghent/);
    expect(samples.get('farmer_nodes{state="unknown"}')).toBe(1);
    expect([...samples.keys()].filter((name) => name.startsWith('farmer_node_up'))).toEqual([]);
    expect([...samples.keys()].filter((name) => name.startsWith('farmer_share'))).toEqual([]);
  });

  // Catches a figure that is another one than that of the farm's own row.
  it('have the figures of the farm', async () => {
    addReports(computer());
    const nowMs = computer().context.nowMs();
    const context = { ...computer().context, nowMs: () => nowMs };
    const { samples } = readScrape((await (await createMetrics(context)).read()).text);
    const [row] = (await createCalls(context).nodes.summariseFarm({})).nodes;
    expect(row?.uptime?.creditedS?.low).toBeGreaterThan(1000);
    expect(samples.get('farmer_node_credited_seconds{node="42"}')).toBe(row?.uptime?.creditedS?.low);
    expect(samples.get('farmer_node_budget_seconds{node="42"}')).toBe(row?.uptime?.budgetLeftS?.low);
    expect(samples.get('farmer_node_last_report_timestamp_seconds{node="42"}')).toBe(row?.lastSeenS);
  });

  // Catches an alert or a panel that asks for a metric that is called otherwise, and so never fires.
  it('cover all metrics used by the alert rules and the dashboard', async () => {
    const { names } = readScrape((await (await createMetrics(computer().context)).read()).text);
    const { groups } = parse(read('farmer-alerts.yml')) as {
      groups: { name: string; rules: { alert: string; expr: string; annotations: { summary: string } }[] }[];
    };
    const { panels } = JSON.parse(read('farmer-dashboard.json')) as {
      panels: { id: number; targets: { expr: string }[] }[];
    };
    const rules = groups.flatMap((group) => group.rules);
    const expressions = [...rules, ...panels.flatMap(({ targets }) => targets)].map(({ expr }) => expr);
    expect(expressions.length).toBeGreaterThan(10);
    for (const name of expressions.flatMap(metricsOf)) expect(names).toContain(name);
    for (const { alert, annotations } of rules) {
      expect(alert).toMatch(/^Farmer[A-Za-z]+$/);
      expect(annotations.summary).not.toBe('');
    }
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });

  // Catches names and rules that this parser lets pass and Prometheus does not.
  it('are accepted by promtool', async (context) => {
    if (!hasPromtool) context.skip('promtool is not installed here');
    addReports(computer());
    expect(promtool(['check', 'metrics'], (await (await createMetrics(computer().context)).read()).text)).toBe('');
    expect(promtool(['check', 'rules', join(RESOURCES, 'farmer-alerts.yml')])).toBe('');
  });
});

describe('the metrics server of a recorder', () => {
  // Catches metrics that anybody on the computer may read, and a second way into the app.
  it('serves metrics only with the token, on this computer, and nothing else', async () => {
    addReports(computer());
    const server = await startMetricsServer(computer().context, { host: '127.0.0.1', port: 0 });
    try {
      const token = readFileSync(server.tokenPath, 'utf8').trim();
      const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
        fetch(server.url.replace('/metrics', path), { headers, method });
      const authorization = `Bearer ${token}`;
      expect((await get('/metrics')).status).toBe(401);
      expect((await get('/metrics', { authorization: `Bearer ${'x'.repeat(43)}` })).status).toBe(401);
      expect((await get('/api/nodes/list', { authorization })).status).toBe(404);
      expect((await get('/metrics', { authorization }, 'POST')).status).toBe(404);
      const answer = await get('/metrics', { authorization });
      expect(answer.status).toBe(200);
      expect(readScrape(await answer.text()).samples.has('farmer_node_credited_seconds{node="42"}')).toBe(true);
      const taken = await startMetricsServer(computer().context, {
        host: '127.0.0.1',
        port: Number(new URL(server.url).port),
      })
        .then(() => null)
        .catch((error: unknown) => error);
      expect(taken).toMatchObject({ code: 'CONFLICT' });
    } finally {
      await server.close();
    }
  });
});

describe('farmer export --format openmetrics', () => {
  // Catches a history that a monitoring server refuses, or one in which an outage is missing.
  it('exports the history of each node in the backfill format', async () => {
    const startS = addReports(computer());
    const { code, stdout } = await runFarmer(
      ['export', '--format', 'openmetrics', '--step', '600'],
      computer().directory,
    );
    expect(code).toBe(0);
    const series = readOpenMetrics(stdout);
    const reports = series.get('farmer_node_last_report_timestamp_seconds{node="42"}') ?? [];
    expect(reports.map(([atS]) => atS - startS)).toEqual([
      0, 2400, 4800, 7200, 9600, 12_000, 14_400, 16_800, 26_400, 28_800, 31_200, 33_600, 36_000,
    ]);
    const up = series.get('farmer_node_up{node="42"}') ?? [];
    expect(up.length).toBeGreaterThan(20);
    expect(up.every(([atS, value]) => atS % 600 === 0 && value >= 0 && value <= 1)).toBe(true);
    expect((await runFarmer(['export', '--format', 'openmetrics'], `${computer().directory}/none`)).stdout).toBe(
      '# EOF\n',
    );
  });

  it('is accepted by promtool', async (context) => {
    if (!hasPromtool) context.skip('promtool is not installed here');
    addReports(computer());
    const { directory } = computer();
    const { stdout } = await runFarmer(['export', '--format', 'openmetrics'], directory);
    const file = join(directory, 'farm.om');
    writeFileSync(file, stdout);
    expect(promtool(['tsdb', 'create-blocks-from', 'openmetrics', file, join(directory, 'blocks')])).toBe('');
  });
});
