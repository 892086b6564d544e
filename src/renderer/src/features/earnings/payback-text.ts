import { useTranslation } from 'react-i18next';
import { losesMoreThanPrice, type PaidBack, paybackText } from '#shared/domain/earnings/payback-text.ts';
import { formatRatio } from '#renderer/ui/format.ts';
import { useMessage } from '#renderer/ui/message.ts';

/** Formats when a machine has paid for itself; never as infinity. */
export function usePaybackText(): (paid: PaidBack) => string {
  const translate = useMessage();
  return (paid) => translate(paybackText(paid));
}

/** Formats the return on the hardware as a percentage, at least −100 %. */
export function useRoiText(): (roi: string) => string {
  const { t } = useTranslation('earnings');
  return (roi) => (losesMoreThanPrice(roi) ? t('payback.losesMore') : formatRatio(roi));
}
