import { lazy } from '@orpc/server';
import settings from './settings.ts';

export default {
  ...settings,
  rates: lazy(() => import('./rates.ts')),
  markets: lazy(() => import('./markets.ts')),
  money: lazy(() => import('./money.ts')),
};
