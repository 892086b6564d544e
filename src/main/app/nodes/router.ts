import { lazy } from '@orpc/server';
import farm from './farm.ts';
import nodes from './nodes.ts';

export default {
  ...nodes,
  ...farm,
  templates: lazy(() => import('./templates.ts')),
  costs: lazy(() => import('./costs.ts')),
  sites: lazy(() => import('./sites.ts')),
};
