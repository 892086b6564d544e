import { lazy } from '@orpc/server';
import notifications from './notifications.ts';

export default { ...notifications, channels: lazy(() => import('./channels.ts')) };
