import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createMetrics } from '#main/hosts/common/metrics.ts';
import { type Installation, makeInstallation } from '#test/support/installation.ts';
import { plannedTitan } from '#test/support/stores.ts';

const RESOURCES = join(import.meta.dirname, '../../../../resources/monitoring');
const read = (name: string): string => readFileSync(join(RESOURCES, name), 'utf8');

/** The names that are described and the lines of a scrape. @throws Error for a line that no monitoring server takes */
function readScrape(text: string) {
  const names = new Set<string>();
  const samples = new Map<string, number>();
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const described = /^# (?:HELP|TYPE) (\w+) /.exec(line)?.[1];
    const sample = /^(\w+(?:\{(?:\w+="[^"\\\n]*",?)*\})?) (-?[\d.e+-]+|Nan|[+-]Inf)$/.exec(line);
    if (described !== undefined) names.add(described);
    else if (sample?.[1] !== undefined) samples.set(sample[1], Number(sample[2]));
    else throw new Error(`Not a line of a scrape: ${line}`);
  }
  return { names, samples };
}

describe('the metrics of a farm', () => {
  let installation: Installation | undefined;
  afterEach(() => {
    installation?.close();
    installation = undefined;
  });

  // Catches names and places of nodes in a monitoring server, and a 0 where nothing is known.
  it('name a node by its number alone, and leave out what is not known', async () => {
    installation = makeInstallation();
    const { stores } = installation.handle;
    const nowMs = Date.now();
    const grid = { nodeId: 42, farmId: 1, twinId: null };
    stores.nodes.add({ ...plannedTitan('In the cellar'), site: 'Ghent', kind: 'imported', grid }, nowMs);
    const metrics = await createMetrics(installation.context);
    const { text } = await metrics.read();
    const { samples } = readScrape(text);
    expect(text).not.toMatch(/cellar|Ghent/);
    expect(samples.get('farmer_nodes{state="unknown"}')).toBe(1);
    expect([...samples.keys()].filter((name) => name.startsWith('farmer_node_up'))).toEqual([]);
    expect([...samples.keys()].filter((name) => name.startsWith('farmer_share'))).toEqual([]);
  });

  // Catches an alert or a panel that asks for a metric that is called otherwise, and so never fires.
  it('are all that alerts and the dashboard ask for', async () => {
    installation = makeInstallation();
    const { names } = readScrape((await (await createMetrics(installation.context)).read()).text);
    const { groups } = parse(read('farmer-alerts.yml')) as {
      groups: { rules: { alert: string; expr: string; annotations: { summary: string } }[] }[];
    };
    const { panels } = JSON.parse(read('farmer-dashboard.json')) as { panels: { targets: { expr: string }[] }[] };
    const expressions = [
      ...groups.flatMap(({ rules }) => rules.map(({ expr }) => expr)),
      ...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
    ];
    expect(expressions.length).toBeGreaterThan(10);
    for (const name of expressions.flatMap((expression) => expression.match(/farmer_\w+/g) ?? [])) {
      expect(names).toContain(name);
    }
  });
});
