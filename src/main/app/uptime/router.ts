import { lazy } from '@orpc/server';
import uptime from './uptime.ts';

export default {
  ...uptime,
  periods: lazy(() => import('./periods.ts')),
  receipts: lazy(() => import('./receipts.ts')),
  wakeUps: lazy(() => import('./wake-ups.ts')),
};
