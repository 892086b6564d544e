import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { Receipt } from '#shared/contract/uptime/receipts.ts';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { numberColumn, textColumn } from '#renderer/ui/columns.tsx';
import type { Column } from '#renderer/ui/data-table.tsx';
import { DataTable } from '#renderer/ui/data-table.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { formatPermille, formatTft, tftBetween } from '#renderer/ui/format.ts';
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
    textColumn('period', t('receipts.period'), (row) => row.period.name, { format: formatPeriodName }),
    numberColumn('permille', t('receipts.uptime'), (row) => row.permille, { format: formatPermille }),
    numberColumn('tft', t('receipts.paid'), (row) => row.tft, { unit: 'TFT', format: tft }),
    numberColumn('ownTft', t('receipts.own'), (row) => row.ownTft?.high ?? null, {
      unit: 'TFT',
      cell: ({ ownTft }) => (ownTft === null ? '—' : tftBetween(ownTft)),
    }),
    numberColumn('tftDifference', t('receipts.difference'), (row) => row.tftDifference, {
      unit: 'TFT',
      format: (tftDifference) => tft(tftDifference, 'always'),
    }),
    textColumn('standing', t('receipts.counts'), (row) => t(`receipts.standing.${row.standing}`)),
    textColumn('hash', t('receipts.hash'), (row) => row.hash, {
      cell: ({ hash, verification }) =>
        hash === null ? '—' : `${hash.slice(0, 8)}… ${t(`receipts.verification.${verification}`)}`,
    }),
    textColumn('causes', t('receipts.causes'), (row) => row.causes.join(' '), {
      cell: (row) =>
        row.causes.length === 0
          ? t('receipts.agrees')
          : row.causes.map((cause) => t(`receipts.cause.${cause}`)).join(' · '),
    }),
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
