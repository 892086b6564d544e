import { createRouterClient, implement, lazy, type RouterClient } from '@orpc/server';
import { errorBoundary } from './base.ts';
import type { AppContext } from './context.ts';

/** All calls by area. Each part is loaded at its first call, so that a short command does not load the others. */
const router = {
  app: lazy(() => import('./app/app.ts')),
  nodes: lazy(() => import('./nodes/router.ts')),
  grid: lazy(() => import('./grid/grid.ts')),
  share: lazy(() => import('./share/share.ts')),
  hardware: {
    readings: lazy(() => import('./hardware/hardware.ts')),
    eligibility: lazy(() => import('./hardware/eligibility.ts')),
    capacity: lazy(() => import('./hardware/capacity.ts')),
  },
  uptime: lazy(() => import('./uptime/router.ts')),
  earnings: {
    comparison: lazy(() => import('./earnings/comparison.ts')),
    projections: lazy(() => import('./earnings/projections.ts')),
    rewards: lazy(() => import('./earnings/rewards.ts')),
    scenarios: lazy(() => import('./earnings/scenarios.ts')),
  },
  slices: lazy(() => import('./slices/router.ts')),
  bids: lazy(() => import('./bids/bids.ts')),
  economy: lazy(() => import('./economy/economy.ts')),
  rules: lazy(() => import('./rules/router.ts')),
  notifications: lazy(() => import('./notifications/router.ts')),
  settings: lazy(() => import('./settings/router.ts')),
  data: {
    backups: lazy(() => import('./data/backups.ts')),
    exports: lazy(() => import('./data/exports.ts')),
    imports: lazy(() => import('./data/imports.ts')),
    doctor: lazy(() => import('./data/doctor.ts')),
    demo: lazy(() => import('./data/demo.ts')),
  },
};

/** All calls, made in process, with validation of input and output. */
export type AppCalls = RouterClient<typeof router>;

/** Makes the calls available in process: `createCalls(context).bids.rank({})`. */
export function createCalls(context: AppContext): AppCalls {
  return createRouterClient(router, { context, interceptors: [errorBoundary(context.log)] });
}

/** All calls of the contract, for hosts that serve them over a connection. The compiler checks that none is missing. */
export async function createRouter() {
  const { contract } = await import('#shared/contract/index.ts');
  return implement(contract).$context<AppContext>().router(router);
}

export type AppRouter = Awaited<ReturnType<typeof createRouter>>;
