import { useTranslation } from 'react-i18next';
import classes from '#renderer/ui/chart-frame.module.css';
import { type SeriesChartProps, seriesColor } from './series-chart-types.ts';

/** The label of the point under the pointer. */
export function ChartTooltip({
  active = false,
  label,
  chart,
}: {
  /** Provided by the chart library. */
  readonly active?: boolean;
  /** Provided by the chart library: the position on the x axis. */
  readonly label?: number | string;
  readonly chart: SeriesChartProps;
}) {
  const { t } = useTranslation('common');
  const point = active ? chart.points.find((entry) => String(entry.x) === String(label)) : undefined;
  if (point === undefined) return null;
  const write = (value: number | null | undefined) =>
    value === null || value === undefined ? t('unknownMark') : chart.formatY(value);
  return (
    <div className={classes['tooltip']}>
      <div className={classes['tooltipTitle']}>{chart.formatX(point.x)}</div>
      {chart.series.map((series, index) => (
        <div key={series.key} className={classes['tooltipRow']}>
          <span className={classes['swatch']} style={{ color: seriesColor(series, index) }} />
          <span>{series.label}</span>
          <span>
            {series.kind === 'band'
              ? `${write(point[series.key])} – ${write(point[series.upperKey ?? series.key])}`
              : write(point[series.key])}
          </span>
        </div>
      ))}
    </div>
  );
}
