import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { HardwareReading } from '#shared/contract/hardware/hardware-reading.ts';
import type { Resources } from '#shared/domain/hardware/resources.ts';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { FactList } from '#renderer/ui/fact-list.tsx';
import { LoadingSkeleton } from '#renderer/ui/loading-skeleton.tsx';
import { CardColumns, Section } from '#renderer/ui/page.tsx';
import { useResourceFacts } from '#renderer/ui/resource-fields.tsx';
import { EvidenceList } from './evidence-list.tsx';
import { BoardCard, CpuCard, FirmwareCard, VirtualisationCard } from './inventory-cards.tsx';
import { DisksCard } from './inventory-disks.tsx';
import { GpuCard, MemoryCard, NetworkCard } from './inventory-lists.tsx';

function Inventory({ reading, node }: { readonly reading: HardwareReading; readonly node: FarmNode }) {
  const { parts } = reading;
  return (
    <>
      <DisksCard part={parts.disks} canMeasure={node.kind === 'this-machine'} />
      <CardColumns>
        <CpuCard part={parts.cpu} />
        <MemoryCard part={parts.memory} />
        <NetworkCard part={parts.network} />
        <FirmwareCard part={parts.firmware} />
        <BoardCard board={parts.board} os={parts.os} />
        <VirtualisationCard part={parts.virtualisation} />
        <GpuCard part={parts.gpus} />
      </CardColumns>
    </>
  );
}

function TypedIn({ resources }: { readonly resources: Resources }) {
  const resourceFacts = useResourceFacts();
  return (
    <Card>
      <FactList facts={resourceFacts((name, write) => write(resources[name]))} />
    </Card>
  );
}

/** The reading of a node: this machine's last one, or the one that came with its passport. */
function useReading(node: FarmNode) {
  const isThisMachine = node.kind === 'this-machine';
  const last = useQuery({ ...api.hardware.readings.getLast.queryOptions(), enabled: isThisMachine });
  const stored = useQuery({
    ...api.hardware.readings.exportPassport.queryOptions({ input: { nodeId: node.id } }),
    enabled: node.kind === 'imported' && node.importSource === 'passport',
  });
  const isPending = isThisMachine ? last.isPending : stored.isLoading;
  return { isPending, reading: isThisMachine ? last.data?.machine?.reading : stored.data?.passport.reading };
}

/** What is in the machine, part by part; with the reason for what could not be read. */
export function InventorySection({ node }: { readonly node: FarmNode }) {
  const { t } = useTranslation('hardware');
  const { reading, isPending } = useReading(node);
  return (
    <>
      <Section title={t('inventory.title')}>
        {reading !== undefined ? (
          <Inventory reading={reading} node={node} />
        ) : isPending ? (
          <LoadingSkeleton count={4} />
        ) : node.resources === null ? null : (
          <TypedIn resources={node.resources} />
        )}
      </Section>
      {reading === undefined ? null : <EvidenceList reading={reading} />}
    </>
  );
}
