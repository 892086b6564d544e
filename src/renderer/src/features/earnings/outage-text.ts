import { useTranslation } from 'react-i18next';
import type { StatedAssumption } from '#shared/contract/earnings/assumptions.ts';
import { formatNumber } from '#renderer/ui/format.ts';

/** Writes what the simulation draws the uptime from: a rate of outages, or the machine's own record. */
export function useOutageText(): (assumptions: readonly StatedAssumption[]) => string {
  const { t } = useTranslation('earnings');
  return (assumptions) => {
    const valueOf = (id: string) => assumptions.find((assumption) => assumption.id === id)?.value;
    const periods = valueOf('outages-recorded');
    return periods === undefined
      ? t('miss.rate', {
          perMonth: formatNumber(valueOf('outages') ?? '0'),
          hours: formatNumber(valueOf('outage-length') ?? '0'),
        })
      : t('miss.record', { count: Number(periods) });
  };
}
