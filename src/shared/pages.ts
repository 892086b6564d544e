import type { Resources } from './texts/resources.ts';

/** A page of the app. */
export interface Page {
  /** Names its file `<name>-page.tsx`, its icon `<name>-icon.ts`, its texts and its title in `texts/<language>/pages.json`. */
  readonly name: keyof Resources['pages'];
  /** Its address, without the `#`. */
  readonly path: `/${string}`;
  /** The sidebar lists it, or it is a tab of the node's page; the others are reached from elsewhere. */
  readonly place: 'sidebar' | 'node' | 'elsewhere';
}

/** Every page, in the order of the sidebar and of the tabs, from which both, the desktop menu and the routes derive. */
export const PAGES: readonly Page[] = [
  { name: 'nodes', path: '/', place: 'sidebar' },
  { name: 'compare', path: '/compare', place: 'sidebar' },
  { name: 'bids', path: '/market', place: 'sidebar' },
  { name: 'rules', path: '/rules', place: 'sidebar' },
  { name: 'settings', path: '/settings', place: 'sidebar' },
  { name: 'summary', path: '/node', place: 'node' },
  { name: 'hardware', path: '/hardware', place: 'node' },
  { name: 'uptime', path: '/uptime', place: 'node' },
  { name: 'earnings', path: '/earnings', place: 'node' },
  { name: 'slices', path: '/slices', place: 'node' },
  { name: 'notifications', path: '/notifications', place: 'elsewhere' },
  { name: 'first-run', path: '/first-run', place: 'elsewhere' },
];

/** The pages of one place, in their order. */
export function pagesIn(place: Page['place']): readonly Page[] {
  return PAGES.filter((page) => page.place === place);
}

/** Addresses of earlier versions, and where they lead now; their parameters stay. */
export const MOVED_PAGES: Readonly<Record<string, `/${string}`>> = {
  '/nodes': '/',
  '/bids': '/market',
  '/exit': '/rules?part=plans',
  '/economy': '/rules?part=plans',
};
