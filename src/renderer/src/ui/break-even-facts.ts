import { useTranslation } from 'react-i18next';
import type { Fact } from './fact-list.tsx';
import { useMoney } from './money.ts';

/** The prices at which the net is 0; null where there is none. */
interface BreakEvenPrices {
  readonly breakEvenTftPriceUsd: string | null;
  readonly breakEvenKwhPriceUsd: string | null;
}

/** The break-even prices of a node as facts, with exact values on hover. */
export function useBreakEvenFacts(): (prices: BreakEvenPrices) => readonly Fact[] {
  const { t } = useTranslation('common');
  const money = useMoney();
  const fact = (name: string, usd: string | null): Fact => ({
    name,
    term: 'breakEven',
    ...(usd === null ? { value: t('net.noPrice') } : { value: money.breakEven(usd), title: money.unitPrice(usd) }),
  });
  return ({ breakEvenTftPriceUsd, breakEvenKwhPriceUsd }) => [
    fact(t('net.breakEvenTft'), breakEvenTftPriceUsd),
    fact(t('net.breakEvenKwh'), breakEvenKwhPriceUsd),
  ];
}
