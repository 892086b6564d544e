import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '#renderer/client/client.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { useFarm } from '#renderer/ui/farm.ts';
import { goTo, useHashParam } from '#renderer/ui/hash-location.ts';
import { LoadingSkeleton } from '#renderer/ui/loading-skeleton.tsx';
import { Page, PageHeader } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { EditNodeDialog } from './edit-node-dialog.tsx';
import { FarmSentence } from './farm-sentence.tsx';
import { FarmView } from './farm/farm-view.tsx';
import { FarmMenu } from './farm-menu.tsx';
import { PlanDialog } from './plan-dialog.tsx';

/** The form of one node, once all its values are loaded. */
function EditNode({ id, onClose }: { readonly id: number; readonly onClose: () => void }) {
  const { data } = useQuery(api.nodes.get.queryOptions({ input: { id } }));
  return data === undefined ? null : <EditNodeDialog key={id} node={data} onClose={onClose} />;
}

function FarmOrEmpty({ onAdd }: { readonly onAdd: () => void }) {
  const { t } = useTranslation('nodes');
  const query = useFarm();
  const [edited, setEdited] = useState<number | null>(null);
  return (
    <QueryView query={query} loading={<LoadingSkeleton shape="rows" count={8} />}>
      {(farm) =>
        farm.nodes.length === 0 ? (
          <EmptyState
            title={t('none.title')}
            purpose={t('none.purpose')}
            action={<Button onClick={onAdd}>{t('add')}</Button>}
          />
        ) : (
          <>
            <FarmSentence farm={farm} />
            <FarmView farm={farm} onEdit={setEdited} />
            {edited === null ? null : <EditNode id={edited} onClose={() => setEdited(null)} />}
          </>
        )
      }
    </QueryView>
  );
}

const addNode = () => goTo('/first-run');

/** The farm page: its income after power, and all nodes by site. */
export default function NodesPage() {
  const { t } = useTranslation('nodes');
  const [adding, setAdding] = useHashParam('add');
  const [, setImporting] = useHashParam('import');
  return (
    <Page>
      <PageHeader
        title={t('title')}
        tools={<FarmMenu onImport={() => setImporting('nodes')} />}
        action={
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={addNode}>
            {t('add')}
          </Button>
        }
      />
      <FarmOrEmpty onAdd={addNode} />
      <PlanDialog isOpen={adding === 'planned'} onClose={() => setAdding(null)} />
    </Page>
  );
}
