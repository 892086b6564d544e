import type { Resources } from './texts/resources.ts';

/** A page of the app. */
export interface Page {
  /** Names its file `<name>-page.tsx`, its icon `<name>-icon.ts`, its texts and its title in `texts/<language>/pages.json`. */
  readonly name: keyof Resources['pages'];
  /** Its address, without the `#`. */
  readonly path: `/${string}`;
  /** Whether it stands in the sidebar and the desktop menu; the others are reached from elsewhere. */
  readonly isListed: boolean;
}

/** Every page, in the order of the sidebar and the desktop menu, from which both, the routes and the shortcuts derive. */
export const PAGES: readonly Page[] = [
  { name: 'overview', path: '/', isListed: true },
  { name: 'nodes', path: '/nodes', isListed: true },
  { name: 'hardware', path: '/hardware', isListed: true },
  { name: 'uptime', path: '/uptime', isListed: true },
  { name: 'earnings', path: '/earnings', isListed: true },
  { name: 'slices', path: '/slices', isListed: true },
  { name: 'bids', path: '/bids', isListed: true },
  { name: 'economy', path: '/exit', isListed: true },
  { name: 'rules', path: '/rules', isListed: true },
  { name: 'settings', path: '/settings', isListed: true },
  { name: 'notifications', path: '/notifications', isListed: false },
  { name: 'first-run', path: '/first-run', isListed: false },
];

/** The pages of the sidebar and of the desktop menu. */
export const LISTED_PAGES = PAGES.filter((page) => page.isListed);
