import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { PriceChange, SetPrice } from '#shared/contract/slices/prices.ts';
import { api } from '#renderer/client/client.ts';
import { instantColumn, numberColumn, textColumn } from '#renderer/ui/columns.tsx';
import { type Column } from '#renderer/ui/data-table.tsx';
import { formatUnitPrice } from '#renderer/ui/format.ts';
import { Section } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { TableCard } from '#renderer/ui/table-card.tsx';
import { Tag } from '#renderer/ui/tag.tsx';
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
    instantColumn('at', t('history.when'), (row) => row.atMs / 1000),
    textColumn('slice', t('history.slice'), (row) => parseKindId(row.sliceId), {
      format: (value) => <KindName id={value} />,
    }),
    numberColumn('from', t('history.from'), (row) => row.from?.priceMonth ?? null, { cell: (row) => price(row.from) }),
    numberColumn('to', t('history.to'), (row) => row.to?.priceMonth ?? null, {
      cell: (row) => (
        <>
          {price(row.to)} {row.kind === 'undo' ? <Tag>{t('history.undo')}</Tag> : null}
        </>
      ),
    }),
    textColumn('by', t('history.by'), (row) => row.by),
    textColumn('reason', t('history.why'), (row) => row.reason ?? ''),
  ];
}

/** Every change of the prices of a node. */
export function HistorySection({ nodeId }: { readonly nodeId: number }) {
  const { t } = useTranslation('slices');
  const query = useQuery(api.slices.prices.history.queryOptions({ input: { nodeId } }));
  return (
    <Section title={t('history.title')}>
      <QueryView query={query}>
        {({ changes }) => (
          <TableCard
            caption={t('history.title')}
            columns={createColumns(t)}
            rows={changes}
            rowKey={(row) => String(row.id)}
            exportName="farmer-price-history"
            empty={{ title: t('history.none'), purpose: t('history.noneHint') }}
          />
        )}
      </QueryView>
    </Section>
  );
}
