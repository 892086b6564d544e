import { DecimalInput, type DecimalInputProps } from './decimal-input.tsx';

/** A whole number field, not negative unless `min` allows it; the arrow keys add or subtract one. */
export function CountInput(field: DecimalInputProps) {
  return <DecimalInput min="0" step="1" {...field} maxPlaces={0} />;
}
