import { Button } from '@mantine/core';
import { IconFileImport, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { useFarm } from '#renderer/ui/farm.ts';
import { FarmFigures } from '#renderer/ui/farm-figures.tsx';
import { useHashParam } from '#renderer/ui/hash-location.ts';
import { LoadingSkeleton } from '#renderer/ui/loading-skeleton.tsx';
import { Page, PageHeader } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { EditNodeDialog } from './edit-node-dialog.tsx';
import { FarmTable } from './farm-table.tsx';
import { PlanDialog } from './plan-dialog.tsx';

/** The form for one machine, once the list with all its fields is loaded. */
function Edited({ id, onClose }: { readonly id: number; readonly onClose: () => void }) {
  const { data } = useQuery(api.nodes.list.queryOptions({ input: {} }));
  const node = data?.nodes.find((entry) => entry.id === id);
  return node === undefined ? null : <EditNodeDialog key={id} node={node} onClose={onClose} />;
}

function FarmView({ onPlan, onImport }: { readonly onPlan: () => void; readonly onImport: () => void }) {
  const { t } = useTranslation('nodes');
  const query = useFarm();
  const [edited, setEdited] = useState<number | null>(null);
  return (
    <QueryView query={query} loading={<LoadingSkeleton shape="rows" count={4} />}>
      {(farm) =>
        farm.nodes.length === 0 ? (
          <EmptyState
            title={t('none.title')}
            purpose={t('none.purpose')}
            action={<Button onClick={onPlan}>{t('plan.title')}</Button>}
            alternative={
              <Button variant="subtle" onClick={onImport}>
                {t('import.title')}
              </Button>
            }
          />
        ) : (
          <>
            <Card>
              <FarmFigures farm={farm} />
            </Card>
            <FarmTable rows={farm.nodes} onEdit={setEdited} />
            {edited === null ? null : <Edited id={edited} onClose={() => setEdited(null)} />}
          </>
        )
      }
    </QueryView>
  );
}

/** The farm: its totals and each machine, worst first. */
export default function NodesPage() {
  const { t } = useTranslation('nodes');
  const [adding, setAdding] = useHashParam('add');
  const [, setImporting] = useHashParam('import');
  const close = () => setAdding(null);
  return (
    <Page>
      <PageHeader
        title={t('title')}
        lede={t('lede')}
        tools={
          <Button
            variant="default"
            leftSection={<IconFileImport size={16} aria-hidden />}
            onClick={() => setImporting('nodes')}
          >
            {t('import.title')}
          </Button>
        }
        action={
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding('planned')}>
            {t('plan.title')}
          </Button>
        }
      />
      <FarmView onPlan={() => setAdding('planned')} onImport={() => setImporting('nodes')} />
      <PlanDialog isOpen={adding === 'planned'} onClose={close} />
    </Page>
  );
}
