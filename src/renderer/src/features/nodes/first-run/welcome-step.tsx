import { useTranslation } from 'react-i18next';
import { DemoOffer } from './demo-offer.tsx';
import classes from './first-run.module.css';

const PROMISES = ['eligible', 'earns', 'payout', 'price'] as const;

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
