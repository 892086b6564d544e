import { lazy } from '@orpc/server';
import planning from './planning.ts';
import uptime from './uptime.ts';
import uptimeExport from './uptime-export.ts';

export default {
  ...uptime,
  ...planning,
  ...uptimeExport,
  periods: lazy(() => import('./periods.ts')),
  payouts: lazy(() => import('./payouts.ts')),
  receipts: lazy(() => import('./receipts.ts')),
  wakeUps: lazy(() => import('./wake-ups.ts')),
};
