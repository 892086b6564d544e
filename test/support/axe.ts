import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/**
 * Everything that axe finds wrong on a page, one line a finding with the element: an empty list is the goal.
 * Animations are let end first, because a half-faded text has the contrast of neither state. Our pages have no frames, so
 * axe runs in the page itself instead of opening another one, which the desktop would refuse.
 */
export async function findAccessibilityFaults(page: Page): Promise<readonly string[]> {
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)));
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) =>
      `${id}: ${help}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`.replaceAll(/\s+/g, ' '),
    ),
  );
}
