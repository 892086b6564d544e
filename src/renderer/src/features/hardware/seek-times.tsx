import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '#renderer/client/client.ts';
import { useCommand } from '#renderer/ui/command.ts';
import { useMessage } from '#renderer/ui/message.ts';
import classes from './hardware.module.css';

const PROGRESS_MS = 400;

/** Measures the seek times of disks of unknown kind, with progress, cancellation and results. */
export function SeekTimes() {
  const { t } = useTranslation('hardware');
  const translate = useMessage();
  const measure = useCommand(api.hardware.readings.measureSeekTimes);
  const cancel = useCommand(api.hardware.readings.cancelMeasurement);
  const last = useQuery({
    ...api.hardware.readings.getLast.queryOptions(),
    refetchInterval: (query) =>
      measure.isRunning || (query.state.data?.measuring ?? null) !== null ? PROGRESS_MS : false,
  });
  const measuring = last.data?.measuring ?? null;
  return (
    <div className={classes['seek']}>
      <p>{t('seek.explain')}</p>
      <Group gap="xs">
        <Button
          variant="default"
          size="compact-sm"
          loading={measure.isRunning || measuring !== null}
          onClick={() => measure.run({})}
        >
          {t('seek.measure')}
        </Button>
        {measuring === null ? null : (
          <>
            <output>
              {t('seek.measuring', { disk: measuring.disk, number: measuring.done + 1, total: measuring.total })}
            </output>
            <Button variant="subtle" color="gray" size="compact-sm" onClick={() => cancel.run(undefined)}>
              {t('seek.cancel')}
            </Button>
          </>
        )}
      </Group>
      {measure.data === undefined ? null : (
        <ul className={classes['leftOut']} aria-label={t('seek.results')}>
          {measure.data.disks.map(({ name, because }) => (
            <li key={name}>
              <b>{name}</b> {translate(because)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
