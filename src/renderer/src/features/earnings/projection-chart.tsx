import { useTranslation } from 'react-i18next';
import type { KnownProjection } from '#shared/contract/earnings/projections.ts';
import type { SimulationSummary } from '#shared/contract/earnings/simulation.ts';
import { Decimal } from '#shared/decimal.ts';
import { Card } from '#renderer/ui/card.tsx';
import { ChartFrame } from '#renderer/ui/chart-frame.tsx';
import { roundTicks, yearTicks } from '#renderer/ui/charts/round-ticks.ts';
import { SeriesChart } from '#renderer/ui/charts/series-chart.tsx';
import type { Series, SeriesPoint } from '#renderer/ui/charts/series-chart-types.ts';
import { numberColumn, textColumn } from '#renderer/ui/columns.tsx';
import type { Column } from '#renderer/ui/data-table.tsx';
import { formatNumber, formatTft } from '#renderer/ui/format.ts';
import { formatPeriodName } from '#renderer/ui/format-time.ts';
import { type Money, useMoney } from '#renderer/ui/money.ts';

type Month = KnownProjection['months'][number];

function useColumns(money: Money): readonly Column<Month>[] {
  const { t } = useTranslation('earnings');
  const amount = (id: Exclude<keyof Month, 'month'>, header: string): Column<Month> =>
    numberColumn(`${id}Usd`, header, (row) => row[id], { format: money.digits });
  return [
    numberColumn('month', t('chart.month'), (row) => row.month),
    textColumn('period', t('chart.period'), (row) => row.period, { format: formatPeriodName }),
    numberColumn('rewardTft', t('chart.reward'), (row) => row.rewardTft, { unit: 'TFT', format: formatTft }),
    amount('gross', t('steps.gross')),
    amount('share', t('steps.share')),
    amount('electricity', t('steps.electricity')),
    amount('hardware', t('steps.hardware')),
    amount('other', t('steps.other')),
    amount('net', t('steps.net')),
    amount('cumulative', t('chart.cumulative')),
    amount('cash', t('chart.cash')),
  ];
}

/** Chart points in the farmer's currency. */
function pointsOf(
  months: readonly Month[],
  simulation: SimulationSummary | null,
  rate: number,
): readonly SeriesPoint[] {
  return months.map((month, index) => {
    const spread = simulation?.byMonth[index];
    return {
      x: month.month,
      cumulative: new Decimal(month.cumulative).times(rate).toNumber(),
      cash: new Decimal(month.cash).times(rate).toNumber(),
      p10: spread === undefined ? null : spread.p10 * rate,
      p90: spread === undefined ? null : spread.p90 * rate,
    };
  });
}

/** Whether all amounts are zero in all months and simulations, so that a chart would be a flat line. */
function isFlat(months: readonly Month[], simulation: SimulationSummary | null): boolean {
  return (
    months.every((month) => month.cumulative === '0' && month.cash === '0') &&
    (simulation?.byMonth.every((month) => month.p10 === 0 && month.p90 === 0) ?? true)
  );
}

const write = (value: number) => formatNumber(new Decimal(value).toDecimalPlaces(2));

interface ProjectionChartProps {
  readonly projection: KnownProjection;
  readonly simulation: SimulationSummary | null;
}

/** The months as a chart: cumulative net with its range, and the cash flow until payback. */
export function ProjectionChart({ projection, simulation }: ProjectionChartProps) {
  const { t } = useTranslation('earnings');
  const money = useMoney();
  const columns = useColumns(money);
  const { months, breakEvenMonth, roi } = projection;
  // Without a price there is nothing to pay back, and the cash equals the cumulative net.
  const hasPrice = roi !== null;
  const hasSpread = simulation !== null && simulation.byMonth.length === months.length;
  const rate = Number(money.unitsPerUsd);
  const last = months.at(-1);
  if (isFlat(months, hasSpread ? simulation : null)) {
    return (
      <Card title={t('chart.title', { count: months.length })}>
        <p>{t('chart.nothing', { count: months.length })}</p>
      </Card>
    );
  }
  const goesBelow = months.some((month) => month.cumulative.startsWith('-') || month.cash.startsWith('-'));
  const limits = [
    ...(goesBelow ? [{ value: 0, label: '' }] : []),
    ...(breakEvenMonth === null || !hasPrice
      ? []
      : [{ value: breakEvenMonth, axis: 'x' as const, label: t('chart.breakEven') }]),
  ];
  const points = pointsOf(months, hasSpread ? simulation : null, rate);
  const ticks = roundTicks(
    points.flatMap(({ cumulative, cash, p10, p90 }) => [cumulative ?? 0, cash ?? 0, p10 ?? 0, p90 ?? 0]),
  );
  const spread: Series = {
    key: 'p10',
    upperKey: 'p90',
    label: t('chart.spread'),
    kind: 'band',
    color: 'var(--series-3)',
  };
  const cash: Series = {
    key: 'cash',
    label: t('chart.cash'),
    kind: 'line',
    color: 'var(--series-2)',
    isDashed: true,
  };
  const series: readonly Series[] = [
    ...(hasSpread ? [spread] : []),
    ...(hasPrice ? [cash] : []),
    { key: 'cumulative', label: t('chart.cumulative'), kind: 'line', color: 'var(--series-1)' },
  ];
  return (
    <Card>
      <ChartFrame
        title={t('chart.title', { count: months.length })}
        x={{ label: t('chart.month'), unit: t('chart.periods') }}
        y={{ label: t('chart.sum'), unit: money.code }}
        summary={t('chart.summary', { months: months.length, net: money.format(last?.cumulative ?? '0') })}
        table={{ columns, rows: months, rowKey: (row) => String(row.month), exportName: 'farmer-projection' }}
        note={t(hasPrice ? 'chart.note' : 'chart.month730')}
      >
        <SeriesChart
          points={points}
          series={series}
          limits={limits}
          formatX={(x) => String(x)}
          formatY={write}
          xTicks={yearTicks(months.length)}
          yTicks={ticks}
        />
      </ChartFrame>
    </Card>
  );
}
