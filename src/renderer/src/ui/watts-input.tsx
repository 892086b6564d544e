import { useTranslation } from 'react-i18next';
import type { BoundField } from './bind-fields.ts';
import { DecimalInput } from './decimal-input.tsx';
import type { NumberFieldProps } from './field.tsx';

/** The power that a machine draws, in watts: a plain decimal, not negative; `''` while it is not known. */
export function WattsInput(field: NumberFieldProps) {
  return <DecimalInput min="0" {...field} unit="W" />;
}

type WattsField = BoundField & Pick<NumberFieldProps, 'placeholder'>;

/** The power that a machine draws when idle and under load. */
export function WattsFields({ idle, loaded }: { readonly idle: WattsField; readonly loaded: WattsField }) {
  const { t } = useTranslation('common');
  return (
    <>
      <WattsInput label={t('watts.idle')} {...idle} />
      <WattsInput label={t('watts.loaded')} {...loaded} />
    </>
  );
}
