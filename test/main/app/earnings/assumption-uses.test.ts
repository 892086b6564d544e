import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCalls } from '#main/app/router.ts';
import { type ComposedApp, composeApp } from '#main/compose.ts';
import type { StatedAssumption } from '#shared/contract/earnings/assumptions.ts';
import type { KnownProjection } from '#shared/contract/earnings/projections.ts';
import { DEFAULT_SCENARIO } from '#shared/contract/earnings/scenarios.ts';
import { RULE_SETS } from '#shared/domain/rules/registry.ts';
import { NOON_MS } from '#test/support/stores.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';
import { knownProjection } from '#test/support/known-projection.ts';

const GIB = 1_073_741_824;
const MACHINE = {
  resources: { cru: 8, mruBytes: 32 * GIB, sruBytes: 1000 * GIB, hruBytes: 500 * GIB },
  certification: 'diy',
  policy: 1,
  isVirtual: false,
  connectionPriceMusd: 80,
};
const TARIFF = { kind: 'flat', usdPerKwh: '0.2' } as const;
const SCENARIO = {
  months: 3,
  tftPriceUsd: '0.1',
  uptime: { source: 'fixed', permille: 990 },
  usage: { slices: 7, pricePerSlice: '5', currency: 'USD', utilisation: '0.4' },
  traffic: { nuGib: '10', ipv4Seconds: 36_000 },
  uncertainty: {
    priceVolatility: '0.2',
    priceDrift: '0.01',
    utilisationDeviation: '0.1',
    outages: { source: 'rate', perMonth: '3', meanHours: '10' },
  },
  spread: { price: '0.5', utilisation: '0.2' },
  costs: { ...DEFAULT_SCENARIO.costs, wattsIdle: '60', wattsLoaded: '120', hardwareUsd: '900', tariff: TARIFF },
};
const { resources } = MACHINE;
const { uncertainty } = SCENARIO;

/** One value of the machine or the scenario changed, by the assumption that names it. */
const CHANGES: Readonly<Record<string, { readonly machine?: object; readonly scenario?: object }>> = {
  cru: { machine: { resources: { ...resources, cru: 2 } } },
  mru: { machine: { resources: { ...resources, mruBytes: 8 * GIB } } },
  sru: { machine: { resources: { ...resources, sruBytes: 100 * GIB } } },
  hru: { machine: { resources: { ...resources, hruBytes: 4000 * GIB } } },
  certification: { machine: { certification: 'certified' } },
  policy: { machine: { policy: 2 } },
  virtual: { machine: { isVirtual: true } },
  'connection-price': { machine: { connectionPriceMusd: 50 } },
  'tft-price': { scenario: { tftPriceUsd: '0.2' } },
  'public-traffic': { scenario: { traffic: { ...SCENARIO.traffic, nuGib: '5000' } } },
  'ipv4-time': { scenario: { traffic: { ...SCENARIO.traffic, ipv4Seconds: 7_200_000 } } },
  uptime: { scenario: { uptime: { source: 'fixed', permille: 960 } } },
  'case-price': { scenario: { spread: { ...SCENARIO.spread, price: '0.3' } } },
  'price-volatility': { scenario: { uncertainty: { ...uncertainty, priceVolatility: '0.4' } } },
  'price-drift': { scenario: { uncertainty: { ...uncertainty, priceDrift: '0.05' } } },
};

const directory = makeTemporaryDirectory();
let app: ComposedApp;
beforeAll(() => {
  app = composeApp({ host: 'cli', env: {}, dataDir: directory.path, nowMs: () => NOON_MS });
});
afterAll(async () => {
  await app.close();
  directory.remove();
});

async function projectionOf(rules: string, change: (typeof CHANGES)[string] = {}): Promise<KnownProjection> {
  const area = createCalls(app.context).earnings.projections;
  const asked = {
    subject: { kind: 'machine', label: 'M', ...MACHINE, ...change.machine },
    scenario: { ...SCENARIO, ...change.scenario, rules },
    simulation: { seed: 1, paths: 200 },
  };
  return knownProjection(await area.project(asked as Parameters<typeof area.project>[0]));
}

/** Amounts differ by less than a cent where a TFT amount was floored to its seventh place. */
const cents = (text: string) => Number(text).toFixed(2);

function casesOf({ months, cases }: KnownProjection): string {
  return JSON.stringify([
    months.map((month) => [month.rewardTft, cents(month.net)]),
    [cases.low, cases.expected, cases.high].map(({ totalNet }) => cents(totalNet)),
  ]);
}

function drawnOf({ simulation }: KnownProjection): string {
  return [simulation?.total.p10, simulation?.total.p50, simulation?.total.p90]
    .map((total) => cents(total ?? ''))
    .join();
}

function usedIn(before: KnownProjection, after: KnownProjection): StatedAssumption['usedIn'] {
  const isInCases = casesOf(before) !== casesOf(after);
  const isDrawn = drawnOf(before) !== drawnOf(after);
  return isInCases ? (isDrawn ? 'all' : 'cases') : isDrawn ? 'simulation' : 'none';
}

describe('the figures affected by an assumption', () => {
  // Catches a farming policy that nobody is told of, and values said to move figures of a rule set that ignores them.
  it.each(RULE_SETS.map(({ id }) => id))('%s: changing the value affects exactly the stated figures', async (rules) => {
    const before = await projectionOf(rules);
    const said = Object.fromEntries(before.assumptions.map((assumption) => [assumption.id, assumption.usedIn]));
    const found = await Promise.all(
      Object.entries(CHANGES).map(
        async ([id, change]) => [id, usedIn(before, await projectionOf(rules, change))] as const,
      ),
    );
    expect(Object.fromEntries(Object.keys(CHANGES).map((id) => [id, said[id]]))).toEqual(Object.fromEntries(found));
  });
});
