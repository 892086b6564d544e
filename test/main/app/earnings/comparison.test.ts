import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCalls } from '#main/app/router.ts';
import { type ComposedApp, composeApp } from '#main/compose.ts';
import type { ComparedMachine } from '#shared/contract/earnings/compared-machine.ts';
import { bestMachine, cashCourse } from '#shared/domain/earnings/comparison.ts';
import { Decimal } from '#shared/decimal.ts';
import { NOON_MS, plannedTitan } from '#test/support/stores.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

const GIB = 2 ** 30;
const RESOURCES = { cru: 32, mruBytes: 128 * GIB, sruBytes: 2000 * GIB, hruBytes: 0 };
let directory: TemporaryDirectory;
let app: ComposedApp;
let nodeId: number;

beforeEach(async () => {
  directory = makeTemporaryDirectory();
  app = composeApp({ host: 'cli', env: {}, dataDir: directory.path, nowMs: () => NOON_MS });
  const { nodes, settings } = await app.context.stores();
  settings.update(
    { rates: { tftUsd: '0.02', goldUsdPerGram: '128' }, electricity: { plan: 'flat', usdPerKwh: '0.1' } },
    NOON_MS,
  );
  const costs = {
    wattsIdle: '20',
    wattsLoaded: '20',
    electricityUsdPerKwh: null,
    hardwareCostUsd: '300',
    boughtOn: null,
  };
  nodeId = nodes.add({ ...plannedTitan(), resources: RESOURCES, isVirtual: false, costs }, NOON_MS).id;
});

afterEach(async () => {
  await app.close();
  directory.remove();
});

const described = (change: Partial<Extract<ComparedMachine, { kind: 'machine' }>>): ComparedMachine => ({
  kind: 'machine',
  template: null,
  name: 'Typed',
  resources: RESOURCES,
  wattsIdle: '20',
  wattsLoaded: '20',
  hardwareUsd: '300',
  ...change,
});

describe('machines compared side by side', () => {
  // Catches a figure of Compare that differs from the one on the node's own page.
  it('gives a node the figures of its own page, and an equal described machine the same figures', async () => {
    const calls = createCalls(app.context);
    const typed = described({});
    const { machines } = await calls.earnings.comparison.compare({ machines: [{ kind: 'node', nodeId }, typed] });
    const { money, watts, paybackMonths } = await calls.nodes.getMoney({ id: nodeId });
    for (const row of machines) expect(row).toMatchObject({ money, watts, paybackMonths, verdict: 'eligible' });
    expect(machines[0]?.cash?.[0]).toBe('-300');
  });

  // Catches a node of 0 W, which is allowed, whose copy is refused.
  it('compares and stores a machine of 0 W, as a node may have', async () => {
    const calls = createCalls(app.context);
    const machines = [described({ wattsIdle: '0', wattsLoaded: '0' })];
    const [row] = (await calls.earnings.comparison.compare({ machines })).machines;
    expect(row?.money).toMatchObject({ state: 'known', powerUsd: '0' });
    expect((await calls.settings.update({ comparedMachines: machines })).comparedMachines).toEqual(machines);
  });

  it('marks the machine with the most cash, or the highest net while a price is unknown', async () => {
    const { compare } = createCalls(app.context).earnings.comparison;
    const cheap = described({ name: 'Cheap', hardwareUsd: '100' });
    expect((await compare({ machines: [described({}), cheap] })).best).toEqual({ position: 1, by: 'cash' });
    const unpriced = described({ name: 'Unpriced', hardwareUsd: null, wattsIdle: '10', wattsLoaded: '10' });
    expect((await compare({ machines: [described({}), unpriced] })).best).toEqual({ position: 1, by: 'net' });
  });

  // Catches an ineligible guest ranked at the top, and a winner out of missing numbers.
  it('marks no machine that is not eligible, lacks a number or loses money', async () => {
    const { compare } = createCalls(app.context).earnings.comparison;
    const { nodes } = await app.context.stores();
    const guest = nodes.add({ ...plannedTitan('Guest'), kind: 'imported', isVirtual: true }, NOON_MS).id;
    const noWatts = described({ name: 'No watts', wattsIdle: null, wattsLoaded: null });
    const arm = described({ name: 'Small board', template: 'raspberry-pi-5' });
    const { machines, best } = await compare({
      machines: [described({}), noWatts, { kind: 'node', nodeId: guest }, arm],
    });
    expect(machines[1]).toMatchObject({ money: { state: 'missing', missing: ['watts'] }, cash: null });
    expect(best).toBeNull();
    const dear = [described({ hardwareUsd: '5000' }), described({ hardwareUsd: '5001' })];
    expect((await compare({ machines: dear })).best).toBeNull();
    expect(machines[3]?.verdict).toBe('not-eligible');
    const hungry = described({ wattsIdle: '9000', wattsLoaded: '9000' });
    expect(
      (await compare({ machines: [hungry, described({ wattsIdle: '8000', wattsLoaded: '8000' })] })).best,
    ).toBeNull();
  });

  it('stores the chosen machines', async () => {
    const { settings } = createCalls(app.context);
    expect((await settings.get()).comparedMachines).toBeNull();
    const chosen = [{ kind: 'node', nodeId } as const, described({})];
    expect((await settings.update({ comparedMachines: chosen })).comparedMachines).toEqual(chosen);
  });

  // The payback of the table and the crossing of the line are one figure.
  it('has zero cash in the month of the payback', () => {
    const netUsd = new Decimal('8.42');
    const amounts = { grossUsd: netUsd, powerUsd: new Decimal(0), otherUsd: new Decimal(0), netUsd };
    const money = { state: 'known', ...amounts, breakEvenTftPriceUsd: null, breakEvenKwhPriceUsd: null } as const;
    const cash = cashCourse('300', money);
    expect(cash?.findIndex((amount) => amount.gte(0))).toBe(36);
    expect(bestMachine([])).toBeNull();
  });
});
