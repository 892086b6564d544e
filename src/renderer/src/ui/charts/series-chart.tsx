import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { CHART_HEIGHT_PX, type SeriesChartProps } from './series-chart-types.ts';

const Plot = lazy(() => import('./series-plot.tsx'));

/**
 * Lines, areas and bars over a numeric axis (unix seconds, or month numbers): straight segments, gaps for null values,
 * and labelled reference lines. The chart library is loaded with the first chart.
 */
export function SeriesChart(props: SeriesChartProps) {
  return (
    <Suspense fallback={<Skeleton height={CHART_HEIGHT_PX} />}>
      <Plot {...props} />
    </Suspense>
  );
}
