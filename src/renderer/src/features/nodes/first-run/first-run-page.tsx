import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '#renderer/ui/card.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { goTo } from '#renderer/ui/hash-location.ts';
import { LoadingSkeleton } from '#renderer/ui/loading-skeleton.tsx';
import { Page, PageHeader } from '#renderer/ui/page.tsx';
import { BuyStep } from './buy-step.tsx';
import { CostsStep } from './costs-step.tsx';
import classes from './first-run.module.css';
import { GridStep } from './grid-step.tsx';
import { MachineStep } from './machine-step.tsx';
import { ResultStep } from './result-step.tsx';
import { type FirstRun, type FirstRunStep, STEPS, useFirstRun } from './use-first-run.ts';
import { WhereStep } from './where-step.tsx';

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

function machineStep({ way, goToStep, found }: FirstRun): ReactNode {
  const onBack = () => goToStep('welcome');
  if (way === 'this') return <MachineStep onBack={onBack} onDone={() => goToStep('costs')} />;
  if (way === 'buy') return <BuyStep onBack={onBack} onDone={found} />;
  return <GridStep isMany={way === 'many'} onBack={onBack} onDone={found} />;
}

function bodyOf(run: FirstRun, step: FirstRunStep): ReactNode {
  const { node, choose, goToStep, end } = run;
  switch (step) {
    case 'welcome':
      return <WhereStep onChoose={choose} />;
    case 'machine':
      return machineStep(run);
    case 'costs':
      return <CostsStep node={node} onBack={() => goToStep('machine')} onDone={() => goToStep('verdict')} />;
    case 'verdict':
      return <ResultStep node={node} onBack={() => goToStep('costs')} onEnd={end} />;
    default:
      return null;
  }
}

/** The set-up: where the node is, its hardware, price and tariff, and the result. It resumes at the last step. */
export default function FirstRunPage() {
  const { t } = useTranslation('first-run');
  const run = useFirstRun();
  const { step, error, retry, isOver, end } = run;
  if (step === null) {
    return (
      <Page>
        <PageHeader title={t('title')} />
        {error === null ? <LoadingSkeleton count={3} /> : <ErrorState error={error} onRetry={retry} />}
      </Page>
    );
  }
  const skip = () => {
    end();
    goTo('/');
  };
  return (
    <Page>
      <PageHeader
        title={t('title')}
        tools={
          <Button variant="default" onClick={skip}>
            {t(isOver ? 'leave' : 'skip')}
          </Button>
        }
      />
      <StepList current={step} />
      <div className={classes['body']}>
        <Card>{bodyOf(run, step)}</Card>
      </div>
    </Page>
  );
}
