import { useTranslation } from 'react-i18next';
import type { Rate } from '#shared/contract/settings/rates.ts';
import { Age } from './time.tsx';

/** The age of an entered rate. */
export function RateAge({ rate }: { readonly rate: Pick<Rate, 'typedAtMs'> | undefined }) {
  const { t } = useTranslation('common');
  const typedAtMs = rate?.typedAtMs ?? null;
  if (typedAtMs === null) return t('rate.neverTyped');
  return (
    <>
      {t('rate.typed')} <Age atS={Math.floor(typedAtMs / 1000)} />
    </>
  );
}
