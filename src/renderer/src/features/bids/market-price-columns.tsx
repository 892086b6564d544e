import { Anchor } from '@mantine/core';
import type { TFunction } from 'i18next';
import type { SlicePrice } from '#shared/contract/slices/prices.ts';
import { Decimal } from '#shared/decimal.ts';
import { toUsd, type UsdPerCc } from '#shared/domain/slices/prices/currency.ts';
import { exportColumn, numberColumn, textColumn } from '#renderer/ui/columns.tsx';
import type { Column } from '#renderer/ui/data-table.tsx';
import { formatBand, formatBound, formatMoney, formatUnitPrice, withUnit } from '#renderer/ui/format.ts';
import { hrefTo } from '#renderer/ui/hash-location.ts';
import { SliceCount } from '#renderer/ui/slice-kind.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { MarketPriceCell } from './market-price-cell.tsx';
import classes from './bids.module.css';

type T = TFunction<['bids', 'slices', 'common']>;

interface MarketPriceColumns {
  readonly nameOf: (slice: SlicePrice) => string;
  readonly usdPerCc: UsdPerCc;
  readonly onSet: (slice: SlicePrice, price: string) => void;
}

/** The currency is shown next to an amount only where it differs from the other rows. */
function inCurrency(digits: string, { currency }: SlicePrice): string {
  return currency === 'USD' ? digits : withUnit(digits, currency);
}

function FloorCell({ slice, t }: { readonly slice: SlicePrice; readonly t: T }) {
  const { floor, band, missing, isRentable } = slice;
  if (band === null) return t('common:unknownMark');
  if (floor === null) return isRentable ? t('slices:outcome.noFloor') : t('common:unknownMark');
  const text = inCurrency(formatBound(floor, 'ceil'), slice);
  if (missing.length === 0) return text;
  return new Decimal(floor).isZero() ? t('prices.floorUnknown') : t('prices.floorFrom', { amount: text });
}

function NetCell({ slice, t }: { readonly slice: SlicePrice; readonly t: T }) {
  const { outcome, missing, nodeId } = slice;
  if (outcome.net !== null) {
    return (
      <span className={classes['net']} data-loss={outcome.net.startsWith('-')}>
        {inCurrency(formatMoney(outcome.net), slice)}
      </span>
    );
  }
  return (
    <Anchor
      href={hrefTo('/slices', { node: String(nodeId) })}
      inherit
      title={missing.map((name) => t(`slices:missing.${name}`)).join(' ')}
    >
      {t('prices.needs', { count: missing.length })}
    </Anchor>
  );
}

function StandingCell({ slice, t }: { readonly slice: SlicePrice; readonly t: T }) {
  const { isRentable, standing } = slice;
  if (!isRentable) return <StatusBadge plain tone="bad" word={t('prices.notRentable')} />;
  return <StatusBadge plain tone={standing === 'within' ? 'good' : 'warn'} word={t(`prices.status.${standing}`)} />;
}

/** The columns of the prices of all slices. Amounts are per slice and month, the net is for all slices of the kind. */
export function marketPriceColumns(
  t: T,
  { nameOf, usdPerCc, onSet }: MarketPriceColumns,
): readonly Column<SlicePrice>[] {
  const microUsd = ({ priceMonth, currency }: SlicePrice): number | null =>
    toUsd(new Decimal(priceMonth), currency, usdPerCc)?.times(1_000_000).floor().toNumber() ?? null;
  return [
    textColumn('node', t('prices.node'), (row) => row.nodeName, {
      cell: (row) => (
        <>
          <Anchor href={hrefTo('/slices', { node: String(row.nodeId) })} inherit>
            {row.nodeName}
          </Anchor>
          <div className={classes['small']}>
            <SliceCount count={row.count} kindId={row.kindId} />
          </div>
        </>
      ),
    }),
    exportColumn('slice', 'text', (row) => row.id),
    exportColumn('count', 'number', (row) => row.count),
    numberColumn('priceMonth', t('prices.price'), (row) => row.priceMonth, {
      rank: microUsd,
      cell: (row) => (
        <MarketPriceCell
          key={`${row.priceMonth} ${row.currency}`}
          slice={row}
          name={nameOf(row)}
          onSet={(price) => onSet(row, price)}
        />
      ),
    }),
    exportColumn('currency', 'text', (row) => row.currency),
    numberColumn('suggestedMonth', t('prices.suggested'), (row) => row.suggestion?.priceMonth ?? null, {
      cell: (row) => (
        <span className={row.isSuggested ? classes['quiet'] : undefined}>
          {row.suggestion === null
            ? t('common:unknownMark')
            : inCurrency(formatUnitPrice(row.suggestion.priceMonth), row)}
          {row.isSuggested ? <div className={classes['small']}>{t('prices.notSet')}</div> : null}
        </span>
      ),
    }),
    numberColumn('floor', t('prices.floor'), (row) => row.floor, {
      term: 'floor',
      cell: (row) => <FloorCell slice={row} t={t} />,
    }),
    numberColumn('bandMin', t('prices.band'), (row) => row.band?.min ?? null, {
      term: 'band',
      cell: (row) => (row.band === null ? t('common:unknownMark') : inCurrency(formatBand(row.band), row)),
    }),
    exportColumn('bandMax', 'number', (row) => row.band?.max ?? null),
    numberColumn('netMonth', t('prices.net'), (row) => row.outcome.net, {
      term: 'net',
      cell: (row) => <NetCell slice={row} t={t} />,
    }),
    textColumn('standing', t('prices.standing'), (row) => (row.isRentable ? row.standing : 'not-eligible'), {
      cell: (row) => <StandingCell slice={row} t={t} />,
    }),
  ];
}
