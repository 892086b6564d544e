import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './summary.module.css';

/** The placeholder of a card that is loading. */
export function AnswerSkeleton() {
  const { t } = useTranslation('common');
  return (
    <output className={classes['waiting']} aria-label={t('loading')} aria-busy="true">
      <Skeleton height="3rem" width="60%" />
      <Skeleton height="1rem" width="40%" />
      <Skeleton height="2rem" mt="md" />
    </output>
  );
}
