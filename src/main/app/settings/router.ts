import { lazy } from '@orpc/server';
import settings from './settings.ts';

export default {
  ...settings,
  rates: lazy(() => import('./rates.ts')),
  money: lazy(() => import('./money.ts')),
};
