import { Decimal, toPlain } from '#shared/decimal.ts';
import { DecimalInput, type DecimalInputProps } from './decimal-input.tsx';

/** A fraction in percent; `''` stays empty. */
export function toPercent(fraction: string): string {
  return fraction === '' ? '' : toPlain(new Decimal(fraction).times(100));
}

/** A percentage as a fraction; `''` stays empty. */
export function fromPercent(percent: string): string {
  return percent === '' ? '' : toPlain(new Decimal(percent).div(100));
}

/** A fraction, typed in percent; between 0 % and 100 % unless other bounds are given. */
export function PercentInput({ value, onChange, ...field }: DecimalInputProps) {
  return (
    <DecimalInput
      unit="%"
      min="0"
      max="100"
      {...field}
      value={toPercent(value)}
      onChange={(percent) => onChange(fromPercent(percent))}
    />
  );
}
