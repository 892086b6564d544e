import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';

/**
 * The time when printing started, in unix seconds; null otherwise. Elements for print are rendered before the browser
 * takes the snapshot.
 */
export function usePrintedAt(): number | null {
  const [printedAtS, setPrintedAtS] = useState<number | null>(null);
  useEffect(() => {
    const begin = () => flushSync(() => setPrintedAtS(Math.floor(Date.now() / 1000)));
    const end = () => setPrintedAtS(null);
    addEventListener('beforeprint', begin);
    addEventListener('afterprint', end);
    return () => {
      removeEventListener('beforeprint', begin);
      removeEventListener('afterprint', end);
    };
  }, []);
  return printedAtS;
}
