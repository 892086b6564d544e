import { useTranslation } from 'react-i18next';
import type { KnownProjection } from '#shared/contract/earnings/projections.ts';
import type { SimulationSummary } from '#shared/contract/earnings/simulation.ts';
import { Decimal } from '#shared/decimal.ts';
import { roundTicks, yearTicks } from '#renderer/ui/charts/round-ticks.ts';
import { formatNumber } from '#renderer/ui/format.ts';
import type { Money } from '#renderer/ui/money.ts';
import classes from './report.module.css';

const WIDTH = 680;
const HEIGHT = 220;
const LEFT = 56;
const BOTTOM = 20;
const TOP = 8;

interface Scale {
  readonly x: (month: number) => number;
  readonly y: (amount: number) => number;
  readonly ticks: readonly number[];
}

function scaleOf(months: number, amounts: readonly number[]): Scale {
  const ticks = roundTicks(amounts);
  const [first, last] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  return {
    x: (month) => LEFT + ((month - 1) / Math.max(1, months - 1)) * (WIDTH - LEFT - 8),
    y: (amount) => HEIGHT - BOTTOM - ((amount - first) / (last - first)) * (HEIGHT - BOTTOM - TOP),
    ticks,
  };
}

function pathOf(amounts: readonly number[], { x, y }: Scale): string {
  return amounts.map((amount, index) => `${x(index + 1).toFixed(1)},${y(amount).toFixed(1)}`).join(' ');
}

function Axes({ scale, months }: { readonly scale: Scale; readonly months: number }) {
  return (
    <>
      {scale.ticks.map((tick) => (
        <g key={tick}>
          <line
            x1={LEFT}
            x2={WIDTH - 8}
            y1={scale.y(tick)}
            y2={scale.y(tick)}
            className={tick === 0 ? classes['zero'] : classes['grid']}
          />
          <text x={LEFT - 6} y={scale.y(tick) + 3} textAnchor="end">
            {formatNumber(new Decimal(tick).toDecimalPlaces(2))}
          </text>
        </g>
      ))}
      {yearTicks(months).map((month) => (
        <text key={month} x={scale.x(month)} y={HEIGHT - 6} textAnchor="middle">
          {month}
        </text>
      ))}
    </>
  );
}

interface ReportChartProps {
  readonly projection: KnownProjection;
  readonly simulation: SimulationSummary | null;
  readonly money: Money;
}

/** The months as a chart of fixed size, because the layout of a printed page cannot be measured. */
export function ReportChart({ projection, simulation, money }: ReportChartProps) {
  const { t } = useTranslation('earnings');
  const { months, roi } = projection;
  const hasPrice = roi !== null;
  const rate = Number(money.unitsPerUsd);
  const inCurrency = (amounts: readonly (string | number)[]) => amounts.map((amount) => Number(amount) * rate);
  const cumulative = inCurrency(months.map((month) => month.cumulative));
  const cash = inCurrency(months.map((month) => month.cash));
  const spread = simulation?.byMonth.length === months.length ? simulation.byMonth : [];
  const lows = inCurrency(spread.map(({ p10 }) => p10));
  const highs = inCurrency(spread.map(({ p90 }) => p90));
  const all = [...cumulative, ...cash, ...lows, ...highs];
  if (all.every((amount) => amount === 0)) return <p>{t('chart.nothing', { count: months.length })}</p>;
  const scale = scaleOf(months.length, all);
  const band = `${pathOf(highs, scale)} ${pathOf(lows, scale).split(' ').toReversed().join(' ')}`;
  return (
    <figure className={classes['chart']}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden>
        {spread.length === 0 ? null : <polygon points={band} className={classes['band']} />}
        <Axes scale={scale} months={months.length} />
        {hasPrice ? <polyline points={pathOf(cash, scale)} className={classes['cash']} /> : null}
        <polyline points={pathOf(cumulative, scale)} className={classes['cumulative']} />
      </svg>
      <figcaption>
        {`${t('chart.sum')} (${money.code}) · `}
        <span data-line="cumulative">{t('chart.cumulative')}</span>
        {hasPrice ? (
          <>
            {' '}
            · <span data-line="cash">{t('chart.cash')}</span>
          </>
        ) : null}
        {spread.length === 0 ? null : (
          <>
            {' '}
            · <span data-line="band">{t('chart.spread')}</span>
          </>
        )}
      </figcaption>
    </figure>
  );
}
