import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { PriceChange, SetPrice } from '#shared/contract/slices/prices.ts';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { type Column, DataTable } from '#renderer/ui/data-table.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { formatUnitPrice } from '#renderer/ui/format.ts';
import { Section } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { Tag } from '#renderer/ui/tag.tsx';
import { Instant } from '#renderer/ui/time.tsx';
import { useKindName } from '#renderer/ui/slice-kind.tsx';

function parseKindId(sliceId: string): string {
  return sliceId.slice(sliceId.indexOf(':') + 1);
}

function KindName({ id }: { readonly id: string }) {
  const formatKind = useKindName();
  return formatKind(id);
}

function createColumns(t: TFunction<'slices'>): readonly Column<PriceChange>[] {
  const price = (value: SetPrice | null) =>
    value === null ? t('history.suggested') : formatUnitPrice(value.priceMonth, value.currency);
  return [
    {
      id: 'at',
      header: t('history.when'),
      kind: 'text',
      value: (row) => new Date(row.atMs).toISOString(),
      cell: (row) => <Instant atS={Math.floor(row.atMs / 1000)} />,
    },
    {
      id: 'slice',
      header: t('history.slice'),
      kind: 'text',
      value: (row) => parseKindId(row.sliceId),
      cell: (row) => <KindName id={parseKindId(row.sliceId)} />,
    },
    {
      id: 'from',
      header: t('history.from'),
      kind: 'number',
      value: (row) => row.from?.priceMonth ?? null,
      cell: (row) => price(row.from),
    },
    {
      id: 'to',
      header: t('history.to'),
      kind: 'number',
      value: (row) => row.to?.priceMonth ?? null,
      cell: (row) => (
        <>
          {price(row.to)} {row.kind === 'undo' ? <Tag>{t('history.undo')}</Tag> : null}
        </>
      ),
    },
    { id: 'by', header: t('history.by'), kind: 'text', value: (row) => row.by },
    { id: 'reason', header: t('history.why'), kind: 'text', value: (row) => row.reason ?? '' },
  ];
}

/** Every change of the prices of a node. */
export function HistorySection({ nodeId }: { readonly nodeId: number }) {
  const { t } = useTranslation('slices');
  const query = useQuery(api.slices.prices.history.queryOptions({ input: { nodeId } }));
  return (
    <Section title={t('history.title')}>
      <QueryView query={query}>
        {({ changes }) =>
          changes.length === 0 ? (
            <Card>
              <EmptyState compact title={t('history.none')} purpose={t('history.noneHint')} />
            </Card>
          ) : (
            <Card flush>
              <DataTable
                caption={t('history.title')}
                hideCaption
                columns={createColumns(t)}
                rows={changes}
                rowKey={(row) => String(row.id)}
                exportName="farmer-price-history"
              />
            </Card>
          )
        }
      </QueryView>
    </Section>
  );
}
