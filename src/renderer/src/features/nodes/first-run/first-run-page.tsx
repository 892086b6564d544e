import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '#renderer/ui/card.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { LoadingSkeleton } from '#renderer/ui/loading-skeleton.tsx';
import { Page, PageHeader } from '#renderer/ui/page.tsx';
import { CostsStep } from './costs-step.tsx';
import { DoneStep } from './done-step.tsx';
import classes from './first-run.module.css';
import { MachineStep } from './machine-step.tsx';
import { type FirstRunStep, STEPS, useFirstRun } from './use-first-run.ts';
import { VerdictStep } from './verdict-step.tsx';
import { WelcomeStep } from './welcome-step.tsx';

function StepList({ current }: { readonly current: FirstRunStep }) {
  const { t } = useTranslation('first-run');
  const at = STEPS.indexOf(current);
  return (
    <ol className={classes['steps']} aria-label={t('steps')}>
      {STEPS.map((step, index) => (
        <li
          key={step}
          data-state={index < at ? 'past' : index === at ? 'now' : 'next'}
          {...(index === at ? { 'aria-current': 'step' } : {})}
        >
          <span className={classes['stepNumber']}>{index + 1}</span>
          <span className={classes['stepName']}>{t(`step.${step}`)}</span>
        </li>
      ))}
    </ol>
  );
}

function bodyOf(step: FirstRunStep): ReactNode {
  switch (step) {
    case 'welcome':
      return <WelcomeStep />;
    case 'machine':
      return <MachineStep />;
    case 'verdict':
      return <VerdictStep />;
    case 'costs':
      return <CostsStep />;
    case 'done':
      return <DoneStep />;
    default:
      return null;
  }
}

/** The first run: welcome, read this machine, verdict, costs, done. It resumes where it was left. */
export default function FirstRunPage() {
  const { t } = useTranslation(['first-run', 'common']);
  const { step, error, retry, back, forward, skip, isSaving } = useFirstRun();
  if (step === null) {
    return (
      <Page>
        <PageHeader title={t('title')} />
        {error === null ? <LoadingSkeleton count={3} /> : <ErrorState error={error} onRetry={retry} />}
      </Page>
    );
  }
  return (
    <Page>
      <PageHeader
        title={t('title')}
        tools={
          step === 'done' ? undefined : (
            <Button variant="default" onClick={skip}>
              {t('skip')}
            </Button>
          )
        }
      />
      <StepList current={step} />
      <div className={classes['body']}>
        <Card>
          {bodyOf(step)}
          {step === 'done' ? null : (
            <Group justify={step === 'welcome' ? 'flex-end' : 'space-between'}>
              {step === 'welcome' ? null : (
                <Button variant="default" onClick={back}>
                  {t('back')}
                </Button>
              )}
              <Button onClick={forward} loading={isSaving}>
                {t(`next.${step}`)}
              </Button>
            </Group>
          )}
        </Card>
      </div>
    </Page>
  );
}
