import { useTranslation } from 'react-i18next';
import type { StretchWire, UptimeSummary } from '#shared/contract/uptime.ts';
import { ChartFrame, ChartLegend } from '#renderer/ui/chart-frame.tsx';
import type { Column } from '#renderer/ui/data-table.tsx';
import { formatHoursMinutes, formatInstant } from '#renderer/ui/format-time.ts';
import classes from './uptime.module.css';

const STATES = ['up', 'down', 'unknown'] as const;
const COLOURS = { up: 'var(--good)', down: 'var(--bad)', unknown: 'var(--line-strong)' } as const;
const VIEW_WIDTH = 1000;
const VIEW_HEIGHT = 40;

function Strip({ summary }: { readonly summary: UptimeSummary }) {
  const { startS, endS } = summary.period;
  const position = (atS: number) => ((atS - startS) * VIEW_WIDTH) / (endS - startS);
  return (
    <svg
      className={classes['strip']}
      viewBox={`0 0 ${VIEW_WIDTH} ${VIEW_HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden
    >
      <rect width={VIEW_WIDTH} height={VIEW_HEIGHT} className={classes['future']} />
      {summary.stretches.map((stretch) => (
        <rect
          key={stretch.startS}
          x={position(stretch.startS)}
          // A short outage stays visible: never thinner than a pixel of a wide screen.
          width={Math.max(position(stretch.endS) - position(stretch.startS), stretch.state === 'down' ? 1.5 : 0)}
          y={stretch.state === 'down' ? 0 : 6}
          height={stretch.state === 'down' ? VIEW_HEIGHT : VIEW_HEIGHT - 12}
          fill={COLOURS[stretch.state]}
          opacity={stretch.isInferred && stretch.state === 'up' ? 0.7 : 1}
        />
      ))}
    </svg>
  );
}

function useColumns(): readonly Column<StretchWire>[] {
  const { t } = useTranslation('uptime');
  return [
    {
      id: 'startS',
      header: t('strip.from'),
      kind: 'text',
      value: (row) => new Date(row.startS * 1000).toISOString(),
      cell: (row) => formatInstant(row.startS),
    },
    {
      id: 'lengthS',
      header: t('strip.length'),
      unit: 'h',
      kind: 'number',
      value: (row) => row.endS - row.startS,
      cell: (row) => formatHoursMinutes(row.endS - row.startS),
    },
    {
      id: 'state',
      header: t('strip.state'),
      kind: 'text',
      value: (row) => row.state,
      cell: (row) => t(`state.${row.state}`),
    },
    {
      id: 'why',
      header: t('strip.why'),
      kind: 'text',
      value: (row) => row.cause,
      cell: (row) =>
        t(row.cause === null ? (row.isInferred ? 'strip.inferred' : 'strip.watched') : `cause.${row.cause}`),
    },
  ];
}

/** The period at a glance: up, down, and what nobody watched. */
export function StateStrip({ summary }: { readonly summary: UptimeSummary }) {
  const { t } = useTranslation('uptime');
  const columns = useColumns();
  const { startS, endS } = summary.period;
  return (
    <ChartFrame
      title={t('strip.title')}
      x={{ label: `${formatInstant(startS, { zone: true })} – ${formatInstant(endS, { zone: true })}`, unit: '' }}
      y={{ label: t('strip.state'), unit: '' }}
      summary={t('strip.summary', {
        up: formatHoursMinutes(summary.upS),
        down: formatHoursMinutes(summary.downS),
        unknown: formatHoursMinutes(summary.unknownS),
      })}
      table={{ columns, rows: summary.stretches, rowKey: (row) => String(row.startS), exportName: 'uptime-states' }}
      legend={<ChartLegend entries={STATES.map((state) => ({ label: t(`state.${state}`), color: COLOURS[state] }))} />}
    >
      <Strip summary={summary} />
    </ChartFrame>
  );
}
