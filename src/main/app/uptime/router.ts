import { lazy } from '@orpc/server';
import eventFiles from './event-files.ts';
import planning from './planning.ts';
import uptime from './uptime.ts';

export default {
  ...uptime,
  ...planning,
  ...eventFiles,
  periods: lazy(() => import('./periods.ts')),
  payouts: lazy(() => import('./payouts.ts')),
  receipts: lazy(() => import('./receipts.ts')),
  wakeUps: lazy(() => import('./wake-ups.ts')),
};
