import { createRouterClient, implement, lazy, type RouterClient } from '@orpc/server';
import { errorBoundary } from './base.ts';
import type { AppContext } from './context.ts';

/** Every call of the product, by area. A part is loaded at its first call: a quick command never pays for the others. */
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

/** The calls of the product, made in process, with validation on both sides. */
export type AppCalls = RouterClient<typeof router>;

/** Gives the calls in process: `createCalls(context).bids.rank({})`. */
export function createCalls(context: AppContext): AppCalls {
  return createRouterClient(router, { context, interceptors: [errorBoundary(context.log)] });
}

/** All calls behind the one contract, for the hosts that carry them over a wire. The compiler asks for every one. */
export async function createRouter() {
  const { contract } = await import('#shared/contract/index.ts');
  return implement(contract).$context<AppContext>().router(router);
}

/** What {@link createRouter} gives. */
export type AppRouter = Awaited<ReturnType<typeof createRouter>>;
