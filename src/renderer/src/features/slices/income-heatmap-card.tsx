import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { HeatmapCell, IncomeHeatmap } from '#shared/domain/slices/prices/income-heatmap.ts';
import { Decimal } from '#shared/decimal.ts';
import { Card } from '#renderer/ui/card.tsx';
import { ChartFrame, ChartLegend } from '#renderer/ui/chart-frame.tsx';
import { numberColumn } from '#renderer/ui/columns.tsx';
import type { Column } from '#renderer/ui/data-table.tsx';
import { formatMoney, formatRatio, formatUnitPrice } from '#renderer/ui/format.ts';
import { type LiveBase, liveHeatmap, livePrice, parseField, type PriceDraft } from './live-price.ts';
import { HEATMAP_HEIGHT as HEIGHT, HEATMAP_WIDTH as WIDTH, type HeatmapScale, heatmapScale } from './heatmap-scale.ts';
import classes from './slices.module.css';

const MAX_OPACITY = 0.85;

/** The opacity of a cell, in proportion to the largest gain or loss. */
function computeOpacity(cell: HeatmapCell, largest: Decimal): number {
  return largest.isZero() ? 0 : Math.min(1, cell.net.abs().div(largest).toNumber()) * MAX_OPACITY;
}

function Cells({ map }: { readonly map: IncomeHeatmap }) {
  const cells = map.cells.flat();
  const largest = cells.reduce((most, cell) => Decimal.max(most, cell.net.abs()), new Decimal(0));
  const width = WIDTH / map.prices.length;
  const height = HEIGHT / map.occupancies.length;
  return map.cells.map((cellsOfRow, row) =>
    cellsOfRow.map((cell, column) => (
      <rect
        // oxlint-disable-next-line react/no-array-index-key -- a cell is identified by its position
        key={`${row}-${column}`}
        x={column * width}
        y={HEIGHT - (row + 1) * height}
        width={width}
        height={height}
        fill={cell.net.isNegative() ? 'var(--bad)' : 'var(--series-1)'}
        fillOpacity={computeOpacity(cell, largest)}
      />
    )),
  );
}

function ZeroLine({ map, scale }: { readonly map: IncomeHeatmap; readonly scale: HeatmapScale }) {
  const points = map.prices.flatMap((price, at) => {
    const zero = map.zeroLine[at] ?? null;
    return zero === null ? [] : [`${scale.x(price)},${scale.y(zero)}`];
  });
  return <polyline className={classes['zeroLine']} points={points.join(' ')} />;
}

interface PlotProps {
  readonly map: IncomeHeatmap;
  readonly draft: PriceDraft;
  readonly label: string;
}

function Plot({ map, draft, label }: PlotProps) {
  const scale = heatmapScale(map);
  const price = parseField(draft.priceMonth);
  const occupancy = parseField(draft.occupancy);
  return (
    <svg
      className={classes['map']}
      viewBox={`-6 -6 ${WIDTH + 12} ${HEIGHT + 12}`}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a drawing of several elements is one image
      role="img"
      aria-label={label}
    >
      <Cells map={map} />
      <ZeroLine map={map} scale={scale} />
      <circle className={classes['point']} cx={scale.x(price)} cy={scale.y(occupancy)} r={6} />
    </svg>
  );
}

const formatShare = (share: Decimal | undefined) => formatRatio(share ?? '0', 0);

interface AxisEndsProps {
  readonly from: string;
  readonly to: string;
  readonly isVertical?: boolean;
}

/** The labels at both ends of an axis. */
function AxisEnds({ from, to, isVertical = false }: AxisEndsProps) {
  return (
    <div className={classes[isVertical ? 'endsUpright' : 'ends']} aria-hidden>
      <span>{from}</span>
      <span>{to}</span>
    </div>
  );
}

/** Net income by price and occupancy, with the break-even line and the drafted price. */
export function IncomeHeatmapCard({ base, draft }: { readonly base: LiveBase; readonly draft: PriceDraft }) {
  const { t } = useTranslation('slices');
  const map = useMemo(() => liveHeatmap(base, draft), [base, draft]);
  const { outcome } = livePrice(base, draft);
  const summary = t('map.summary', {
    net: formatMoney(outcome.net, draft.currency),
    price: formatUnitPrice(parseField(draft.priceMonth), draft.currency),
    occupancy: formatRatio(parseField(draft.occupancy)),
  });
  const columns: readonly Column<HeatmapCell>[] = [
    numberColumn(`priceMonth${draft.currency}`, t('map.price'), (row) => row.priceMonth.toFixed(), {
      format: (price) => formatUnitPrice(price, draft.currency),
    }),
    numberColumn('occupancy', t('map.occupancy'), (row) => row.occupancy.toFixed(), { format: formatRatio }),
    numberColumn(`netMonth${draft.currency}`, t('map.net'), (row) => row.net.toFixed(), {
      format: (net) => formatMoney(net, draft.currency),
    }),
  ];
  return (
    <Card>
      <ChartFrame
        title={t('map.title')}
        x={{ label: t('map.price'), unit: draft.currency }}
        y={{ label: t('map.occupancy'), unit: '%' }}
        summary={summary}
        table={{
          columns,
          rows: map.cells.flat(),
          rowKey: (row) => `${row.priceMonth.toFixed()} ${row.occupancy.toFixed()}`,
          exportName: 'farmer-price-map',
        }}
        legend={
          <ChartLegend
            entries={[
              { label: t('map.gain'), color: 'var(--series-1)', isArea: true },
              { label: t('map.loss'), color: 'var(--bad)', isArea: true },
              { label: t('map.zero'), color: 'var(--ink)', isDashed: true },
            ]}
          />
        }
        note={t('map.note')}
      >
        <div className={classes['mapGrid']}>
          <AxisEnds isVertical from={formatShare(map.occupancies.at(-1))} to={formatShare(map.occupancies[0])} />
          <Plot map={map} draft={draft} label={summary} />
          <AxisEnds from={formatUnitPrice(map.prices[0] ?? '0')} to={formatUnitPrice(map.prices.at(-1) ?? '0')} />
        </div>
      </ChartFrame>
    </Card>
  );
}
