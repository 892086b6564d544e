import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { CHART_HEIGHT_PX, type SeriesChartProps } from './series-chart-types.ts';

const Plot = lazy(() => import('./series-plot.tsx'));

/**
 * Lines, areas and bars over a number axis (time in unix seconds, or a month's number): straight segments, gaps where
 * a value is null, named limits drawn across. The chart library is loaded when the first chart is shown.
 */
export function SeriesChart(props: SeriesChartProps) {
  return (
    <Suspense fallback={<Skeleton height={CHART_HEIGHT_PX} />}>
      <Plot {...props} />
    </Suspense>
  );
}
