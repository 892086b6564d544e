import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useDemo } from '#renderer/ui/demo.ts';
import classes from './shell.module.css';

/** Shown above demo data, with a button that removes it. */
export function DemoNotice() {
  const { t } = useTranslation('common');
  const { isPresent, remove, isRunning } = useDemo();
  if (!isPresent) return null;
  return (
    <div className={classes['demo']}>
      <span>{t('demoData.shown')}</span>
      <Button variant="default" size="compact-xs" loading={isRunning} onClick={remove}>
        {t('demoData.remove')}
      </Button>
    </div>
  );
}
