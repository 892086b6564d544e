import { lazy } from '@orpc/server';
import nodes from './nodes.ts';

export default { ...nodes, templates: lazy(() => import('./templates.ts')) };
