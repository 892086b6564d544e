import { Slider } from '@mantine/core';
import { useId } from 'react';
import { Decimal, toPlain } from '#shared/decimal.ts';
import { DecimalInput } from './decimal-input.tsx';
import type { NumberFieldProps } from './field.tsx';
import { formatNumber, withUnit } from './format.ts';
import classes from './decimal-input.module.css';

/** {@link NumberFieldProps} with required bounds. */
export interface SliderWithInputProps extends NumberFieldProps {
  readonly min: string;
  readonly max: string;
  /** The slider's step; the field accepts any value between the bounds. */
  readonly step: string;
  readonly unit: string;
  /** Values marked on the slider: the floor, the ends of the band. */
  readonly marks?: readonly string[];
  /** Minimum number of decimals in the field: two for money. */
  readonly minPlaces?: number;
  /** The field may exceed the slider; a price outside the band is refused elsewhere with a reason. */
  readonly isBoxUnbounded?: boolean;
}

/** Slider positions are whole steps, so that the value itself is never converted to a float. */
function toStep(value: string, min: string, step: string): number {
  return new Decimal(value === '' ? min : value).minus(min).div(step).round().toNumber();
}

/** A slider and a number field for one value, with the unit in the field; both work by keyboard. */
export function SliderWithInput(props: SliderWithInputProps) {
  const { label, value, min, max, step, unit, onChange } = props;
  const id = useId();
  const atStep = (position: number) =>
    toPlain(Decimal.min(new Decimal(min).plus(new Decimal(step).times(position)), max));
  const textAt = (position: number) => withUnit(formatNumber(atStep(position)), unit);
  const last = toStep(max, min, step);
  return (
    <div>
      <div id={id} className={classes['sliderLabel']}>
        {label}
      </div>
      {props.description === undefined ? null : <div className={classes['sliderDescription']}>{props.description}</div>}
      <div className={classes['sliderRow']}>
        <Slider
          classNames={{ root: classes['slider'] ?? '' }}
          value={Math.min(last, Math.max(0, toStep(value, min, step)))}
          min={0}
          max={last}
          step={1}
          label={textAt}
          thumbValueText={textAt}
          thumbLabel={label}
          disabled={props.disabled === true}
          marks={(props.marks ?? []).map((mark) => ({ value: toStep(mark, min, step) }))}
          onChange={(position) => onChange(atStep(position))}
        />
        <DecimalInput
          label={label}
          hideLabel
          value={value}
          unit={unit}
          step={step}
          {...(props.isBoxUnbounded === true ? { min: '0' } : { min, max })}
          {...(props.minPlaces === undefined ? {} : { minPlaces: props.minPlaces })}
          {...(props.maxPlaces === undefined ? {} : { maxPlaces: props.maxPlaces })}
          error={props.error ?? null}
          disabled={props.disabled === true}
          onChange={onChange}
        />
      </div>
    </div>
  );
}
