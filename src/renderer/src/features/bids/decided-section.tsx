import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ValuedBid } from '#shared/contract/bids/bids.ts';
import { api } from '#renderer/client/client.ts';
import { numberColumn, textColumn } from '#renderer/ui/columns.tsx';
import { type Column } from '#renderer/ui/data-table.tsx';
import { formatMoney } from '#renderer/ui/format.ts';
import { Section } from '#renderer/ui/page.tsx';
import { TableCard } from '#renderer/ui/table-card.tsx';
import { BidCell, comparableOffer, formatOffer } from './bid-cell.tsx';
import { useReopenColumn } from './reopen-column.tsx';

function createColumns(t: TFunction<'bids'>): readonly Column<ValuedBid>[] {
  return [
    textColumn('id', t('ranked.bid'), (row) => row.id, { cell: (row) => <BidCell bid={row} t={t} /> }),
    textColumn('state', t('decided.state'), (row) => row.state, { format: (state) => t(`state.${state}`) }),
    numberColumn('offer', t('ranked.offer'), (row) => row.pricePerMonth, { rank: comparableOffer, cell: formatOffer }),
    numberColumn('counterPriceMonth', t('decided.asked'), (row) => row.counterPriceMonth, {
      cell: (row) => (row.counterPriceMonth === null ? null : formatMoney(row.counterPriceMonth, row.currency)),
    }),
    textColumn('note', t('decided.why'), (row) => row.note ?? ''),
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
      <TableCard
        caption={t('decided.title')}
        columns={[...createColumns(t), reopenColumn]}
        rows={data.bids}
        rowKey={(row) => row.id}
        exportName="farmer-decided-bids"
      />
    </Section>
  );
}
