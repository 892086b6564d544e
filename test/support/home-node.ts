import { afterEach, beforeEach } from 'vitest';
import { createCalls } from '#main/app/router.ts';
import { type ComposedApp, composeApp } from '#main/compose.ts';
import { toFarmerError } from '#shared/contract/transport-error.ts';
import type { FarmerError } from '#shared/errors.ts';
import { GIB_BYTES } from '#shared/units.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from './temporary.ts';

/** A published 3Node Home. */
export const HOME = { cru: 16, mruBytes: 32 * GIB_BYTES, sruBytes: 1000 * GIB_BYTES, hruBytes: 0 };

function areasOf({ context }: ComposedApp) {
  const { nodes, slices, bids, settings, earnings } = createCalls(context);
  return { nodes, slices, prices: slices.prices, bids, settings, projections: earnings.projections };
}

/** Apps on one data directory a test, each like a process of its own, at the time of a clock that the test moves. */
export function useApps() {
  const clock = { nowMs: 0 };
  const apps: ComposedApp[] = [];
  let directory: TemporaryDirectory;
  beforeEach(() => {
    directory = makeTemporaryDirectory();
    clock.nowMs = 1_790_000_000_000;
  });
  afterEach(async () => {
    await Promise.all(apps.splice(0).map((app) => app.close()));
    directory.remove();
  });
  const startApp = () => {
    const app = composeApp({
      host: 'cli',
      env: { FARMER_DATA_DIR: directory.path, FARMER_SEARCH_SECONDS: '50' },
      nowMs: () => clock.nowMs,
    });
    apps.push(app);
    return areasOf(app);
  };
  /** A planned 3Node Home with its published PassMark: seven slices of 4 GiB. */
  const withHome = async (costs = {}) => {
    const areas = startApp();
    const node = await areas.nodes.addPlanned({
      name: 'Home',
      resources: HOME,
      costs: {
        wattsIdle: '40',
        wattsLoaded: '40',
        electricityUsdPerKwh: '0.25',
        hardwareCostUsd: '504',
        boughtOn: null,
        ...costs,
      },
    });
    await areas.slices.updatePlan({
      nodeId: node.id,
      patch: { passmark: { value: 22_000, basis: 'given', uncertaintyPercent: 0, note: '' } },
    });
    return { ...areas, nodeId: node.id, sliceId: `${node.id}:economics-2025` };
  };
  return { clock, startApp, withHome };
}

/** The calls of one app. */
export type Areas = ReturnType<typeof areasOf>;

function bidFile(...bids: readonly object[]): string {
  const common = { buyer: 'Ada', vcpus: 1, memory_gib: 4, ssd_gib: 50, gpus: 0, months: 2, currency: 'USD' };
  return JSON.stringify({ format: 1, bids: bids.map((bid) => ({ price_per_month: 9, ...common, ...bid })) });
}

/** Imports bids for one slice of 4 GiB at 9 USD over two months, but for what is given. */
export async function importBids({ bids }: Pick<Areas, 'bids'>, ...given: readonly object[]) {
  return bids.importFile({ text: bidFile(...given) });
}

/** The error that a call is refused with. */
export async function refusalOf(work: Promise<unknown>): Promise<FarmerError> {
  const outcome = await work.then(
    () => new Error('Nothing was refused.'),
    (error: unknown) => error,
  );
  const refusal = toFarmerError(outcome);
  if (refusal === null) throw outcome;
  return refusal;
}
