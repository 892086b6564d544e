import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ValuedBid } from '#shared/contract/bids/bids.ts';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { type Column, DataTable } from '#renderer/ui/data-table.tsx';
import { formatMoney } from '#renderer/ui/format.ts';
import { Section } from '#renderer/ui/page.tsx';
import { BidCell, comparableOffer, formatOffer } from './bid-cell.tsx';
import { useReopenColumn } from './reopen-column.tsx';

function createColumns(t: TFunction<'bids'>): readonly Column<ValuedBid>[] {
  return [
    {
      id: 'id',
      header: t('ranked.bid'),
      kind: 'text',
      value: (row) => row.id,
      cell: (row) => <BidCell bid={row} t={t} />,
    },
    {
      id: 'state',
      header: t('decided.state'),
      kind: 'text',
      value: (row) => row.state,
      cell: (row) => t(`state.${row.state}`),
    },
    {
      id: 'offer',
      header: t('ranked.offer'),
      kind: 'number',
      value: (row) => row.pricePerMonth,
      rank: comparableOffer,
      cell: formatOffer,
    },
    {
      id: 'counterPriceMonth',
      header: t('decided.asked'),
      kind: 'number',
      value: (row) => row.counterPriceMonth,
      cell: (row) => (row.counterPriceMonth === null ? null : formatMoney(row.counterPriceMonth, row.currency)),
    },
    { id: 'note', header: t('decided.why'), kind: 'text', value: (row) => row.note ?? '' },
  ];
}

/** Bids that were countered or declined; shown only when there are any. */
export function DecidedSection() {
  const { t } = useTranslation('bids');
  const { data } = useQuery(api.bids.list.queryOptions({ input: { states: ['countered', 'declined'] } }));
  const reopenColumn = useReopenColumn<ValuedBid>((row) => row.id);
  if (data === undefined || data.bids.length === 0) return null;
  return (
    <Section title={t('decided.title')}>
      <Card flush>
        <DataTable
          caption={t('decided.title')}
          hideCaption
          columns={[...createColumns(t), reopenColumn]}
          rows={data.bids}
          rowKey={(row) => row.id}
          exportName="farmer-decided-bids"
        />
      </Card>
    </Section>
  );
}
