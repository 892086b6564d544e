import {
  IconActivityHeartbeat,
  IconBell,
  IconCoins,
  IconDoorExit,
  IconGauge,
  IconGavel,
  IconLayoutGrid,
  IconScale,
  IconSeeding,
  IconServer2,
  IconSettings,
  IconTractor,
} from '@tabler/icons-react';
import type { Icon } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { lazy } from 'react';
import { loadTextsOf } from './i18n.ts';

interface LoadedPage {
  readonly default: ComponentType;
}

/** A screen in the sidebar; its name is the text `nav.<area>`. */
export interface Destination {
  readonly area: string;
  readonly path: string;
  readonly icon: Icon;
  /** Loads the page and its texts side by side, each once. */
  readonly load: () => Promise<LoadedPage>;
  readonly Screen: ComponentType;
}

type Pages = Readonly<Record<string, () => Promise<LoadedPage>>>;

const pages: Pages = import.meta.glob<LoadedPage>('../features/**/*-page.tsx');

function screen(area: string, path: string, icon: Icon): readonly Destination[] {
  const page = Object.entries(pages).find(([file]) => file.endsWith(`/${area}-page.tsx`))?.[1];
  if (page === undefined) return [];
  const load = async (): Promise<LoadedPage> => {
    const [loaded] = await Promise.all([page(), loadTextsOf(area)]);
    return loaded;
  };
  return [{ area, path, icon, load, Screen: lazy(load) }];
}

/** A screen that is reached from others, not from the sidebar's list. */
const sideScreen = screen;

/** Screens that are reached from others. */
export const SIDE_ROUTES: readonly Destination[] = [
  ...sideScreen('notifications', '/notifications', IconBell),
  ...sideScreen('first-run', '/first-run', IconSeeding),
];

/** Every screen in the sidebar's order, each loaded when it is first opened. */
export const DESTINATIONS: readonly Destination[] = [
  ...screen('overview', '/', IconGauge),
  ...screen('nodes', '/nodes', IconTractor),
  ...screen('hardware', '/hardware', IconServer2),
  ...screen('uptime', '/uptime', IconActivityHeartbeat),
  ...screen('earnings', '/earnings', IconCoins),
  ...screen('slices', '/slices', IconLayoutGrid),
  ...screen('bids', '/bids', IconGavel),
  ...screen('economy', '/exit', IconDoorExit),
  ...screen('rules', '/rules', IconScale),
  ...screen('settings', '/settings', IconSettings),
];

/**
 * Loads the screens that were not opened yet, one after another, so that a change of page waits for nothing and works
 * while the program does not answer. A screen that does not come is asked for again when it is opened.
 */
export async function loadEveryScreen(): Promise<void> {
  for (const { load } of [...DESTINATIONS, ...SIDE_ROUTES]) {
    await load().catch(() => undefined);
  }
}
