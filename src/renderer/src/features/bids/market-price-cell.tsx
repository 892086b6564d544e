import { type FocusEvent, type FormEvent, type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SlicePrice } from '#shared/contract/slices/prices.ts';
import { MoneyInput } from '#renderer/ui/money-input.tsx';
import classes from './bids.module.css';

interface MarketPriceCellProps {
  readonly slice: SlicePrice;
  /** The accessible name of the field. */
  readonly name: string;
  readonly onSet: (price: string) => void;
}

/** The price of a slice, edited in place: set by Enter or on blur, reset by Escape. */
export function MarketPriceCell({ slice, name, onSet }: MarketPriceCellProps) {
  const { t } = useTranslation('bids');
  const [price, setPrice] = useState(slice.priceMonth);
  const [attempt, setAttempt] = useState(0);
  const lastSubmitted = useRef<string | null>(null);
  const commit = (form: HTMLFormElement) => {
    // An invalid price stays in the field with its error and is not set.
    if (form.querySelector('[aria-invalid="true"]') !== null || price === '' || price === slice.priceMonth) return;
    lastSubmitted.current = price;
    onSet(price);
  };
  const onBlur = (event: FocusEvent<HTMLFormElement>) => {
    if (lastSubmitted.current !== price) {
      commit(event.currentTarget);
      return;
    }
    // Already submitted; until it is stored, or if it was refused, the stored price is shown.
    lastSubmitted.current = null;
    setPrice(slice.priceMonth);
  };
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    commit(event.currentTarget);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    setPrice(slice.priceMonth);
    setAttempt(attempt + 1);
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the events come from its field
    <form className={classes['price']} onBlur={onBlur} onSubmit={onSubmit} onKeyDown={onKeyDown}>
      <MoneyInput
        key={attempt}
        label={t('prices.priceOf', { slice: name })}
        hideLabel
        currency={slice.currency}
        value={price}
        onChange={setPrice}
      />
    </form>
  );
}
