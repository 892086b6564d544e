import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Reservation } from '#shared/contract/bids/bids.ts';
import { api } from '#renderer/client/client.ts';
import { exportColumn, instantColumn, numberColumn, textColumn } from '#renderer/ui/columns.tsx';
import { type Column } from '#renderer/ui/data-table.tsx';
import { type Money, useMoney } from '#renderer/ui/money.ts';
import { Section } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { SliceCount } from '#renderer/ui/slice-kind.tsx';
import { TableCard } from '#renderer/ui/table-card.tsx';
import { Instant } from '#renderer/ui/time.tsx';
import classes from './bids.module.css';
import { useReopenColumn } from './reopen-column.tsx';

const formatDay = (atS: number) => <Instant atS={atS} precision="date" />;

function createColumns(t: TFunction<'bids'>, money: Money): readonly Column<Reservation>[] {
  return [
    textColumn('buyer', t('reserved.buyer'), (row) => row.buyer),
    textColumn('slices', t('reserved.slices'), (row) => `${row.slices} × ${row.kindId}`, {
      cell: (row) => (
        <>
          <SliceCount count={row.slices} kindId={row.kindId} />
          <div className={classes['small']}>{row.nodeName}</div>
        </>
      ),
    }),
    exportColumn('node', 'text', (row) => row.nodeName),
    instantColumn('start', t('reserved.from'), (row) => row.startS, { format: formatDay }),
    instantColumn('end', t('reserved.until'), (row) => row.endS, { format: formatDay }),
    numberColumn('monthUsd', t('reserved.month'), (row) => row.monthUsd, { unit: money.code, format: money.digits }),
  ];
}

/** The slices reserved for accepted bids, with their times. */
export function ReservationsSection() {
  const { t } = useTranslation('bids');
  const money = useMoney();
  const query = useQuery(api.bids.listReservations.queryOptions());
  const reopenColumn = useReopenColumn<Reservation>((row) => row.bidId);
  return (
    <Section title={t('reserved.title')}>
      <QueryView query={query}>
        {({ reservations }) => (
          <TableCard
            caption={t('reserved.title')}
            columns={[...createColumns(t, money), reopenColumn]}
            rows={reservations}
            rowKey={(row) => row.bidId}
            exportName="farmer-reservations"
            empty={{ title: t('reserved.none'), purpose: t('reserved.noneHint') }}
          />
        )}
      </QueryView>
    </Section>
  );
}
