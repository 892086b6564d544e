import { lazy } from '@orpc/server';
import slices from './slices.ts';

export default { ...slices, prices: lazy(() => import('./prices.ts')) };
