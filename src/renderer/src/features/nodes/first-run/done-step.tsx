import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { goTo } from '#renderer/ui/hash-location.ts';
import { AutostartQuestion } from './autostart-question.tsx';
import classes from './first-run.module.css';

/** The end of the first run: whether it starts with the session, and where to go from here. */
export function DoneStep() {
  const { t } = useTranslation('first-run');
  return (
    <div className={classes['text']}>
      <p className={classes['lead']}>{t('done.lead')}</p>
      <p>{t('done.text')}</p>
      <AutostartQuestion />
      <Group>
        <Button onClick={() => goTo('/node')}>{t('done.overview')}</Button>
        <Button variant="default" onClick={() => goTo('/earnings')}>
          {t('done.earnings')}
        </Button>
        <Button variant="default" onClick={() => goTo('/hardware')}>
          {t('done.hardware')}
        </Button>
      </Group>
    </div>
  );
}
