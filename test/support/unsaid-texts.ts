import type { Page } from 'playwright-core';
import { MACHINE_TEMPLATES } from '#shared/domain/nodes/machine-templates.ts';

/** What is shown as it is in every language: names that the farmer gave, public references, figures with units. */
const AS_IT_IS = [
  /\(demo\)|^Demo\b|^This machine$/,
  /threefoldtech\/|^ThreeFold (?:forum|implementation)|^farmers manual$/,
  /^[\d.,\s·×%$€]*(?:(?:W|USD|USDC|TFT|CC|GiB|TiB|kWh|per|h|min|s)\b[\d.,\s·×%$€]*)*$/,
  // Ages come from the runtime, which has no words for a language made up.
  /\b(?:ago|in \d+ (?:minutes|hours|days|months|years))\b|^now$/,
  // A hidden field in which a library measures.
  /^autosize measurement$/,
  /^Two slices were sold within a week\.$/,
];

/** Products keep their name, before the one of their processor. */
const isProduct = (text: string) => MACHINE_TEMPLATES.some(({ name }) => text.startsWith(`${name} · `));

const SAID = /[^\x20-\x7e‘’“”–—·×→−⌊⌋⁰-⁹₀-₉ΣµΔ≥≤…]|~/;

/** Two words with none of the accents that every text of the pseudo-language has. */
function isEnglish(text: string): boolean {
  return /[a-z]{3,} [a-z]{2,}/i.test(text) && !SAID.test(text);
}

/**
 * The English sentences that a page shows in the pseudo-language of longer words: whatever has two words and none of its
 * accents came past the texts. Names and labels for screen readers count as well.
 */
export async function findUnsaidTexts(page: Page): Promise<readonly string[]> {
  const shown = await page.evaluate(() => {
    const texts: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const parent = node.parentElement?.tagName ?? '';
      if (!['SCRIPT', 'STYLE'].includes(parent)) texts.push(node.textContent ?? '');
    }
    for (const name of ['aria-label', 'title', 'placeholder']) {
      for (const element of document.querySelectorAll(`[${name}]`)) texts.push(element.getAttribute(name) ?? '');
    }
    return texts.map((text) => text.trim());
  });
  return [...new Set(shown)].filter(
    (text) => isEnglish(text) && !isProduct(text) && !AS_IT_IS.some((known) => known.test(text)),
  );
}
