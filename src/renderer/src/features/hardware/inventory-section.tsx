import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { HardwareReading } from '#shared/contract/hardware/hardware-reading.ts';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { FactList } from '#renderer/ui/fact-list.tsx';
import { formatBytes, formatNumber } from '#renderer/ui/format.ts';
import { LoadingSkeleton } from '#renderer/ui/loading-skeleton.tsx';
import { CardColumns, Section } from '#renderer/ui/page.tsx';
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

function TypedIn({ node }: { readonly node: FarmNode }) {
  const { t } = useTranslation('hardware');
  if (node.resources === null) return null;
  const { cru, mruBytes, sruBytes, hruBytes } = node.resources;
  return (
    <Card>
      <FactList
        facts={[
          { name: t('resource.cru'), value: formatNumber(cru) },
          { name: t('resource.mru'), value: formatBytes(mruBytes) },
          { name: t('resource.sru'), value: formatBytes(sruBytes) },
          { name: t('resource.hru'), value: formatBytes(hruBytes) },
        ]}
      />
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

/** What is in the machine, part by part; what could not be read says why. */
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
        ) : (
          <TypedIn node={node} />
        )}
      </Section>
      {reading === undefined ? null : <EvidenceList reading={reading} />}
    </>
  );
}
