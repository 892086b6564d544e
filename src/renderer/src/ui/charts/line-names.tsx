import { usePlotArea, useYAxisScale } from 'recharts';
import { type Series, seriesColor, type SeriesPoint } from './series-chart-types.ts';

/** The width reserved for the names next to the plot. */
export const NAMES_WIDTH_PX = 148;
const LINE_HEIGHT_PX = 14;
const LINE_CHARACTERS = 18;
const MAX_LINES = 2;
const SWATCH_PX = 12;
const GAP_PX = 6;

/** Splits a name into lines at its spaces; the rest is replaced by an ellipsis. */
export function linesOfName(name: string): readonly string[] {
  const lines: string[] = [];
  for (const word of name.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`.trim();
    if (lines.length > 0 && longer.length <= LINE_CHARACTERS) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  const shown = lines.slice(0, MAX_LINES);
  return shown.map((line, index) => {
    const isCut = line.length > LINE_CHARACTERS || (index === MAX_LINES - 1 && lines.length > MAX_LINES);
    return isCut ? `${line.slice(0, LINE_CHARACTERS - 1)}…` : line;
  });
}

/** A name with its vertical position in pixels. */
interface PlacedName {
  readonly topPx: number;
  readonly heightPx: number;
}

/** Moves overlapping names apart and keeps the last one above the bottom; their order is preserved. */
export function spreadNames<Name extends PlacedName>(names: readonly Name[], bottomPx: number): readonly Name[] {
  let freePx = Number.NEGATIVE_INFINITY;
  const below = names
    .toSorted((a, b) => a.topPx - b.topPx)
    .map((name) => {
      const topPx = Math.max(name.topPx, freePx);
      freePx = topPx + name.heightPx;
      return { ...name, topPx };
    });
  let endPx = bottomPx;
  return below.toReversed().map((name) => {
    const topPx = Math.min(name.topPx, endPx - name.heightPx);
    endPx = topPx;
    return { ...name, topPx };
  });
}

/** The names of the series next to the plot, each at the height of its last value, instead of a legend. */
export function LineNames({
  points,
  series,
}: {
  readonly points: readonly SeriesPoint[];
  readonly series: readonly Series[];
}) {
  const plot = usePlotArea();
  const scale = useYAxisScale();
  if (plot === undefined || scale === undefined) return null;
  const isRtl = document.documentElement.dir === 'rtl';
  const [startPx, towards] = isRtl ? [plot.x - GAP_PX, -1] : [plot.x + plot.width + GAP_PX, 1];
  const names = series.flatMap((one, index) => {
    const key = one.upperKey ?? one.key;
    const last = points.findLast((point) => typeof point[key] === 'number')?.[key];
    const lines = linesOfName(one.label);
    const heightPx = lines.length * LINE_HEIGHT_PX;
    return last === null || last === undefined || one.isNameless === true
      ? []
      : [{ ...one, lines, heightPx, color: seriesColor(one, index), topPx: Number(scale(last)) - LINE_HEIGHT_PX / 2 }];
  });
  return (
    <g aria-hidden>
      {spreadNames(names, plot.y + plot.height).map(({ key, lines, topPx, color, isDashed, kind }) => (
        <g key={key} fill="var(--ink-2)" fontSize={12}>
          <line
            x1={startPx}
            x2={startPx + towards * SWATCH_PX}
            y1={topPx + LINE_HEIGHT_PX / 2}
            y2={topPx + LINE_HEIGHT_PX / 2}
            stroke={color}
            strokeWidth={kind === 'band' ? LINE_HEIGHT_PX - 4 : 2}
            strokeOpacity={kind === 'band' ? 0.3 : 1}
            {...(isDashed === true ? { strokeDasharray: '4 3' } : {})}
          />
          {lines.map((line, index) => (
            <text
              key={line}
              x={startPx + towards * (SWATCH_PX + GAP_PX)}
              y={topPx + LINE_HEIGHT_PX * (index + 0.8)}
              textAnchor={isRtl ? 'end' : 'start'}
            >
              {line}
            </text>
          ))}
        </g>
      ))}
    </g>
  );
}
