import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { Receipt } from '#shared/contract/uptime/receipts.ts';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import type { Column } from '#renderer/ui/data-table.tsx';
import { DataTable } from '#renderer/ui/data-table.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { formatPermille, formatTft } from '#renderer/ui/format.ts';
import { formatPeriodName } from '#renderer/ui/format-time.ts';
import { goTo } from '#renderer/ui/hash-location.ts';
import { Section } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';

function tft(value: string | null, sign: 'auto' | 'always' = 'auto'): string {
  return value === null ? '—' : formatTft(value, { maxPlaces: 2, sign });
}

function useColumns(): readonly Column<Receipt>[] {
  const { t } = useTranslation('uptime');
  return [
    {
      id: 'period',
      header: t('receipts.period'),
      kind: 'text',
      value: (row) => row.period.name,
      cell: (row) => formatPeriodName(row.period.name),
    },
    {
      id: 'permille',
      header: t('receipts.uptime'),
      kind: 'number',
      value: (row) => row.permille,
      cell: (row) => formatPermille(row.permille),
    },
    {
      id: 'tft',
      header: t('receipts.paid'),
      unit: 'TFT',
      kind: 'number',
      value: (row) => row.tft,
      cell: (row) => tft(row.tft),
    },
    {
      id: 'ownTft',
      header: t('receipts.own'),
      unit: 'TFT',
      kind: 'number',
      value: (row) => row.ownTft,
      cell: (row) => tft(row.ownTft),
    },
    {
      id: 'tftDifference',
      header: t('receipts.difference'),
      unit: 'TFT',
      kind: 'number',
      value: (row) => row.tftDifference,
      cell: (row) => tft(row.tftDifference, 'always'),
    },
    {
      id: 'causes',
      header: t('receipts.causes'),
      kind: 'text',
      value: (row) => row.causes.join(' '),
      cell: (row) =>
        row.causes.length === 0
          ? t('receipts.agrees')
          : row.causes.map((cause) => t(`receipts.cause.${cause}`)).join(' · '),
    },
  ];
}

/** What the grid paid, beside the own record, and why they differ. */
export function ReceiptsSection({ node }: { readonly node: FarmNode }) {
  const { t } = useTranslation('uptime');
  const query = useQuery(api.uptime.receipts.list.queryOptions({ input: { nodeId: node.id } }));
  const columns = useColumns();
  return (
    <Section title={t('receipts.title')}>
      <Card>
        <QueryView query={query}>
          {({ receipts }) =>
            receipts.length === 0 ? (
              <EmptyState
                compact
                title={t('receipts.none')}
                purpose={t('receipts.purpose')}
                action={
                  <Button variant="default" size="xs" onClick={() => goTo('/uptime', { import: 'receipt' })}>
                    {t('files.importReceipts')}
                  </Button>
                }
              />
            ) : (
              <DataTable
                caption={t('receipts.caption')}
                columns={columns}
                rows={receipts}
                rowKey={(row) => String(row.id)}
                exportName="receipts"
                initialSort={{ columnId: 'period', direction: 'descending' }}
              />
            )
          }
        </QueryView>
      </Card>
    </Section>
  );
}
