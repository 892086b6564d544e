import { implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import { AREAS, type AreaName, type AreaRouter } from './areas.ts';
import type { AppContext } from './context.ts';

type AreaRouters = { readonly [N in AreaName]: AreaRouter<N> };

/** All areas behind the one contract, for the hosts that carry calls over a wire. The compiler asks for every area. */
export async function createRouter() {
  const entries = await Promise.all(
    Object.entries(AREAS).map(async ([name, load]) => [name, (await load()).default] as const),
  );
  const routers = Object.fromEntries(entries) as AreaRouters;
  return implement(contract).$context<AppContext>().router(routers);
}

/** What {@link createRouter} gives. */
export type AppRouter = Awaited<ReturnType<typeof createRouter>>;
