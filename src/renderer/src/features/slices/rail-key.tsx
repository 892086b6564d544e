import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatUnitPrice } from '#renderer/ui/format.ts';
import type { RailStop } from './live-price.ts';
import classes from './slices.module.css';

/** The stops of the rail in words, under it: readable however close they are, and each one click to take. */
export function RailKey({
  stops,
  currency,
  onTake,
}: {
  readonly stops: readonly RailStop[];
  readonly currency: string;
  readonly onTake: (price: string) => void;
}) {
  const { t } = useTranslation('slices');
  return (
    <ul className={classes['railKey']} aria-label={t('rail.key')}>
      {stops.map(({ names, price }) => {
        const name = names.map((entry) => t(`rail.${entry}`)).join(', ');
        return (
          <li key={price}>
            <UnstyledButton
              className={classes['stop']}
              aria-label={t('rail.take', { name, price: formatUnitPrice(price, currency) })}
              onClick={() => onTake(price)}
            >
              <span className={classes['stopName']}>{name}</span>
              <span className={classes['stopPrice']}>{formatUnitPrice(price)}</span>
            </UnstyledButton>
          </li>
        );
      })}
    </ul>
  );
}
