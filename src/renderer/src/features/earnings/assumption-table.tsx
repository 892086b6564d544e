import { useTranslation } from 'react-i18next';
import type { AssumptionWire, ProjectionWire } from '#shared/contract/projections.ts';
import { isPlainDecimal } from '#shared/decimal.ts';
import { Card } from '#renderer/ui/card.tsx';
import type { Column } from '#renderer/ui/data-table.tsx';
import { DataTable } from '#renderer/ui/data-table.tsx';
import { formatBytes, formatNumber } from '#renderer/ui/format.ts';
import { Section } from '#renderer/ui/page.tsx';

/** Writes an assumed value for reading: sizes in GiB, numbers with separators, words as they are. */
export function assumptionText({ value, unit }: Pick<AssumptionWire, 'value' | 'unit'>): string {
  if (unit === 'bytes') return formatBytes(Number(value));
  return isPlainDecimal(value) ? formatNumber(value) : value;
}

/** Values that are words. */
const WORDS = new Set(['virtual', 'certification']);

/** Everything that the estimate stands on, and where each value came from. */
export function AssumptionTable({ projection }: { readonly projection: ProjectionWire }) {
  const { t } = useTranslation('earnings');
  const columns: readonly Column<AssumptionWire>[] = [
    { id: 'assumption', header: t('stands.what'), kind: 'text', value: (row) => t(`assumption.${row.id}`) },
    {
      id: 'value',
      header: t('stands.value'),
      kind: 'number',
      value: (row) => row.value,
      cell: (row) => (WORDS.has(row.id) ? t(`value.${row.value}`) : assumptionText(row)),
    },
    {
      id: 'unit',
      header: t('stands.unit'),
      kind: 'text',
      value: (row) => (row.unit === 'bytes' ? '' : row.unit),
    },
    { id: 'origin', header: t('stands.origin'), kind: 'text', value: (row) => t(`origin.${row.origin}`) },
  ];
  return (
    <Section title={t('stands.title')}>
      <Card>
        <DataTable
          caption={t('stands.caption')}
          columns={columns}
          rows={projection.assumptions}
          rowKey={(row) => row.id}
          exportName="farmer-assumptions"
          isMarked={(row) => row.origin === 'missing'}
        />
      </Card>
    </Section>
  );
}
