import { useTranslation } from 'react-i18next';
import { isClockPossible, PERIOD_LENGTH_S, periodAt } from '#shared/domain/uptime/periods.ts';
import { formatDuration, formatPeriodName } from '#renderer/ui/format-time.ts';
import { Meter } from '#renderer/ui/meter.tsx';
import { useNowS } from '#renderer/ui/now.ts';
import { Instant } from '#renderer/ui/time.tsx';
import { FarmStatus } from './farm-status.tsx';
import classes from './period-panel.module.css';

/** @returns null while the computer's clock is wrong */
function useCountdown() {
  const nowS = useNowS(60);
  if (!isClockPossible(nowS * 1000)) return null;
  const period = periodAt(nowS);
  return { period, leftS: period.endS - nowS, share: (nowS - period.startS) / PERIOD_LENGTH_S };
}

/** The farm's status and the countdown to the end of the minting period, always visible. */
export function PeriodPanel() {
  const { t } = useTranslation('common');
  const countdown = useCountdown();
  return (
    <div className={classes['panel']}>
      <FarmStatus />
      {countdown === null ? (
        <span className={classes['ends']}>{t('period.clockWrong')}</span>
      ) : (
        <Countdown {...countdown} />
      )}
    </div>
  );
}

function Countdown({ period, leftS, share }: NonNullable<ReturnType<typeof useCountdown>>) {
  const { t } = useTranslation('common');
  const left = formatDuration(leftS);
  return (
    <>
      <div className={classes['row']}>
        <span className={classes['name']}>{formatPeriodName(period.name)}</span>
        <span className={classes['left']}>{t('period.left', { left })}</span>
      </div>
      <Meter label={t('period.leftLong', { left })} share={share} isSlim />
      <span className={classes['ends']}>
        {t('period.ends')} <Instant atS={period.endS} />
      </span>
    </>
  );
}

/** {@link PeriodPanel} in one line, for narrow windows. */
export function PeriodLine() {
  const { t } = useTranslation('common');
  const countdown = useCountdown();
  const text =
    countdown === null ? t('period.clockWrong') : t('period.left', { left: formatDuration(countdown.leftS) });
  return <span title={text}>{text}</span>;
}
