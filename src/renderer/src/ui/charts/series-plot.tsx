import { useReducedMotion } from '@mantine/hooks';
import {
  Area,
  Bar,
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
import { type Limit, type Series, type SeriesChartProps, seriesColor, type SeriesPoint } from './series-chart-types.ts';

const LIMIT_COLOR = { neutral: 'var(--line-strong)', warn: 'var(--warn)', bad: 'var(--bad)' } as const;
const HEIGHT_PX = 240;
const TICK = { fill: 'var(--ink-2)', fontSize: 12 } as const;

const NAME_HEIGHT_PX = 14;
const NAME_WIDTH_PX = 136;
const NAME_CHARACTERS = 18;

/** How far each name at the end of a line is moved, in pixels, so that none lies on another. */
function nameShifts({ points, series, yTicks = [], heightPx = HEIGHT_PX }: SeriesChartProps): Map<string, number> {
  const last = points.at(-1);
  const perUnit = (heightPx - 40) / Math.max(1e-9, (yTicks.at(-1) ?? 1) - (yTicks[0] ?? 0));
  const ends = series.map(({ key }) => ({ key, y: -(last?.[key] ?? 0) * perUnit })).toSorted((a, b) => a.y - b.y);
  const shifts = new Map<string, number>();
  let lowest = Number.NEGATIVE_INFINITY;
  for (const { key, y } of ends) {
    lowest = Math.max(y, lowest + NAME_HEIGHT_PX);
    shifts.set(key, lowest - y);
  }
  return shifts;
}

interface EndOfLine {
  readonly index?: number | undefined;
  readonly x?: number | string | undefined;
  readonly y?: number | string | undefined;
}

/** The name of a line at its last point. */
function nameAtEnd({ label }: Series, color: string, lastIndex: number, shiftPx: number) {
  return ({ index, x, y }: EndOfLine) =>
    index === lastIndex ? (
      <text x={Number(x) + 6} y={Number(y) + 4 + shiftPx} fill={color} fontSize={12}>
        {label.length > NAME_CHARACTERS ? `${label.slice(0, NAME_CHARACTERS - 1)}…` : label}
      </text>
    ) : (
      <g />
    );
}

function drawSeries(series: Series, index: number, name: ReturnType<typeof nameAtEnd> | null) {
  const color = seriesColor(series, index);
  const shared = { dataKey: series.key, name: series.label, isAnimationActive: false, stroke: color } as const;
  const dash = series.isDashed === true ? { strokeDasharray: '5 4' } : {};
  switch (series.kind) {
    case 'bar':
      return <Bar key={series.key} dataKey={series.key} name={series.label} fill={color} isAnimationActive={false} />;
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
        <Line
          key={series.key}
          {...shared}
          {...dash}
          type="linear"
          strokeWidth={2}
          dot={false}
          connectNulls={false}
          {...(name === null ? {} : { label: name })}
        />
      );
    default:
      return assertNever(series.kind);
  }
}

/** The label of a vertical line is drawn on the side where there is room. */
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

/** The drawing itself; only ever loaded through `series-chart.tsx`. */
export default function SeriesPlot(props: SeriesChartProps) {
  const isStill = useReducedMotion();
  const shifts = props.namesLines === true ? nameShifts(props) : null;
  const isRtl = document.documentElement.dir === 'rtl';
  return (
    <ResponsiveContainer width="100%" height={props.heightPx ?? HEIGHT_PX}>
      <ComposedChart
        data={[...props.points]}
        margin={{ top: 8, right: shifts === null ? 8 : NAME_WIDTH_PX, bottom: 0, left: 0 }}
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
          {...(props.xTicks === undefined ? {} : { ticks: [...props.xTicks], interval: 'equidistantPreserveStart' })}
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
        {props.series.map((series, index) =>
          drawSeries(
            series,
            index,
            shifts === null
              ? null
              : nameAtEnd(series, seriesColor(series, index), props.points.length - 1, shifts.get(series.key) ?? 0),
          ),
        )}
        {(props.limits ?? []).map((limit) => drawLimit(limit, props.points))}
      </ComposedChart>
    </ResponsiveContainer>
  );
}
