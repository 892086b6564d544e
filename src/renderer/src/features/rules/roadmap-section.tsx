import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, type client } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { exportColumn, textColumn } from '#renderer/ui/columns.tsx';
import { type Column, DataTable } from '#renderer/ui/data-table.tsx';
import { formatPeriodName } from '#renderer/ui/format-time.ts';
import { LoadingSkeleton } from '#renderer/ui/loading-skeleton.tsx';
import { Section } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { Tag } from '#renderer/ui/tag.tsx';
import { useMessage } from '#renderer/ui/message.ts';
import classes from './rules.module.css';

type Component = Awaited<ReturnType<typeof client.economy.listRoadmap>>['components'][number];

function useColumns(): readonly Column<Component>[] {
  const { t } = useTranslation('rules');
  const translate = useMessage();
  return [
    textColumn('component', t('roadmap.component'), (row) => translate(row.title), {
      cell: (row) => (
        <span className={classes['component']}>
          {translate(row.title)} <Tag>{t(`roadmap.state.${row.status}`)}</Tag>
        </span>
      ),
    }),
    exportColumn('status', 'text', (row) => row.status),
    textColumn('bearing', t('roadmap.bearing'), (row) => translate(row.bearing)),
    textColumn('due', t('roadmap.due'), (row) => translate(row.due)),
  ];
}

/** The components of the published roadmap, each with its status and its effect on a farmer. */
export function RoadmapSection() {
  const { t } = useTranslation('rules');
  const columns = useColumns();
  const translate = useMessage();
  const query = useQuery(api.economy.listRoadmap.queryOptions({ staleTime: Number.POSITIVE_INFINITY }));
  return (
    <Section title={t('roadmap.title')}>
      <QueryView query={query} loading={<LoadingSkeleton shape="rows" count={4} />}>
        {({ components, source }) => (
          <Card footer={t('roadmap.source', { title: translate(source.title), asOf: formatPeriodName(source.asOf) })}>
            <DataTable
              caption={t('roadmap.caption')}
              columns={columns}
              rows={components}
              rowKey={(row) => row.id}
              exportName="farmer-roadmap"
            />
          </Card>
        )}
      </QueryView>
    </Section>
  );
}
