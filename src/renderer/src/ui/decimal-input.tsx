import { TextInput } from '@mantine/core';
import type { FocusEvent, KeyboardEvent } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Decimal, toPlain } from '#shared/decimal.ts';
import type { NumberFieldProps } from './field.tsx';
import { formatNumber } from './format.ts';
import { readDecimal, writeField } from './parse-input.ts';
import classes from './decimal-input.module.css';

/** {@link NumberFieldProps} with a unit. */
export interface DecimalInputProps extends NumberFieldProps {
  /** Shown inside the field: "USD", "W", "%", "GiB". */
  readonly unit?: string;
  /** The step of the arrow keys; a plain decimal. */
  readonly step?: string;
  /** Minimum number of decimals shown: two for money. */
  readonly minPlaces?: number;
}

type Problem = 'notANumber' | 'belowMin' | 'aboveMax' | 'tooManyPlaces';

function problemOf(value: string, { min, max, maxPlaces }: DecimalInputProps): Problem | null {
  const amount = new Decimal(value);
  if (min !== undefined && amount.lt(min)) return 'belowMin';
  if (max !== undefined && amount.gt(max)) return 'aboveMax';
  return maxPlaces !== undefined && amount.decimalPlaces() > maxPlaces ? 'tooManyPlaces' : null;
}

function nudge(value: string, step: string, direction: 1 | -1, { min, max }: DecimalInputProps): string {
  let next = new Decimal(value === '' ? '0' : value).plus(new Decimal(step).times(direction));
  if (min !== undefined) next = Decimal.max(next, min);
  if (max !== undefined) next = Decimal.min(next, max);
  return toPlain(next);
}

/**
 * A decimal field with the user's own separators; its value is always a plain decimal string, never a float. Invalid or
 * out-of-bounds text stays in the field with an error and is not passed on.
 */
export function DecimalInput(props: DecimalInputProps) {
  const { t } = useTranslation('common');
  const [draft, setDraft] = useState<string | null>(null);
  const [isEdited, setIsEdited] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const bounds = {
    min: formatNumber(props.min ?? '0'),
    max: formatNumber(props.max ?? '0'),
    places: props.maxPlaces ?? 0,
  };

  const offer = (text: string) => {
    setDraft(text);
    if (text.trim() === '') {
      setProblem(null);
      props.onChange('');
      return;
    }
    const value = readDecimal(text);
    const found = value === null ? 'notANumber' : problemOf(value, props);
    setProblem(found);
    if (value !== null && found === null && value !== props.value) props.onChange(value);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (props.step === undefined || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    setDraft(null);
    setProblem(null);
    props.onChange(nudge(props.value, props.step, event.key === 'ArrowUp' ? 1 : -1, props));
  };
  const minPlaces = props.minPlaces ?? 0;
  const onFocus = ({ currentTarget: field }: FocusEvent<HTMLInputElement>) => {
    setIsEdited(true);
    // The thousands separators are removed; a selection made by the Tab key is restored.
    if (field.value !== (draft ?? writeField(props.value, minPlaces, true))) {
      // Selecting would take the focus from a user who has moved on to the next field.
      requestAnimationFrame(() => {
        if (document.activeElement === field) field.select();
      });
    }
  };
  const ownError = problem === null ? null : t(`input.${problem}`, bounds);
  const error = ownError ?? props.error ?? null;
  return (
    <TextInput
      label={props.hideLabel === true ? undefined : props.label}
      {...(props.hideLabel === true ? { 'aria-label': props.label } : {})}
      {...(props.placeholder === undefined ? {} : { placeholder: writeField(props.placeholder, minPlaces, false) })}
      description={props.description}
      value={draft ?? writeField(props.value, minPlaces, isEdited)}
      onChange={(event) => offer(event.currentTarget.value)}
      onFocus={onFocus}
      onBlur={() => {
        setIsEdited(false);
        if (problem === null) setDraft(null);
      }}
      onKeyDown={onKeyDown}
      error={error}
      withAsterisk={props.required === true}
      disabled={props.disabled === true}
      inputMode="decimal"
      autoComplete="off"
      spellCheck={false}
      classNames={{ input: classes['input'] ?? '' }}
      rightSection={props.unit === undefined ? undefined : <span className={classes['unit']}>{props.unit}</span>}
      rightSectionWidth={props.unit === undefined ? undefined : `${props.unit.length * 0.48 + 1.25}rem`}
      rightSectionPointerEvents="none"
    />
  );
}
