import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';

/**
 * When the page began to be printed, in unix seconds; null while it is not. What is drawn for it is there before the
 * browser takes its picture.
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
