import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { SlicePrice } from '#shared/contract/slices/prices.ts';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { Figure, FigureRow } from '#renderer/ui/figure.tsx';
import { formatBand, formatBound, formatMoney } from '#renderer/ui/format.ts';
import { hrefTo } from '#renderer/ui/hash-location.ts';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { AnswerSkeleton } from './answer-skeleton.tsx';
import classes from './summary.module.css';

/** The price of the most frequent kind of slice, between its own cost and the band. */
function Price({ slice, more }: { readonly slice: SlicePrice; readonly more: number }) {
  const { t } = useTranslation('summary');
  const { priceMonth, currency, floor, band, isSuggested, outcome, missing } = slice;
  // When a cost is missing, the own cost is only a lower bound and is not shown.
  const ownCost = floor === null || missing.length > 0 ? null : formatBound(floor, 'ceil');
  return (
    <>
      <Figure
        value={formatMoney(priceMonth)}
        unit={currency}
        caption={
          <a className={classes['quiet']} href={hrefTo('/slices')}>
            {t(isSuggested ? 'charge.suggested' : 'charge.set', { count: slice.count })}
            {more === 0 ? '' : ` ${t('charge.more', { count: more })}`}
          </a>
        }
      />
      <FigureRow
        isFoot
        figures={[
          { label: t('charge.floor'), term: 'ownCost', value: ownCost, unit: currency },
          { label: t('charge.band'), term: 'band', value: band && formatBand(band), unit: currency },
          {
            label: t('charge.net'),
            term: 'net',
            value: outcome.net === null ? null : formatMoney(outcome.net),
            unit: currency,
          },
        ]}
      />
    </>
  );
}

/** The recommended price for a slice of the node. */
export function ChargeCard({ node }: { readonly node: FarmNode }) {
  const { t } = useTranslation('summary');
  const query = useQuery(api.slices.prices.list.queryOptions({ input: { nodeId: node.id } }));
  const slices = query.data?.slices ?? [];
  const [first] = slices.toSorted((a, b) => b.count - a.count);
  return (
    <Card
      title={t('charge.title')}
      tools={first?.isRentable === false ? <StatusBadge tone="bad" word={t('charge.notRentable')} /> : undefined}
    >
      <QueryView query={query} loading={<AnswerSkeleton />}>
        {() =>
          first === undefined ? (
            <EmptyState
              compact
              title={t('charge.none')}
              purpose={t('charge.nonePurpose')}
              action={<a href={hrefTo('/slices')}>{t('charge.open')}</a>}
            />
          ) : (
            <Price slice={first} more={slices.length - 1} />
          )
        }
      </QueryView>
    </Card>
  );
}
