import { SegmentedControl, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FarmNodeRow } from '#shared/contract/nodes/nodes.ts';
import { needsAttention } from '#shared/domain/nodes/farm.ts';
import { Card } from '#renderer/ui/card.tsx';
import { DataTable } from '#renderer/ui/data-table.tsx';
import { useHashParam } from '#renderer/ui/hash-location.ts';
import { useMessage } from '#renderer/ui/message.ts';
import { useFarmColumns } from './farm-columns.tsx';
import { filterFarm } from './farm-filter.ts';
import { statusKey } from './node-status.tsx';
import classes from './nodes.module.css';

const WORST_FIRST = { columnId: 'concern', direction: 'ascending' } as const;
/** Fewer machines than this need no search. */
const SEARCHABLE_FROM = 6;

function useSearchText(): (row: FarmNodeRow) => readonly string[] {
  const { t } = useTranslation(['nodes', 'common']);
  const translate = useMessage();
  return (row) => [
    row.name,
    t(`common:node.kind.${row.kind}`),
    t(`certifications.${row.certification}`),
    t(`status.${statusKey(row)}`),
    row.refusal === null ? '' : translate(row.refusal.title),
    String(row.grid.nodeId ?? ''),
  ];
}

interface FarmTableProps {
  readonly rows: readonly FarmNodeRow[];
  readonly onEdit: (id: number) => void;
}

/** Every machine of the farm, worst first, with a filter by text and one by what needs attention. */
export function FarmTable({ rows, onEdit }: FarmTableProps) {
  const { t } = useTranslation('nodes');
  const [text, setText] = useState('');
  const [show, setShow] = useHashParam('show');
  const attentionOnly = show === 'attention';
  const searchTextOf = useSearchText();
  const columns = useFarmColumns(onEdit);
  const shown = filterFarm(rows, { text, attentionOnly }, searchTextOf);
  const count = rows.filter(({ concern }) => needsAttention(concern)).length;
  return (
    <Card>
      {rows.length < SEARCHABLE_FROM ? null : (
        <div className={classes['filters']}>
          <TextInput
            className={classes['search']}
            aria-label={t('filter.text')}
            placeholder={t('filter.placeholder')}
            leftSection={<IconSearch size={16} aria-hidden />}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <SegmentedControl
            aria-label={t('filter.show')}
            data={[
              { value: 'all', label: t('filter.all', { count: rows.length }) },
              { value: 'attention', label: t('filter.attention', { count }) },
            ]}
            value={attentionOnly ? 'attention' : 'all'}
            onChange={(next) => setShow(next === 'attention' ? 'attention' : null)}
          />
        </div>
      )}
      <DataTable
        caption={t('caption')}
        columns={columns}
        rows={shown}
        rowKey={(row) => String(row.id)}
        initialSort={WORST_FIRST}
        exportName="farmer-farm"
        emptyText={t(attentionOnly && text === '' ? 'filter.nothing' : 'filter.noMatch')}
        isDense
      />
    </Card>
  );
}
