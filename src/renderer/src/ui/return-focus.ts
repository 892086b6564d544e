import { useEffect, useState } from 'react';

/**
 * Returns the focus to the previous element when a dialog that is unmounted with its opener closes; permanently mounted
 * dialogs do so themselves.
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
