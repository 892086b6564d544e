import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useDemo } from '#renderer/ui/demo.ts';
import classes from './first-run.module.css';

const PROMISES = ['eligible', 'earns', 'payout', 'price'] as const;

/** Demo data for those who only want to look. */
function DemoOffer() {
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

/** What Farmer is for, and what it does not do. */
export function WelcomeStep() {
  const { t } = useTranslation('first-run');
  return (
    <div className={classes['text']}>
      <p className={classes['lead']}>{t('welcome.lead')}</p>
      <ul className={classes['promises']}>
        {PROMISES.map((promise) => (
          <li key={promise}>{t(`welcome.${promise}`)}</li>
        ))}
      </ul>
      <p>{t('welcome.private')}</p>
      <DemoOffer />
    </div>
  );
}
