import type { Page } from 'playwright-core';

/* oxlint-disable unicorn/consistent-function-scoping -- it runs in the page, where nothing else of this file exists */

/** How many pixels a measure may be off: fractions of pixels are rounded differently by each property. */
const SLACK_PX = 1;

/**
 * Everything on a page that its texts have broken, one line a finding with the element: an empty list is the goal. A
 * page is broken when it scrolls sideways, when a text does not fit its element, when something stands outside of the
 * window, and when two things that can be used lie on each other. What is meant to scroll or to be cut off with an
 * ellipsis that has its whole text as its title is no fault.
 */
export function findLayoutFaults(page: Page): Promise<readonly string[]> {
  return page.evaluate((slackPx) => {
    const USABLE = 'a[href], button, input, select, textarea, [role="tab"], [role="switch"], [role="slider"]';
    const nameOf = (element: Element): string => {
      const text = (element.textContent || element.getAttribute('aria-label') || '').trim().slice(0, 50);
      const names = [...element.classList].filter((name) => !name.startsWith('m_')).join('.');
      return `<${element.tagName.toLowerCase()} ${names}> "${text}"`;
    };
    const isShown = (element: Element): boolean =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true });
    const boxOf = (element: Element): DOMRect => element.getBoundingClientRect();
    /** Elements made for screen readers alone are one pixel large. */
    const isDrawn = (element: Element): boolean => boxOf(element).width > 2 && boxOf(element).height > 2;
    const scrolls = (element: Element, axis: 'overflowX' | 'overflowY'): boolean =>
      ['auto', 'scroll'].includes(getComputedStyle(element)[axis]);
    const isInScroller = (element: Element): boolean => {
      for (let parent = element.parentElement; parent !== null; parent = parent.parentElement) {
        if (scrolls(parent, 'overflowX') && parent !== document.documentElement) return true;
      }
      return false;
    };
    /** What stays in view covers what scrolls by, and is meant to. */
    const stuckIn = (element: Element): Element | null => {
      for (let parent: Element | null = element; parent !== null; parent = parent.parentElement) {
        if (['sticky', 'fixed'].includes(getComputedStyle(parent).position)) return parent;
      }
      return null;
    };
    const hasOwnText = (element: Element): boolean =>
      [...element.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.textContent?.trim() !== '');
    const shown = [...document.body.querySelectorAll('*')].filter(
      (element) => isShown(element) && isDrawn(element) && element.closest('svg, [aria-hidden="true"] > svg') === null,
    );
    const faults: string[] = [];

    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth + slackPx) {
      faults.push(`the page scrolls sideways: ${root.scrollWidth} in ${root.clientWidth} px`);
    }
    for (const element of shown) {
      const style = getComputedStyle(element);
      const isText = hasOwnText(element) || element.matches('button, a, label');
      const isTold = style.textOverflow === 'ellipsis' && element.closest('[title]') !== null;
      if (isText && style.display !== 'inline' && !isTold) {
        if (element.scrollWidth > element.clientWidth + slackPx && !scrolls(element, 'overflowX')) {
          faults.push(`clipped across: ${element.scrollWidth} in ${element.clientWidth} px: ${nameOf(element)}`);
        }
        const cutsDown = ['hidden', 'clip'].includes(style.overflowY);
        if (cutsDown && element.scrollHeight > element.clientHeight + slackPx) {
          faults.push(`clipped down: ${element.scrollHeight} in ${element.clientHeight} px: ${nameOf(element)}`);
        }
      }
      const box = boxOf(element);
      if (isText && (box.left < -slackPx || box.right > root.clientWidth + slackPx) && !isInScroller(element)) {
        faults.push(`outside of the window: ${Math.round(box.left)} to ${Math.round(box.right)}: ${nameOf(element)}`);
      }
    }
    // What an open dialog covers is out of reach.
    const reach = document.querySelector('[role="dialog"][aria-modal="true"]') ?? document.body;
    const usable = shown
      .filter((element) => reach.contains(element) && element.matches(USABLE))
      .map((element) => ({ element, box: boxOf(element) }));
    usable.forEach(({ element: first, box: a }, index) => {
      for (const { element: second, box: b } of usable.slice(index + 1)) {
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across <= slackPx || down <= slackPx) continue;
        if (first.contains(second) || second.contains(first) || stuckIn(first) !== stuckIn(second)) continue;
        const isAsideOfInput = first.closest('[data-position], .mantine-Input-wrapper') !== null;
        const sameInput =
          isAsideOfInput && first.closest('.mantine-Input-wrapper') === second.closest('.mantine-Input-wrapper');
        if (!sameInput) {
          faults.push(`${nameOf(first)} lies on ${nameOf(second)} by ${Math.round(across)} x ${Math.round(down)} px`);
        }
      }
    });
    return faults;
  }, SLACK_PX);
}
