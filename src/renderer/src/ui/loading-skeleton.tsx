import { Skeleton, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './card.module.css';

const BAR = { card: '2.5rem', rows: '1.5rem' } as const;

/**
 * A placeholder in the shape of the loading content, so that nothing moves when it arrives.
 * @param shape `card` one card, `rows` lines of a table
 */
export function LoadingSkeleton({
  shape = 'card',
  count = 1,
}: {
  readonly shape?: 'card' | 'rows';
  readonly count?: number;
}) {
  const { t } = useTranslation('common');
  const bars = Array.from({ length: count }, (_, index) => index);
  return (
    <output aria-label={t('loading')} aria-busy="true" className={shape === 'card' ? classes.card : undefined}>
      <Stack gap="xs">
        {shape === 'card' ? <Skeleton height="1rem" width="40%" /> : null}
        {bars.map((index) => (
          <Skeleton key={index} height={BAR[shape]} />
        ))}
      </Stack>
    </output>
  );
}
