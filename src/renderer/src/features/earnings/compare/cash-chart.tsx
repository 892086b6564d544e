import { useTranslation } from 'react-i18next';
import { Decimal } from '#shared/decimal.ts';
import { Card } from '#renderer/ui/card.tsx';
import { ChartFrame } from '#renderer/ui/chart-frame.tsx';
import { roundTicks, yearTicks } from '#renderer/ui/charts/round-ticks.ts';
import { SeriesChart } from '#renderer/ui/charts/series-chart.tsx';
import { numberColumn } from '#renderer/ui/columns.tsx';
import { formatNumber } from '#renderer/ui/format.ts';
import { useMoney } from '#renderer/ui/money.ts';
import type { Comparison } from './compare-table.tsx';

type Row = Comparison['machines'][number];
interface Month {
  readonly month: number;
  readonly cash: Readonly<Record<string, string>>;
}

const keyOf = ({ position }: Row) => `m${position}`;

/** The cumulative cash of each machine including its price, with each line labelled at its end. */
export function CashChart({ machines }: { readonly machines: readonly Row[] }) {
  const { t } = useTranslation('compare');
  const money = useMoney();
  const drawn = machines.filter(({ cash }) => cash !== null);
  if (drawn.length === 0) return null;
  const length = drawn[0]?.cash?.length ?? 0;
  const months: readonly Month[] = Array.from({ length }, (_, month) => ({
    month,
    cash: Object.fromEntries(drawn.map((row) => [keyOf(row), row.cash?.[month] ?? '0'])),
  }));
  const inCurrency = (usd: string) => new Decimal(usd).times(money.unitsPerUsd).toNumber();
  const points = months.map(({ month, cash }) => ({
    x: month,
    ...Object.fromEntries(Object.entries(cash).map(([key, usd]) => [key, inCurrency(usd)])),
  }));
  const values = months.flatMap(({ cash }) => Object.values(cash).map(inCurrency));
  return (
    <Card>
      <ChartFrame
        title={t('chart.title')}
        x={{ label: t('chart.x'), unit: '' }}
        y={{ label: t('chart.y'), unit: money.code }}
        summary={t('chart.summary')}
        note={t('chart.note')}
        table={{
          columns: [
            numberColumn('month', t('chart.month'), (row: Month) => row.month),
            ...drawn.map((one) =>
              numberColumn(keyOf(one), one.name, (row: Month) => row.cash[keyOf(one)] ?? null, {
                unit: money.code,
                format: money.digits,
              }),
            ),
          ],
          rows: months,
          rowKey: (row) => String(row.month),
          exportName: 'farmer-machines',
        }}
      >
        <SeriesChart
          points={points}
          series={drawn.map((row) => ({ key: keyOf(row), label: row.name, kind: 'line' as const }))}
          limits={[{ value: 0, label: '' }]}
          xTicks={[0, ...yearTicks(length - 1).slice(1)]}
          yTicks={roundTicks(values)}
          formatX={(x) => String(x)}
          formatY={(y) => formatNumber(new Decimal(y).toDecimalPlaces(2))}
        />
      </ChartFrame>
    </Card>
  );
}
