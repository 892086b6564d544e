import { useTranslation } from 'react-i18next';
import type { BoundField } from './bind-fields.ts';
import { DecimalInput } from './decimal-input.tsx';
import type { NumberFieldProps } from './field.tsx';

/** The power draw of a machine in watts: a plain decimal, not negative; `''` while unknown. */
export function WattsInput(field: NumberFieldProps) {
  return <DecimalInput min="0" {...field} unit="W" />;
}

type WattsField = BoundField & Pick<NumberFieldProps, 'placeholder'>;

/** The power draw of a machine when idle and under load. */
export function WattsFields({ idle, loaded }: { readonly idle: WattsField; readonly loaded: WattsField }) {
  const { t } = useTranslation('common');
  return (
    <>
      <WattsInput label={t('watts.idle')} {...idle} />
      <WattsInput label={t('watts.loaded')} {...loaded} />
    </>
  );
}
