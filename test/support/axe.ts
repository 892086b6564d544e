import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import type { RunningApp } from './app-hosts.ts';
import { type Theme, THEMES } from './browser.ts';

/** The rules of axe that the colours of a theme can break. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** In place of its source, where axe stands in the page from an earlier look. */
const NOTHING = 'void 0';

/**
 * Everything that axe finds wrong on a page, one line a finding with the element: an empty list is the goal.
 * Animations are let end first, because a half-faded text has the contrast of neither state. Our pages have no frames, so
 * axe runs in the page itself instead of opening another one, which the desktop would refuse. What passed is not listed:
 * to describe every sound element takes as long as to look at it.
 * @param theme in the dark one only the colours are looked at: nothing else differs from the light one
 */
export async function findAccessibilityFaults(page: Page, theme: Theme = 'light'): Promise<readonly string[]> {
  const isThere = await page.evaluate(async () => {
    await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
    return 'axe' in window;
  });
  const builder = new AxeBuilder(isThere ? { page, axeSource: NOTHING } : { page }).setLegacyMode();
  builder.options({ resultTypes: ['violations'] });
  const { violations } = await (theme === 'dark' ? builder.withRules(COLOUR_RULES) : builder).analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) =>
      `${id}: ${help}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`.replaceAll(/\s+/g, ' '),
    ),
  );
}

/** What {@link findAccessibilityFaults} finds on the page that an app shows, in one theme after the other; leaves it in the light one. */
export async function findFaultsInBothThemes({ page, useTheme }: RunningApp): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const theme of THEMES.toReversed()) {
    await useTheme(theme);
    faults.push(...(await findAccessibilityFaults(page, theme)).map((fault) => `${theme}: ${fault}`));
  }
  return faults;
}
