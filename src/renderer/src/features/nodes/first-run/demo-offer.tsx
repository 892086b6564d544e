import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useDemo } from '#renderer/ui/demo.ts';
import classes from './first-run.module.css';

/** Demo data for those who only want to look. */
export function DemoOffer() {
  const { t } = useTranslation('first-run');
  const { isPresent, fill, isRunning } = useDemo();
  if (isPresent) return null;
  return (
    <div className={classes['demo']}>
      {t('demo.offer')}
      <Button variant="subtle" size="compact-sm" loading={isRunning} onClick={fill}>
        {t('demo.load')}
      </Button>
    </div>
  );
}
