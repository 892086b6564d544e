import { useTranslation } from 'react-i18next';
import type { ProjectionWire } from '#shared/contract/projections.ts';

type Payback = ProjectionWire['payback'];

/** Writes when a machine has paid for itself; never an infinity. */
export function usePaybackText(): (payback: Payback) => string {
  const { t } = useTranslation('earnings');
  return (payback) =>
    payback.kind === 'never' ? t('payback.never') : t(`payback.${payback.kind}`, { month: payback.month });
}
