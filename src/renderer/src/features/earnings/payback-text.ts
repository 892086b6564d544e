import { useTranslation } from 'react-i18next';
import type { ProjectionAnswer } from '#shared/contract/earnings/projections.ts';

/** What decides how a payback is written: without a hardware cost `roi` is null, and there is nothing to pay back. */
type Paid = Pick<ProjectionAnswer, 'payback' | 'roi'>;

/** Writes when a machine has paid for itself, in full or in a word or two; never an infinity. */
export function usePaybackText(): (paid: Paid, length?: 'full' | 'short') => string {
  const { t } = useTranslation('earnings');
  return ({ payback, roi }, length = 'full') => {
    if (payback.kind === 'never' && payback.why === 'earns-nothing') return t('payback.never.earns-nothing');
    if (roi === null) return t(length === 'short' ? 'payback.noHardwareShort' : 'payback.noHardware');
    if (payback.kind === 'never')
      return length === 'short' ? t('payback.neverShort') : t(`payback.never.${payback.why}`);
    const { month } = payback;
    return length === 'short' ? t('payback.within', { month }) : t(`payback.${payback.kind}`, { month });
  };
}
