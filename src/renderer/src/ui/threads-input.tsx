import { DecimalInput, type DecimalInputProps } from './decimal-input.tsx';

/** How many logical cores a machine has: a whole number from one; `''` while it is not known. */
export function ThreadsInput(field: DecimalInputProps) {
  return <DecimalInput min="1" max="1000000" maxPlaces={0} step="1" {...field} />;
}
