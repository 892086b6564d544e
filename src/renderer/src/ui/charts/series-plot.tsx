import { useReducedMotion } from '@mantine/hooks';
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { assertNever } from '#shared/errors.ts';
import { ChartTooltip } from './chart-tooltip.tsx';
import { LineNames, NAMES_WIDTH_PX } from './line-names.tsx';
import {
  CHART_HEIGHT_PX,
  type Limit,
  type Series,
  type SeriesChartProps,
  seriesColor,
  type SeriesPoint,
} from './series-chart-types.ts';

const LIMIT_COLOR = { neutral: 'var(--line-strong)', warn: 'var(--warn)', bad: 'var(--bad)' } as const;
const TICK = { fill: 'var(--ink-2)', fontSize: 12 } as const;

function drawSeries(series: Series, index: number) {
  const color = seriesColor(series, index);
  const shared = { dataKey: series.key, name: series.label, isAnimationActive: false, stroke: color } as const;
  const dash = series.isDashed === true ? { strokeDasharray: '5 4' } : {};
  switch (series.kind) {
    case 'area':
      return (
        <Area
          key={series.key}
          {...shared}
          {...dash}
          type="linear"
          fill={color}
          fillOpacity={0.12}
          strokeWidth={1.5}
          dot={false}
        />
      );
    case 'band':
      return (
        <Area
          key={series.key}
          {...shared}
          dataKey={(point: SeriesPoint) => [point[series.key] ?? null, point[series.upperKey ?? series.key] ?? null]}
          type="linear"
          stroke="none"
          fill={color}
          fillOpacity={0.14}
        />
      );
    case 'line':
      return (
        <Line key={series.key} {...shared} {...dash} type="linear" strokeWidth={2} dot={false} connectNulls={false} />
      );
    default:
      return assertNever(series.kind);
  }
}

/** The label of a vertical line is placed on the side with more room. */
function labelSide(limit: Limit, points: readonly SeriesPoint[]): 'insideTopLeft' | 'insideTopRight' {
  const first = points[0]?.x ?? 0;
  const last = points.at(-1)?.x ?? 0;
  return limit.axis === 'x' && limit.value < (first + last) / 2 ? 'insideTopLeft' : 'insideTopRight';
}

function drawLimit(limit: Limit, points: readonly SeriesPoint[]) {
  const color = LIMIT_COLOR[limit.tone ?? 'neutral'];
  const place = limit.axis === 'x' ? { x: limit.value } : { y: limit.value };
  return (
    <ReferenceLine
      key={`${limit.axis ?? 'y'}-${limit.value}-${limit.label}`}
      {...place}
      stroke={color}
      strokeDasharray="4 3"
      label={{ value: limit.label, position: labelSide(limit, points), fill: 'var(--ink-2)', fontSize: 12 }}
      ifOverflow="extendDomain"
    />
  );
}

/** The chart itself; loaded only through `series-chart.tsx`. */
export default function SeriesPlot(props: SeriesChartProps) {
  const isStill = useReducedMotion();
  const isRtl = document.documentElement.dir === 'rtl';
  return (
    <ResponsiveContainer width="100%" height={CHART_HEIGHT_PX}>
      <ComposedChart
        data={[...props.points]}
        margin={{
          top: 8,
          right: isRtl ? 8 : NAMES_WIDTH_PX,
          bottom: 0,
          left: isRtl ? NAMES_WIDTH_PX : 0,
        }}
        accessibilityLayer={false}
      >
        <CartesianGrid stroke="var(--line)" vertical={false} />
        <XAxis
          dataKey="x"
          type="number"
          scale="linear"
          domain={['dataMin', 'dataMax']}
          reversed={isRtl}
          tick={TICK}
          tickLine={false}
          axisLine={{ stroke: 'var(--line-strong)' }}
          tickFormatter={props.formatX}
          minTickGap={32}
          height={22}
          {...(props.xTicks === undefined ? {} : { ticks: [...props.xTicks], interval: 0 })}
        />
        <YAxis
          tick={TICK}
          tickLine={false}
          axisLine={false}
          width="auto"
          orientation={isRtl ? 'right' : 'left'}
          tickFormatter={props.formatY}
          {...(props.yTicks === undefined ? {} : { ticks: [...props.yTicks] })}
          domain={[...(props.yDomain ?? [props.yTicks?.[0] ?? 'auto', props.yTicks?.at(-1) ?? 'auto'])]}
        />
        <Tooltip
          isAnimationActive={!isStill}
          cursor={{ stroke: 'var(--line-strong)' }}
          content={<ChartTooltip chart={props} />}
        />
        {props.series.map(drawSeries)}
        {(props.limits ?? []).map((limit) => drawLimit(limit, props.points))}
        <LineNames points={props.points} series={props.series} />
      </ComposedChart>
    </ResponsiveContainer>
  );
}
