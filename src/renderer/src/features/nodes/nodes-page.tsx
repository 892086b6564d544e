import { Button } from '@mantine/core';
import { IconFileImport, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes.ts';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { useHashParam } from '#renderer/ui/hash-location.ts';
import { LoadingSkeleton } from '#renderer/ui/loading-skeleton.tsx';
import { Page, PageHeader } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { EditNodeDialog } from './edit-node-dialog.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { NodeTable } from './node-table.tsx';
import { PlanDialog } from './plan-dialog.tsx';

function NodeList({ onPlan }: { readonly onPlan: () => void }) {
  const { t } = useTranslation('nodes');
  const query = useQuery(api.nodes.list.queryOptions({ input: {} }));
  const [edited, setEdited] = useState<FarmNode | null>(null);
  return (
    <QueryView query={query} loading={<LoadingSkeleton shape="rows" count={4} />}>
      {({ nodes }) =>
        nodes.length === 0 ? (
          <EmptyState
            title={t('none.title')}
            purpose={t('none.purpose')}
            action={<Button onClick={onPlan}>{t('plan.title')}</Button>}
          />
        ) : (
          <Card>
            <NodeTable nodes={nodes} onEdit={setEdited} />
            {edited === null ? null : <EditNodeDialog key={edited.id} node={edited} onClose={() => setEdited(null)} />}
          </Card>
        )
      }
    </QueryView>
  );
}

/** The machines of the farm: read, planned and imported. */
export default function NodesPage() {
  const { t } = useTranslation('nodes');
  const [adding, setAdding] = useHashParam('add');
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
            onClick={() => setAdding('import')}
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
      <NodeList onPlan={() => setAdding('planned')} />
      <PlanDialog isOpen={adding === 'planned'} onClose={close} />
      <ImportDialog isOpen={adding === 'import'} onClose={close} />
    </Page>
  );
}
