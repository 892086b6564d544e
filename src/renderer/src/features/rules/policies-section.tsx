import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FarmingPolicy } from '#shared/contract/rules/policies.ts';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { actionColumn, exportColumn, numberColumn, textColumn } from '#renderer/ui/columns.tsx';
import { useCommand } from '#renderer/ui/command.ts';
import { type Column, DataTable } from '#renderer/ui/data-table.tsx';
import { formatNumber } from '#renderer/ui/format.ts';
import { LoadingSkeleton } from '#renderer/ui/loading-skeleton.tsx';
import { useMessage } from '#renderer/ui/message.ts';
import { Section } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { PolicyDialog } from './policy-dialog.tsx';
import classes from './rules.module.css';

function useColumns(onEdit: (policy: FarmingPolicy) => void): readonly Column<FarmingPolicy>[] {
  const { t } = useTranslation('rules');
  const remove = useCommand(api.rules.policies.remove);
  return [
    numberColumn('policy', t('policies.policy'), (row) => row.id, {
      cell: (row) => (row.name === null ? String(row.id) : `${row.id}, ${row.name}`),
    }),
    numberColumn('cu', t('policies.cu'), (row) => row.rates?.cuMusd ?? null, { term: 'cu', format: formatNumber }),
    numberColumn('su', t('policies.su'), (row) => row.rates?.suMusd ?? null, { term: 'su', format: formatNumber }),
    numberColumn('nu', t('policies.nu'), (row) => row.rates?.nuMusd ?? null, { format: formatNumber }),
    numberColumn('ipv4', t('policies.ipv4'), (row) => row.rates?.ipv4HourMusd ?? null, {
      format: formatNumber,
    }),
    numberColumn('minimum', t('policies.minimum'), (row) => row.minimumPermille, { format: (value) => `${value} ‰` }),
    textColumn('from', t('policies.from'), (row) => t(`policies.origin.${row.origin}`), {
      cell: (row) => (
        <>
          {t(`policies.origin.${row.origin}`)}
          <div className={classes['reference']}>{row.source}</div>
        </>
      ),
    }),
    exportColumn('source', 'text', (row) => row.source),
    actionColumn('edit', t('policies.change'), (row) =>
      row.origin === 'published' ? null : (
        <>
          <Button variant="subtle" size="compact-sm" onClick={() => onEdit(row)}>
            {t('policies.change')}
          </Button>
          {row.origin === 'typed' ? (
            <Button variant="subtle" color="gray" size="compact-sm" onClick={() => remove.run({ id: row.id })}>
              {t('policies.remove')}
            </Button>
          ) : null}
        </>
      ),
    ),
  ];
}

/** Farming policies: the payment of each and its source; unpublished ones can be entered manually. */
export function PoliciesSection() {
  const { t } = useTranslation('rules');
  const translate = useMessage();
  const query = useQuery(api.rules.policies.list.queryOptions());
  const [edited, setEdited] = useState<FarmingPolicy | 'new' | null>(null);
  const columns = useColumns(setEdited);
  return (
    <Section title={t('policies.title')}>
      <QueryView query={query} loading={<LoadingSkeleton shape="rows" count={3} />}>
        {({ policies, examples }) => (
          <Card footer={examples.map(({ name, note }) => `${name}: ${translate(note)}`).join(' ')}>
            <DataTable
              caption={t('policies.caption')}
              columns={columns}
              rows={policies}
              rowKey={(row) => String(row.id)}
              exportName="farmer-policies"
            />
            <p>{t('policies.allOrNothing')}</p>
            <Button variant="default" className={classes['action']} onClick={() => setEdited('new')}>
              {t('policies.add')}
            </Button>
            {edited === null ? null : (
              <PolicyDialog
                policy={edited === 'new' ? null : edited}
                examples={examples}
                onClose={() => setEdited(null)}
              />
            )}
          </Card>
        )}
      </QueryView>
    </Section>
  );
}
