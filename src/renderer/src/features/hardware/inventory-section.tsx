import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { Resources } from '#shared/domain/hardware/resources.ts';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { FactList } from '#renderer/ui/fact-list.tsx';
import { LoadingSkeleton } from '#renderer/ui/loading-skeleton.tsx';
import { CardColumns, Section } from '#renderer/ui/page.tsx';
import { useResourceFacts } from '#renderer/ui/resource-fields.tsx';
import { EvidenceList } from './evidence-list.tsx';
import { DisksCard } from './inventory-disks.tsx';
import { GpuCard, MemoryCard, NetworkCard } from './inventory-lists.tsx';
import type {
  BoardFacts,
  CpuFacts,
  FirmwareFacts,
  HardwareReading,
  OsFacts,
  Part,
  VirtualisationFacts,
} from '#shared/contract/hardware/hardware-reading.ts';
import { formatNumber, UNKNOWN, withUnit } from '#renderer/ui/format.ts';
import { useMessage } from '#renderer/ui/message.ts';
import classes from './hardware.module.css';
import { FactText, PartCard } from './part-card.tsx';

/** The processors. */
function CpuCard({ part }: { readonly part: Part<CpuFacts> }) {
  const { t } = useTranslation('hardware');
  return (
    <PartCard title={t('part.cpu')} part={part}>
      {(cpu) => (
        <FactList
          facts={[
            { name: t('cpu.brand'), value: cpu.brand },
            { name: t('cpu.sockets'), value: formatNumber(cpu.sockets) },
            { name: t('cpu.cores'), value: formatNumber(cpu.physicalCores) },
            { name: t('cpu.threads'), value: formatNumber(cpu.logicalCores) },
            { name: t('cpu.architecture'), value: t(`cpu.arch.${cpu.architecture}`) },
            {
              name: t('cpu.speed'),
              value: <FactText fact={cpu.speedMhz} write={(mhz) => withUnit(formatNumber(mhz), 'MHz')} />,
            },
          ]}
        />
      )}
    </PartCard>
  );
}

const SWITCHES = ['virtualisation', 'hyperThreading', 'secureBoot', 'networkBoot', 'powerOnAfterLoss'] as const;

/** Firmware settings; for an unknown one, instructions for checking it. */
function FirmwareCard({ part }: { readonly part: Part<FirmwareFacts> }) {
  const { t } = useTranslation('hardware');
  const translate = useMessage();
  return (
    <PartCard title={t('part.firmware')} part={part}>
      {(firmware) => (
        <FactList
          facts={[
            { name: t('firmware.bootMode'), value: t(`firmware.mode.${firmware.bootMode}`) },
            ...SWITCHES.map((name) => {
              const fact = firmware[name];
              return {
                name: t(`firmware.${name}`),
                value:
                  fact.state === 'unknown' ? (
                    <details className={classes['look']}>
                      <summary>{t('firmware.state.unknown')}</summary>
                      {translate(fact.because)} {translate(fact.howToLook)}
                    </details>
                  ) : (
                    t(`firmware.state.${fact.state}`)
                  ),
              };
            }),
          ]}
        />
      )}
    </PartCard>
  );
}

function textOr(text: string): string {
  return text === '' ? UNKNOWN : text;
}

/** Board, firmware maker and operating system. */
function BoardCard({ board, os }: { readonly board: Part<BoardFacts>; readonly os: Part<OsFacts> }) {
  const { t } = useTranslation('hardware');
  const translate = useMessage();
  const boardFacts =
    board.state === 'known'
      ? [
          { name: t('board.system'), value: textOr(`${board.value.systemVendor} ${board.value.systemModel}`.trim()) },
          { name: t('board.board'), value: textOr(`${board.value.boardVendor} ${board.value.boardModel}`.trim()) },
          { name: t('board.bios'), value: textOr(`${board.value.biosVendor} ${board.value.biosVersion}`.trim()) },
          { name: t('board.biosDate'), value: textOr(board.value.biosDate) },
        ]
      : [{ name: t('board.board'), value: t('inventory.unavailable', { because: translate(board.because) }) }];
  const osFacts =
    os.state === 'known'
      ? [
          { name: t('os.name'), value: textOr(`${os.value.name} ${os.value.release}`.trim()) },
          { name: t('os.kernel'), value: textOr(os.value.kernel) },
        ]
      : [{ name: t('os.name'), value: t('inventory.unavailable', { because: translate(os.because) }) }];
  return (
    <Card title={t('part.board')}>
      <FactList facts={[...boardFacts, ...osFacts]} />
    </Card>
  );
}

/** Whether the machine is virtual, and how that was detected. */
function VirtualisationCard({ part }: { readonly part: Part<VirtualisationFacts> }) {
  const { t } = useTranslation('hardware');
  const translate = useMessage();
  return (
    <PartCard title={t('part.virtualisation')} part={part}>
      {(facts) => (
        <FactList
          facts={[
            { name: t('virtual.isVirtual'), value: t(facts.isVirtual ? 'yes' : 'no') },
            { name: t('virtual.hypervisor'), value: facts.hypervisor ?? UNKNOWN },
            { name: t('virtual.container'), value: t(facts.inContainer ? 'yes' : 'no') },
            { name: t('virtual.reason'), value: translate(facts.reason) },
          ]}
        />
      )}
    </PartCard>
  );
}

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

function EnteredHardware({ resources }: { readonly resources: Resources }) {
  const resourceFacts = useResourceFacts();
  return (
    <Card>
      <FactList facts={resourceFacts((name, write) => write(resources[name]))} />
    </Card>
  );
}

/** The reading of a node: the last one of this machine, or the one in its passport. */
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

/** The parts of the machine, with the reason for each that could not be read. */
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
          <EnteredHardware resources={node.resources} />
        )}
      </Section>
      {reading === undefined ? null : <EvidenceList reading={reading} />}
    </>
  );
}
