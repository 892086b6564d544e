import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { MapCell, OccupancyMap } from '#shared/domain/slices/prices/occupancy-map.ts';
import { Decimal } from '#shared/decimal.ts';
import { Card } from '#renderer/ui/card.tsx';
import { ChartFrame, ChartLegend } from '#renderer/ui/chart-frame.tsx';
import { formatMoney, formatPercent, formatUnitPrice } from '#renderer/ui/format.ts';
import { type LiveBase, liveMap, livePrice, type PriceDraft } from './live-price.ts';
import { MAP_HEIGHT as HEIGHT, MAP_WIDTH as WIDTH, type MapScale, mapScale } from './map-scale.ts';
import classes from './slices.module.css';

const STRONGEST = 0.85;

/** How dark a cell is: by its part of the largest amount, gains and losses alike. */
function opacityOf(cell: MapCell, largest: Decimal): number {
  return largest.isZero() ? 0 : Math.min(1, cell.net.abs().div(largest).toNumber()) * STRONGEST;
}

function Cells({ map }: { readonly map: OccupancyMap }) {
  const cells = map.cells.flat();
  const largest = cells.reduce((most, cell) => Decimal.max(most, cell.net.abs()), new Decimal(0));
  const width = WIDTH / map.prices.length;
  const height = HEIGHT / map.occupancies.length;
  return map.cells.map((row, rowAt) =>
    row.map((cell, at) => (
      <rect
        // The grid has no identity but its places.
        // oxlint-disable-next-line react/no-array-index-key -- a cell is its place
        key={`${rowAt}-${at}`}
        x={at * width}
        y={HEIGHT - (rowAt + 1) * height}
        width={width}
        height={height}
        fill={cell.net.isNegative() ? 'var(--bad)' : 'var(--series-1)'}
        fillOpacity={opacityOf(cell, largest)}
      />
    )),
  );
}

function ZeroLine({ map, scale }: { readonly map: OccupancyMap; readonly scale: MapScale }) {
  const points = map.prices.flatMap((price, at) => {
    const zero = map.zeroLine[at] ?? null;
    return zero === null ? [] : [`${scale.x(price)},${scale.y(zero)}`];
  });
  return <polyline className={classes['zeroLine']} points={points.join(' ')} />;
}

function Plot({
  map,
  draft,
  label,
}: {
  readonly map: OccupancyMap;
  readonly draft: PriceDraft;
  readonly label: string;
}) {
  const scale = mapScale(map);
  const price = new Decimal(draft.priceMonth === '' ? 0 : draft.priceMonth);
  const occupancy = new Decimal(draft.occupancy === '' ? 0 : draft.occupancy);
  return (
    <svg
      className={classes['map']}
      viewBox={`-6 -6 ${WIDTH + 12} ${HEIGHT + 12}`}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a drawing made of parts is one picture
      role="img"
      aria-label={label}
    >
      <Cells map={map} />
      <ZeroLine map={map} scale={scale} />
      <circle className={classes['point']} cx={scale.x(price)} cy={scale.y(occupancy)} r={6} />
    </svg>
  );
}

const percentOf = (share: Decimal | undefined) => formatPercent((share ?? new Decimal(0)).times(100), 0);

/** The ends of an axis, at the first and last cell. */
function Ends({
  from,
  to,
  isUpright = false,
}: {
  readonly from: string;
  readonly to: string;
  readonly isUpright?: boolean;
}) {
  return (
    <div className={classes[isUpright ? 'endsUpright' : 'ends']} aria-hidden>
      <span>{from}</span>
      <span>{to}</span>
    </div>
  );
}

/** Net income over price and occupancy, with the line on which it is zero and the farmer's own point. */
export function OccupancyMapCard({ base, draft }: { readonly base: LiveBase; readonly draft: PriceDraft }) {
  const { t } = useTranslation('slices');
  const map = useMemo(() => liveMap(base, draft), [base, draft]);
  const { outcome } = livePrice(base, draft);
  const summary = t('map.summary', {
    net: formatMoney(outcome.net, draft.currency),
    price: formatUnitPrice(draft.priceMonth === '' ? '0' : draft.priceMonth, draft.currency),
    occupancy: formatPercent(new Decimal(draft.occupancy === '' ? 0 : draft.occupancy).times(100)),
  });
  return (
    <Card>
      <ChartFrame
        title={t('map.title')}
        x={{ label: t('map.price'), unit: draft.currency }}
        y={{ label: t('map.occupancy'), unit: '%' }}
        summary={summary}
        table={{
          columns: [
            {
              id: `priceMonth${draft.currency}`,
              header: t('map.price'),
              kind: 'number',
              value: (row) => row.priceMonth.toFixed(),
              cell: (row) => formatUnitPrice(row.priceMonth, draft.currency),
            },
            {
              id: 'occupancy',
              header: t('map.occupancy'),
              kind: 'number',
              value: (row) => row.occupancy.toFixed(),
              cell: (row) => formatPercent(row.occupancy.times(100)),
            },
            {
              id: `netMonth${draft.currency}`,
              header: t('map.net'),
              kind: 'number',
              value: (row) => row.net.toFixed(),
              cell: (row) => formatMoney(row.net, draft.currency),
            },
          ],
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
          <Ends isUpright from={percentOf(map.occupancies.at(-1))} to={percentOf(map.occupancies[0])} />
          <Plot map={map} draft={draft} label={summary} />
          <Ends from={formatUnitPrice(map.prices[0] ?? '0')} to={formatUnitPrice(map.prices.at(-1) ?? '0')} />
        </div>
      </ChartFrame>
    </Card>
  );
}
