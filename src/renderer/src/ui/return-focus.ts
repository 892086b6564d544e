import { useEffect, useState } from 'react';

/**
 * Gives the focus back to what had it before a dialog that comes and goes with its place in the page; a dialog that
 * stays there and is only opened and closed does so by itself.
 */
export function useReturnFocus(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      requestAnimationFrame(() => {
        const isNowhere = document.activeElement === null || document.activeElement === document.body;
        if (isNowhere && before instanceof HTMLElement && before.isConnected) before.focus();
      });
    },
    [before],
  );
}
