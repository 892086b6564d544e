import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '#renderer/client/client.ts';
import { useCommand } from '#renderer/ui/command.ts';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { FactList } from '#renderer/ui/fact-list.tsx';
import { UNKNOWN } from '#renderer/ui/format.ts';
import { Meter } from '#renderer/ui/meter.tsx';
import { useMessage } from '#renderer/ui/message.ts';
import { useResourceFacts } from '#renderer/ui/resource-fields.tsx';
import { StepButtons } from './step-buttons.tsx';
import classes from './first-run.module.css';

const POLL_MS = 300;

type Amount =
  | { readonly state: 'known'; readonly value: number }
  | { readonly state: 'unavailable'; readonly because: string };

/** Formats an amount, or the reason why it is missing. */
function useWritten(): (amount: Amount | undefined, write: (value: number) => string) => string {
  const translate = useMessage();
  return (amount, write) => {
    if (amount === undefined) return UNKNOWN;
    return amount.state === 'known' ? write(amount.value) : `${UNKNOWN} ${translate(amount.because)}`;
  };
}

/** Reads this machine part by part, and shows the results. */
export function MachineStep({ onBack, onDone }: { readonly onBack: () => void; readonly onDone: () => void }) {
  const { t } = useTranslation('first-run');
  const written = useWritten();
  const resourceFacts = useResourceFacts();
  const read = useCommand(api.hardware.readings.read);
  const hasStarted = useRef(false);
  const last = useQuery(
    api.hardware.readings.getLast.queryOptions({ refetchInterval: read.isRunning ? POLL_MS : false }),
  );
  const { run } = read;
  useEffect(() => {
    if (hasStarted.current) return;
    hasStarted.current = true;
    run({});
  }, [run]);
  const machine = read.data?.machine ?? last.data?.machine;
  const progress = last.data?.progress ?? null;
  const share = progress === null ? 0 : progress.done / Math.max(1, progress.total);
  const resources = machine?.resources;
  return (
    <div className={classes['text']}>
      <p className={classes['lead']}>{t('machine.lead')}</p>
      {read.error === null ? null : <ErrorState error={read.error} onRetry={() => run({})} />}
      {read.isRunning ? <Meter label={t('machine.reading')} share={share} tone="accent" /> : null}
      <FactList facts={resourceFacts((name, write) => written(resources?.[name], write))} />
      <StepButtons onBack={onBack} action={t('next.machine')} isRunning={read.isRunning} onGo={onDone} />
    </div>
  );
}
