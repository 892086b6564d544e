import { DecimalInput } from './decimal-input.tsx';
import type { NumberFieldProps } from './field.tsx';

/** The power that a machine draws, in watts: a plain decimal, not negative; `''` while it is not known. */
export function WattsInput(field: NumberFieldProps) {
  return <DecimalInput min="0" {...field} unit="W" />;
}
