import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ReservationWire } from '#shared/contract/bids.ts';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { useCommand } from '#renderer/ui/command.ts';
import { type Column, DataTable } from '#renderer/ui/data-table.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { type Money, useMoney } from '#renderer/ui/money.ts';
import { Section } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { Instant } from '#renderer/ui/time.tsx';

function columnsOf(
  t: TFunction<'bids'>,
  money: Money,
  release: (bidId: string) => void,
): readonly Column<ReservationWire>[] {
  return [
    { id: 'buyer', header: t('reserved.buyer'), kind: 'text', value: (row) => row.buyer },
    {
      id: 'slices',
      header: t('reserved.slices'),
      kind: 'text',
      value: (row) => `${row.slices} × ${row.kindId}, ${row.nodeName}`,
    },
    {
      id: 'start',
      header: t('reserved.from'),
      kind: 'text',
      value: (row) => new Date(row.startS * 1000).toISOString(),
      cell: (row) => <Instant atS={row.startS} />,
    },
    {
      id: 'end',
      header: t('reserved.until'),
      kind: 'text',
      value: (row) => new Date(row.endS * 1000).toISOString(),
      cell: (row) => <Instant atS={row.endS} />,
    },
    {
      id: 'monthUsd',
      header: t('reserved.month'),
      unit: money.code,
      kind: 'number',
      value: (row) => row.monthUsd,
      cell: (row) => money.digits(row.monthUsd),
    },
    {
      id: 'release',
      header: t('ranked.decide'),
      kind: 'text',
      isAction: true,
      value: () => null,
      cell: (row) => (
        <Button
          variant="subtle"
          size="compact-sm"
          aria-label={t('action.reopenThis', { id: row.bidId })}
          onClick={() => release(row.bidId)}
        >
          {t('action.reopen')}
        </Button>
      ),
    },
  ];
}

/** What is promised to accepted bids, and until when. */
export function ReservationsSection() {
  const { t } = useTranslation('bids');
  const money = useMoney();
  const query = useQuery(api.bids.listReservations.queryOptions());
  const reopen = useCommand(api.bids.reopen, { doneText: t('action.reopened') });
  return (
    <Section title={t('reserved.title')}>
      <QueryView query={query}>
        {({ reservations }) =>
          reservations.length === 0 ? (
            <EmptyState compact title={t('reserved.none')} purpose={t('reserved.noneHint')} />
          ) : (
            <Card flush>
              <DataTable
                caption={t('reserved.title')}
                hideCaption
                columns={columnsOf(t, money, (id) => reopen.run({ id }))}
                rows={reservations}
                rowKey={(row) => row.bidId}
                exportName="farmer-reservations"
              />
            </Card>
          )
        }
      </QueryView>
    </Section>
  );
}
