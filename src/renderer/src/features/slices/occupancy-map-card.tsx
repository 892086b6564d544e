import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { MapCell, OccupancyMap } from '#shared/domain/prices/occupancy-map.ts';
import { Decimal } from '#shared/decimal.ts';
import { Card } from '#renderer/ui/card.tsx';
import { ChartFrame, ChartLegend } from '#renderer/ui/chart-frame.tsx';
import { formatMoney, formatPercent, formatUnitPrice } from '#renderer/ui/format.ts';
import { type LiveBase, liveMap, livePrice, type PriceDraft } from './live-price.ts';
import classes from './slices.module.css';

const WIDTH = 520;
const HEIGHT = 260;
const STRONGEST = 0.85;

interface Scale {
  readonly x: (price: Decimal) => number;
  readonly y: (occupancy: Decimal) => number;
}

function scaleOf({ prices }: OccupancyMap): Scale {
  const first = prices[0] ?? new Decimal(0);
  const width = (prices.at(-1) ?? first).minus(first);
  return {
    x: (price) => (width.isZero() ? 0 : price.minus(first).div(width).toNumber() * WIDTH),
    y: (occupancy) => HEIGHT - occupancy.toNumber() * HEIGHT,
  };
}

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

function ZeroLine({ map, scale }: { readonly map: OccupancyMap; readonly scale: Scale }) {
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
  const scale = scaleOf(map);
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

function Ends({ from, to }: { readonly from: string; readonly to: string }) {
  return (
    <div className={classes['ends']}>
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
          pageSize: 24,
        }}
        legend={
          <ChartLegend
            entries={[
              { label: t('map.gain'), color: 'var(--series-1)' },
              { label: t('map.loss'), color: 'var(--bad)' },
              { label: t('map.zero'), color: 'var(--ink)', isDashed: true },
            ]}
          />
        }
        note={t('map.note')}
      >
        <Plot map={map} draft={draft} label={summary} />
        <Ends
          from={formatUnitPrice(map.prices[0] ?? '0', draft.currency)}
          to={formatUnitPrice(map.prices.at(-1) ?? '0', draft.currency)}
        />
      </ChartFrame>
    </Card>
  );
}
