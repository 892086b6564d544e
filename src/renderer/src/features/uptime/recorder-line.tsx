import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { RecorderInfo } from '#shared/contract/uptime/uptime.ts';
import { api } from '#renderer/client/client.ts';
import type { Tone } from '#renderer/ui/status-badge.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { Age } from '#renderer/ui/time.tsx';
import classes from './uptime.module.css';

const TONE = { recording: 'good', standby: 'good', failing: 'bad', stopped: 'warn' } as const satisfies Record<
  RecorderInfo['state'],
  Tone
>;
const REFRESH_MS = 30_000;

/** Whether this machine's uptime is being recorded, by which program, and the time of the last heartbeat. */
export function RecorderLine() {
  const { t } = useTranslation('uptime');
  const { data } = useQuery({ ...api.uptime.getRecorder.queryOptions(), refetchInterval: REFRESH_MS });
  if (data === undefined) return <>{t('lede')}</>;
  const { state, host, lastBeatAtMs, problem } = data;
  return (
    <span className={classes['recorder']}>
      <StatusBadge plain tone={TONE[state]} word={t(`recorder.${state}`, { host: t(`host.${host ?? 'none'}`) })} />
      {lastBeatAtMs === null ? null : (
        <span>
          {t('recorder.lastBeat')} <Age atS={Math.floor(lastBeatAtMs / 1000)} />
        </span>
      )}
      {problem === null ? null : <span>{`${problem.message} ${problem.hint}`}</span>}
    </span>
  );
}
