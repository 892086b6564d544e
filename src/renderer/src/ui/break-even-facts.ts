import { useTranslation } from 'react-i18next';
import type { Fact } from './fact-list.tsx';
import { useMoney } from './money.ts';

/** The prices at which a net is 0; null where no price is. */
interface BreakEvenPrices {
  readonly breakEvenTftPriceUsd: string | null;
  readonly breakEvenKwhPriceUsd: string | null;
}

/** The break-even prices of a node as facts, the exact ones on hover. */
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
