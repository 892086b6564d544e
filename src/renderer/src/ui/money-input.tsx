import { DecimalInput } from './decimal-input.tsx';
import type { NumberFieldProps } from './field.tsx';

/** {@link NumberFieldProps} with a currency, US dollars by default. */
export interface MoneyInputProps extends NumberFieldProps {
  readonly currency?: string;
  /** "/ month", "/ kWh": follows the currency in the field. */
  readonly per?: string;
  readonly step?: string;
}

/**
 * Money as a plain decimal string: not negative unless `min` allows it, two to eight decimals, with the currency in the
 * field.
 */
export function MoneyInput({ currency = 'USD', per, ...field }: MoneyInputProps) {
  const unit = per === undefined ? currency : `${currency} ${per}`;
  return <DecimalInput min="0" maxPlaces={8} minPlaces={2} {...field} unit={unit} />;
}
