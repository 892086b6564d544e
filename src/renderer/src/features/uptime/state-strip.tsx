import { useTranslation } from 'react-i18next';
import type { Stretch, UptimeSummary } from '#shared/contract/uptime/uptime.ts';
import { cutUnreachable, type ReachPart } from '#shared/domain/uptime/reachability.ts';
import { ChartFrame } from '#renderer/ui/chart-frame.tsx';
import { instantColumn, numberColumn, textColumn } from '#renderer/ui/columns.tsx';
import type { Column } from '#renderer/ui/data-table.tsx';
import { formatHoursMinutes, formatInstant } from '#renderer/ui/format-time.ts';
import { midnights, labelledDays } from './day-ticks.ts';
import classes from './state-strip.module.css';

const STATES = ['up', 'unreachable', 'down', 'unknown'] as const;
const COLOURS = {
  up: 'var(--good)',
  unreachable: 'var(--warn)',
  down: 'var(--bad)',
  unknown: 'var(--line-strong)',
} as const;
/** The minimum width of important states: one pixel on a narrow screen. */
const MIN_WIDTH = { up: 0, unreachable: 3, down: 3, unknown: 0 } as const;
const VIEW_WIDTH = 1000;
const VIEW_HEIGHT = 40;

/** Each important state has a different height, so that colour is not the only difference. */
const EXTENTS = {
  up: { y: 6, height: VIEW_HEIGHT - 12 },
  unreachable: { y: VIEW_HEIGHT / 2, height: VIEW_HEIGHT / 2 - 6 },
  down: { y: 0, height: VIEW_HEIGHT },
  unknown: { y: 6, height: VIEW_HEIGHT - 12 },
} as const;

type Part = ReachPart<Stretch>;

interface StripProps {
  readonly summary: UptimeSummary;
  readonly parts: readonly Part[];
}

function Strip({ summary, parts }: StripProps) {
  const { startS, endS } = summary.period;
  const position = (atS: number) => ((atS - startS) * VIEW_WIDTH) / (endS - startS);
  return (
    <svg
      className={classes['strip']}
      viewBox={`0 0 ${VIEW_WIDTH} ${VIEW_HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden
    >
      <rect width={VIEW_WIDTH} {...EXTENTS.up} className={classes['future']} />
      {[...summary.stretches, ...parts.filter(({ state }) => state === 'unreachable')].map((part) => (
        <rect
          key={`${part.state}-${part.startS}`}
          x={position(part.startS)}
          width={Math.max(position(part.endS) - position(part.startS), MIN_WIDTH[part.state])}
          {...EXTENTS[part.state]}
          fill={COLOURS[part.state]}
          opacity={part.isInferred && part.state === 'up' ? 0.7 : 1}
        />
      ))}
    </svg>
  );
}

/** A mark for each day, and a label for every fifth. */
function Days({ startS, endS }: UptimeSummary['period']) {
  const percent = (atS: number) => `${((atS - startS) * 100) / (endS - startS)}%`;
  const named = labelledDays(startS, endS);
  return (
    <div className={classes['days']} aria-hidden>
      {midnights(startS, endS).map((atS) => (
        <span key={atS} className={classes['mark']} data-named={named.includes(atS)} style={{ left: percent(atS) }} />
      ))}
      {named.map((atS, index) => (
        <span key={atS} className={classes['day']} data-spare={index % 2 === 1} style={{ left: percent(atS) }}>
          {formatInstant(atS, { precision: 'day' })}
        </span>
      ))}
    </div>
  );
}

/** The total time of each state; unreachable time is omitted when no hosts are configured. */
function Totals({ summary }: { readonly summary: UptimeSummary }) {
  const { t } = useTranslation('uptime');
  const seconds = {
    up: summary.upS,
    unreachable: summary.unreachableS,
    down: summary.downS,
    unknown: summary.unknownS,
  };
  return (
    <ul className={classes['totals']}>
      {STATES.filter((state) => state !== 'unreachable' || summary.unreachableS > 0).map((state) => (
        <li key={state}>
          <span className={classes['swatch']} data-state={state} style={{ background: COLOURS[state] }} />
          {t(state === 'unreachable' ? 'uptime.unreachable' : `state.${state}`)}
          <b>{formatHoursMinutes(seconds[state])}</b>
          <small>{t('strip.hours')}</small>
        </li>
      ))}
    </ul>
  );
}

function whyKey({ state, cause, isInferred }: Part) {
  if (state === 'unreachable') return 'strip.noAnswer';
  if (cause !== null) return `cause.${cause}` as const;
  return isInferred ? 'strip.inferred' : 'strip.watched';
}

function useColumns(): readonly Column<Part>[] {
  const { t } = useTranslation('uptime');
  return [
    instantColumn('startS', t('strip.from'), (row) => row.startS, { format: (atS) => formatInstant(atS) }),
    numberColumn('lengthS', t('strip.length'), (row) => row.endS - row.startS, {
      unit: 'h',
      format: formatHoursMinutes,
    }),
    textColumn('state', t('strip.state'), (row) => row.state, { format: (state) => t(`state.${state}`) }),
    textColumn('why', t('strip.why'), (row) => row.cause, { cell: (row) => t(whyKey(row)) }),
  ];
}

/** The period as a strip: up, up but unreachable, down, and unobserved. */
export function StateStrip({ summary }: { readonly summary: UptimeSummary }) {
  const { t } = useTranslation('uptime');
  const columns = useColumns();
  const parts = cutUnreachable(summary.stretches, summary.unreachable);
  return (
    <ChartFrame
      title={t('strip.title')}
      summary={t(summary.unreachableS > 0 ? 'strip.summaryUnreachable' : 'strip.summary', {
        unreachable: formatHoursMinutes(summary.unreachableS),
        up: formatHoursMinutes(summary.upS),
        down: formatHoursMinutes(summary.downS),
        unknown: formatHoursMinutes(summary.unknownS),
      })}
      table={{ columns, rows: parts, rowKey: (row) => String(row.startS), exportName: 'uptime-states' }}
      legend={<Totals summary={summary} />}
    >
      <Strip summary={summary} parts={parts} />
      <Days {...summary.period} />
    </ChartFrame>
  );
}
