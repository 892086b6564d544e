import { type CSSProperties, Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { BestSet } from '#shared/contract/bids/bids.ts';
import { PERIOD_LENGTH_S } from '#shared/domain/uptime/periods.ts';
import { formatInstant } from '#renderer/ui/format-time.ts';
import { useKindName } from '#renderer/ui/slice-kind.tsx';
import classes from './bids.module.css';
import { type ScheduledBid, slicesTaken } from './schedule.ts';

/** Further bids are shown only in the table. */
const MAX_BARS = 24;
/** With more months, the figures do not fit below the chart. */
const MAX_FIGURES = 18;

function Bar({ entry, months }: { readonly entry: ScheduledBid; readonly months: number }) {
  const { t } = useTranslation('bids');
  const formatKind = useKindName();
  const end = Math.min(months, entry.startMonth + entry.bid.months);
  const label = `${entry.bid.buyer}, ${entry.slices} × ${formatKind(entry.kindId)}`;
  return (
    <>
      <span className={classes['barName']} title={label}>
        {label}
      </span>
      <div className={classes['timeline']}>
        <div
          className={classes['bar']}
          style={{ gridColumn: `${entry.startMonth + 1} / ${end + 1}` }}
          title={t('schedule.bar', { count: end - entry.startMonth, buyer: entry.bid.buyer })}
        />
      </div>
    </>
  );
}

/** The used fraction of the free slices in each month, as columns. */
function TakenSlices({ taken, free }: { readonly taken: readonly number[]; readonly free: readonly number[] }) {
  const most = Math.max(1, ...free);
  return (
    <div className={classes['timeline']}>
      {taken.map((count, month) => (
        // oxlint-disable-next-line react/no-array-index-key -- a column is its month
        <div key={month} className={classes['month']}>
          <div className={classes['free']} style={{ blockSize: `${((free[month] ?? 0) / most) * 100}%` }}>
            <div
              className={classes['taken']}
              style={{ blockSize: `${(count / Math.max(1, free[month] ?? 0)) * 100}%` }}
            />
          </div>
        </div>
      ))}
    </div>
  );
}

function MonthFigures({ figures }: { readonly figures: readonly number[] }) {
  return (
    <div className={`${classes['timeline']} ${classes['figures']}`}>
      {figures.map((figure, month) => (
        // oxlint-disable-next-line react/no-array-index-key -- a figure is its month's
        <span key={month} className={classes['figure']}>
          {figure}
        </span>
      ))}
    </div>
  );
}

const date = (atS: number) => formatInstant(atS, { precision: 'date' });

/** The times of the bids in the best set, and the slices used in each month; the table below has the same data. */
export function ScheduleChart({ best }: { readonly best: BestSet }) {
  const { t } = useTranslation('bids');
  const { chosen, months, freeInMonth, fromS } = best;
  const taken = slicesTaken(chosen, months);
  const style: CSSProperties & Record<'--months', number> = { '--months': months };
  const endS = fromS + months * PERIOD_LENGTH_S;
  return (
    <div
      className={classes['schedule']}
      style={style}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a drawing made of parts is one picture
      role="img"
      aria-label={t('schedule.label', { count: chosen.length, from: date(fromS), to: date(endS) })}
    >
      <span className={classes['barName']}>{t('schedule.bids')}</span>
      <div className={classes['ends']}>
        <span>{date(fromS)}</span>
        <span>{date(endS)}</span>
      </div>
      {chosen.slice(0, MAX_BARS).map((entry) => (
        <Fragment key={entry.bid.id}>
          <Bar entry={entry} months={months} />
        </Fragment>
      ))}
      <span className={classes['takenName']}>{t('schedule.taken', { most: Math.max(0, ...freeInMonth) })}</span>
      <TakenSlices taken={taken} free={freeInMonth} />
      {months > MAX_FIGURES ? null : (
        <>
          <span className={classes['figures']} />
          <MonthFigures figures={taken} />
        </>
      )}
    </div>
  );
}
