import { useTranslation } from 'react-i18next';
import { HOUR_S } from '#shared/units.ts';
import type { UptimeSummary } from '#shared/contract/uptime/uptime.ts';
import { ChartFrame } from '#renderer/ui/chart-frame.tsx';
import type { Series } from '#renderer/ui/charts/series-chart-types.ts';
import { SeriesChart } from '#renderer/ui/charts/series-chart.tsx';
import { instantColumn, numberColumn } from '#renderer/ui/columns.tsx';
import type { Column } from '#renderer/ui/data-table.tsx';
import { FactList } from '#renderer/ui/fact-list.tsx';
import { formatNumber } from '#renderer/ui/format.ts';
import { budgetLeft, formatHoursMinutes, formatInstant } from '#renderer/ui/format-time.ts';
import { Instant } from '#renderer/ui/time.tsx';
import { type BudgetPoint, budgetPoints } from './budget-points.ts';
import { labelledDays } from './day-ticks.ts';
import { permilleRange } from './range-text.ts';
import classes from './uptime.module.css';

/** The fraction of the budget that is drawn below zero, so that the zero line is visible. */
const BELOW_ZERO = 0.15;
const STEPS = 3;

/** Ticks at zero and at even steps of whole hours up to the budget. */
function hourTicks(allowedS: number): readonly number[] {
  const stepHours = Math.max(1, Math.floor(allowedS / HOUR_S / STEPS));
  return Array.from({ length: STEPS + 1 }, (_, index) => index * stepHours);
}

/** How fast the budget is used up and when it will be exhausted; hidden for a closed period. */
export function BudgetPace({ summary }: { readonly summary: UptimeSummary }) {
  const { t } = useTranslation('uptime');
  const { burn, forecast, budget } = summary;
  const exhausted =
    budget.leftS.high < 0 ? (
      t('budget.already')
    ) : forecast.exhaustedAtS === null ? (
      t('budget.lasts')
    ) : (
      <Instant atS={forecast.exhaustedAtS} />
    );
  return (
    <div className={classes['pace']}>
      <FactList
        facts={burn.map(({ window, rateMilli }) => ({
          name: t(`budget.burn.${window}`),
          value: `${formatNumber((rateMilli / 1000).toFixed(2), { minPlaces: 2, maxPlaces: 2 })}×`,
        }))}
      />
      <FactList
        facts={[
          { name: t('budget.bestLong'), value: permilleRange(forecast.bestPermille) },
          { name: t('budget.trend'), value: permilleRange(forecast.trendPermille) },
          {
            name: t('budget.exhausted'),
            value: exhausted,
          },
        ]}
      />
    </div>
  );
}

/** The drawn series: one line when the budget is certain, otherwise its lower and upper bound. */
function useSeries(isCertain: boolean): readonly Series[] {
  const { t } = useTranslation('uptime');
  const ahead: Series = {
    key: 'aheadHours',
    label: t('chart.ahead'),
    kind: 'line',
    isDashed: true,
    color: 'var(--accent)',
  };
  if (isCertain) return [{ key: 'leftHours', label: t('chart.left'), kind: 'area', color: 'var(--accent)' }, ahead];
  return [
    { key: 'sureHours', label: t('chart.sure'), kind: 'area', color: 'var(--accent)' },
    {
      key: 'openHours',
      upperKey: 'leftHours',
      label: t('chart.open'),
      kind: 'band',
      color: 'var(--unknown)',
      isNameless: true,
    },
    { key: 'leftHours', label: t('chart.most'), kind: 'line', color: 'var(--unknown)' },
    ahead,
  ];
}

function hoursColumn(id: 'leftS' | 'sureS', header: string): Column<BudgetPoint> {
  return numberColumn(id, header, (row) => row[id], { unit: 'h', format: formatHoursMinutes });
}

/** The downtime budget over time, with the line below which the period pays nothing. */
export function BudgetChart({ summary }: { readonly summary: UptimeSummary }) {
  const { t } = useTranslation('uptime');
  const points = budgetPoints(summary);
  const { leftS, allowedS } = summary.budget;
  const isCertain = leftS.low === leftS.high;
  const series = useSeries(isCertain);
  return (
    <ChartFrame
      title={t('chart.title')}
      y={{ label: t('chart.y'), unit: 'h' }}
      summary={t('chart.summary', { left: budgetLeft(leftS), allowed: formatHoursMinutes(allowedS) })}
      table={{
        columns: [
          instantColumn('atS', t('chart.x'), ({ x }: BudgetPoint) => x, { format: (atS) => formatInstant(atS) }),
          ...(isCertain ? [] : [hoursColumn('sureS', t('chart.sure'))]),
          hoursColumn('leftS', t(isCertain ? 'chart.left' : 'chart.most')),
        ],
        rows: points,
        rowKey: (row) => `${row.x}-${row.leftS}`,
        exportName: 'uptime-budget',
      }}
    >
      <SeriesChart
        points={points}
        series={series}
        limits={[{ value: 0, label: t('chart.zero'), tone: 'bad' }]}
        formatX={(x) => formatInstant(x, { precision: 'day' })}
        xTicks={labelledDays(summary.period.startS, summary.period.endS)}
        formatY={(y) => formatHoursMinutes(Math.round(y * HOUR_S))}
        yTicks={hourTicks(allowedS)}
        yDomain={[Math.floor(Math.min(leftS.high, -allowedS * BELOW_ZERO) / HOUR_S), Math.ceil(allowedS / HOUR_S)]}
      />
    </ChartFrame>
  );
}
