import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Decimal, toPlain } from '#shared/decimal.ts';
import { GIB_BYTES } from '#shared/units.ts';
import { DecimalInput } from './decimal-input.tsx';
import classes from './decimal-input.module.css';
import type { NumberFieldProps } from './field.tsx';

/** The units in which a size can be entered; a manufacturer's TB is 10^12, a TiB is 2^40. */
const UNIT_BYTES = { GiB: GIB_BYTES, TiB: GIB_BYTES * 1024, GB: 1_000_000_000, TB: 1_000_000_000_000 } as const;
type SizeUnit = keyof typeof UNIT_BYTES;
const SIZE_UNITS = ['GiB', 'TiB', 'GB', 'TB'] as const satisfies readonly SizeUnit[];

function isSizeUnit(text: string): text is SizeUnit {
  return Object.hasOwn(UNIT_BYTES, text);
}

function inUnit(bytes: string, unit: SizeUnit): string {
  return bytes === '' ? '' : toPlain(new Decimal(bytes).div(UNIT_BYTES[unit]).toDecimalPlaces(6));
}

function toBytes(amount: string, unit: SizeUnit): string {
  return amount === '' ? '' : new Decimal(amount).times(UNIT_BYTES[unit]).floor().toFixed();
}

function fittingUnit(bytes: string): SizeUnit {
  return bytes !== '' && new Decimal(bytes).gte(UNIT_BYTES.TiB) ? 'TiB' : 'GiB';
}

/** A size field with number and unit. `value` and `onChange` use whole bytes as a string; `''` while empty. */
export function SizeInput(props: NumberFieldProps) {
  const { t } = useTranslation('common');
  const [unit, setUnit] = useState<SizeUnit>(() => fittingUnit(props.value));
  const onUnit = (next: string) => {
    if (!isSizeUnit(next)) return;
    const typed = inUnit(props.value, unit);
    setUnit(next);
    if (typed !== '') props.onChange(toBytes(typed, next));
  };
  return (
    <div className={classes['sizeRow']}>
      <DecimalInput
        min="0"
        {...props}
        step="1"
        value={inUnit(props.value, unit)}
        onChange={(amount) => props.onChange(toBytes(amount, unit))}
      />
      <NativeSelect
        className={classes['unitSelect']}
        label={props.hideLabel === true ? undefined : ' '}
        aria-label={t('input.unitOf', { field: props.label })}
        data={[...SIZE_UNITS]}
        value={unit}
        disabled={props.disabled === true}
        onChange={(event) => onUnit(event.currentTarget.value)}
      />
    </div>
  );
}
