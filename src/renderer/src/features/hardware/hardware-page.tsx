import { Button, Menu } from '@mantine/core';
import { IconDotsVertical, IconFileImport, IconFlag, IconId, IconPlus, IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { api } from '#renderer/client/client.ts';
import { useAssessment } from '#renderer/ui/assessment.ts';
import { useCommand } from '#renderer/ui/command.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { saveFile } from '#renderer/ui/export-table.ts';
import { goTo } from '#renderer/ui/hash-location.ts';
import { LoadingSkeleton } from '#renderer/ui/loading-skeleton.tsx';
import { NodeHeader } from '#renderer/ui/node-header.tsx';
import { CardGrid, Page } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { useSelectedNode } from '#renderer/ui/selected-node.ts';
import { CapacityCard } from './capacity-card.tsx';
import { ChangesSection, useChanges } from './changes-section.tsx';
import { ChecklistSection } from './checklist-section.tsx';
import { InventorySection } from './inventory-section.tsx';
import { ReadingLine } from './reading-line.tsx';
import { RewardCard } from './reward-card.tsx';
import { UpgradesSection } from './upgrades-section.tsx';

const PROGRESS_MS = 400;

function NodeMenu({ node }: { readonly node: FarmNode }) {
  const { t } = useTranslation('hardware');
  const exportPassport = useCommand(api.hardware.readings.exportPassport, {
    onDone: ({ fileName, text }) => saveFile(fileName, text, 'application/json'),
  });
  const record = useCommand(api.hardware.readings.record, {
    onDone: (recording) => saveFile('recording.json', JSON.stringify(recording, null, 2), 'application/json'),
  });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" rightSection={<IconDotsVertical size={16} aria-hidden />}>
          {t('menu.title')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {node.kind === 'planned' ? null : (
          <Menu.Item
            leftSection={<IconId size={16} />}
            onClick={() => exportPassport.run({ nodeId: node.kind === 'this-machine' ? null : node.id })}
          >
            {t('menu.exportPassport')}
          </Menu.Item>
        )}
        {node.kind === 'this-machine' ? (
          <Menu.Item leftSection={<IconFlag size={16} />} onClick={() => record.run(undefined)}>
            {t('menu.reportReading')}
          </Menu.Item>
        ) : null}
        <Menu.Item leftSection={<IconPlus size={16} />} onClick={() => goTo('/', { add: 'planned' })}>
          {t('menu.plan')}
        </Menu.Item>
        <Menu.Item leftSection={<IconFileImport size={16} />} onClick={() => goTo('/', { import: 'nodes' })}>
          {t('menu.import')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function ReadMachine({ isReading, isFirst }: { readonly isReading: boolean; readonly isFirst: boolean }) {
  const { t } = useTranslation('hardware');
  const read = useCommand(api.hardware.readings.read);
  return (
    <Button
      leftSection={<IconRefresh size={16} aria-hidden />}
      loading={read.isRunning || isReading}
      onClick={() => read.run({})}
    >
      {t(isFirst ? 'readFirst' : 'readAgain')}
    </Button>
  );
}

/** The placeholder for two cards and a checklist. */
function HardwareSkeleton() {
  return (
    <>
      <CardGrid minWidth="26rem">
        <LoadingSkeleton count={4} />
        <LoadingSkeleton count={4} />
      </CardGrid>
      <LoadingSkeleton count={4} />
    </>
  );
}

function NodeHardware({ node }: { readonly node: FarmNode }) {
  const assessment = useAssessment(node.id);
  const changes = useChanges(node);
  // Shown together, because content that arrives later further up would move the page.
  if (assessment.isLoading || changes.isLoading) return <HardwareSkeleton />;
  return (
    <>
      <ChangesSection node={node} />
      <QueryView query={assessment}>
        {(data) => (
          <>
            <CardGrid minWidth="26rem">
              <CapacityCard assessment={data} />
              <RewardCard assessment={data} node={node} />
            </CardGrid>
            <ChecklistSection key={node.id} assessment={data} node={node} />
          </>
        )}
      </QueryView>
      {node.resources === null ? null : <UpgradesSection node={node} resources={node.resources} />}
      <InventorySection node={node} />
    </>
  );
}

/** The contents of a machine, its value, what is missing, and what would help. */
export default function HardwarePage() {
  const { t } = useTranslation('hardware');
  const { node, isLoading, error, retry } = useSelectedNode();
  const last = useQuery({
    ...api.hardware.readings.getLast.queryOptions(),
    refetchInterval: (query) => (query.state.data?.isReading === true ? PROGRESS_MS : false),
  });
  const isReading = last.data?.isReading === true;
  const isThisMachine = node === null || node.kind === 'this-machine';
  return (
    <Page>
      <NodeHeader
        lede={node === null ? t('lede') : <ReadingLine node={node} last={last.data} />}
        tools={node === null ? undefined : <NodeMenu node={node} />}
        action={isThisMachine ? <ReadMachine isReading={isReading} isFirst={node === null} /> : undefined}
      />
      {node !== null ? (
        <NodeHardware key={node.id} node={node} />
      ) : isLoading || isReading ? (
        <HardwareSkeleton />
      ) : error !== null ? (
        <ErrorState error={error} onRetry={retry} />
      ) : (
        <EmptyState
          title={t('none.title')}
          purpose={t('none.purpose')}
          action={
            <Button variant="default" onClick={() => goTo('/', { add: 'planned' })}>
              {t('menu.plan')}
            </Button>
          }
        />
      )}
    </Page>
  );
}
