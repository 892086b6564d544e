import { lazy } from '@orpc/server';
import rules from './rules.ts';

export default { ...rules, policies: lazy(() => import('./policies.ts')) };
