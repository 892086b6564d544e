import { lazy } from '@orpc/server';
import nodes from './nodes.ts';

export default {
  ...nodes,
  templates: lazy(() => import('./templates.ts')),
  costs: lazy(() => import('./costs.ts')),
  sites: lazy(() => import('./sites.ts')),
};
