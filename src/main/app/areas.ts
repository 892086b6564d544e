import { type AnyRouter, createRouterClient, type RouterClient } from '@orpc/server';
import { errorBoundary } from './base.ts';
import type { AppContext } from './context.ts';

/** Every area's handlers, each loaded when it is first asked: a quick command never pays for the others. */
export const AREAS = {
  app: () => import('./app.ts'),
  backups: () => import('./backups.ts'),
  capacity: () => import('./capacity.ts'),
  economy: () => import('./economy.ts'),
  demo: () => import('./demo.ts'),
  eligibility: () => import('./eligibility.ts'),
  exports: () => import('./exports.ts'),
  hardware: () => import('./hardware.ts'),
  nodes: () => import('./nodes.ts'),
  periods: () => import('./periods.ts'),
  projections: () => import('./projections.ts'),
  rates: () => import('./rates.ts'),
  rewards: () => import('./rewards.ts'),
  rules: () => import('./rules.ts'),
  scenarios: () => import('./scenarios.ts'),
  settings: () => import('./settings.ts'),
  slices: () => import('./slices.ts'),
  prices: () => import('./prices.ts'),
  bids: () => import('./bids.ts'),
  notifications: () => import('./notifications.ts'),
  receipts: () => import('./receipts.ts'),
  uptime: () => import('./uptime.ts'),
  wakeups: () => import('./wakeups.ts'),
};

/** The name of an area of the contract. */
export type AreaName = keyof typeof AREAS;
/** The handlers of one area. */
export type AreaRouter<N extends AreaName> = Awaited<ReturnType<(typeof AREAS)[N]>>['default'];
/** The calls of one area, made in process, with validation on both sides. */
export type AreaClient<N extends AreaName> = RouterClient<AreaRouter<N>>;

/** Loads one area and gives its calls. */
export async function openArea<N extends AreaName>(name: N, context: AppContext): Promise<AreaClient<N>> {
  const area: { readonly default: AnyRouter } = await AREAS[name]();
  const interceptors = [errorBoundary(context.log)];
  // The registry's type ties the name to its router; the library's client type cannot follow the generic.
  return createRouterClient(area.default, { context, path: [name], interceptors }) as AreaClient<N>;
}
