import { type AnyRouter, createRouterClient, type RouterClient } from '@orpc/server';
import { errorBoundary } from './base.ts';
import type { AppContext } from './context.ts';

/** Every area's handlers, each loaded when it is first asked: a quick command never pays for the others. */
export const AREAS = {
  app: () => import('./app/app.ts'),
  backups: () => import('./data/backups.ts'),
  capacity: () => import('./hardware/capacity.ts'),
  economy: () => import('./economy/economy.ts'),
  demo: () => import('./data/demo.ts'),
  eligibility: () => import('./hardware/eligibility.ts'),
  exports: () => import('./data/exports.ts'),
  hardware: () => import('./hardware/hardware.ts'),
  nodes: () => import('./nodes/nodes.ts'),
  periods: () => import('./uptime/periods.ts'),
  projections: () => import('./earnings/projections.ts'),
  rates: () => import('./settings/rates.ts'),
  rewards: () => import('./earnings/rewards.ts'),
  rules: () => import('./rules/rules.ts'),
  scenarios: () => import('./earnings/scenarios.ts'),
  settings: () => import('./settings/settings.ts'),
  slices: () => import('./slices/slices.ts'),
  prices: () => import('./slices/prices.ts'),
  bids: () => import('./bids/bids.ts'),
  notifications: () => import('./notifications/notifications.ts'),
  receipts: () => import('./uptime/receipts.ts'),
  uptime: () => import('./uptime/uptime.ts'),
  wakeups: () => import('./uptime/wake-ups.ts'),
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
