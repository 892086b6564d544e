import { useTranslation } from 'react-i18next';
import { losesMoreThanPrice, type PaidBack, paybackText } from '#shared/domain/earnings/payback-text.ts';
import { formatRatio } from '#renderer/ui/format.ts';
import { useMessage } from '#renderer/ui/message.ts';

/** Writes when a machine has paid for itself; never an infinity. */
export function usePaybackText(): (paid: PaidBack) => string {
  const translate = useMessage();
  return (paid) => translate(paybackText(paid));
}

/** Writes the return on the hardware: a percentage down to the loss of its whole price. */
export function useRoiText(): (roi: string) => string {
  const { t } = useTranslation('earnings');
  return (roi) => (losesMoreThanPrice(roi) ? t('payback.losesMore') : formatRatio(roi));
}
