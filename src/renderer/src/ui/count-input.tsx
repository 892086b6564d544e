import { DecimalInput, type DecimalInputProps } from './decimal-input.tsx';

/** A whole number, not negative unless `min` allows it; an arrow key adds or takes one. */
export function CountInput(field: DecimalInputProps) {
  return <DecimalInput min="0" step="1" {...field} maxPlaces={0} />;
}
