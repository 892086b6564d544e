import { useTranslation } from 'react-i18next';
import type { Gpu, MemoryFacts, NetworkInterface, Part } from '#shared/contract/hardware/hardware-reading.ts';
import { FactList } from '#renderer/ui/fact-list.tsx';
import { formatBytes, formatNumber, UNKNOWN, withUnit } from '#renderer/ui/format.ts';
import { FactText, PartCard } from './part-card.tsx';

/** Usable and installed memory, with the modules. */
export function MemoryCard({ part }: { readonly part: Part<MemoryFacts> }) {
  const { t } = useTranslation('hardware');
  return (
    <PartCard title={t('part.memory')} part={part}>
      {(memory) => (
        <FactList
          facts={[
            { name: t('memory.usable'), value: formatBytes(memory.usableBytes) },
            { name: t('memory.installed'), value: <FactText fact={memory.installedBytes} write={formatBytes} /> },
            ...(memory.modules.state === 'known'
              ? memory.modules.value.map((module, index) => ({
                  name: module.slot === '' ? t('memory.module', { number: index + 1 }) : module.slot,
                  value: [
                    formatBytes(module.sizeBytes),
                    module.type,
                    module.clockMhz === null ? '' : withUnit(formatNumber(module.clockMhz), 'MHz'),
                    module.ecc === true ? t('memory.ecc') : '',
                  ]
                    .filter((text) => text !== '')
                    .join(' · '),
                }))
              : [{ name: t('memory.modules'), value: <FactText fact={memory.modules} write={() => UNKNOWN} /> }]),
          ]}
        />
      )}
    </PartCard>
  );
}

/** Network interfaces with link and speed. */
export function NetworkCard({ part }: { readonly part: Part<readonly NetworkInterface[]> }) {
  const { t } = useTranslation('hardware');
  return (
    <PartCard title={t('part.network')} part={part}>
      {(interfaces) =>
        interfaces.length === 0 ? (
          t('network.none')
        ) : (
          <FactList
            facts={interfaces.map((entry) => ({
              name: entry.name,
              value: [
                entry.kind === 'unknown' ? t('cannotTell') : t(`network.kind.${entry.kind}`),
                entry.isDefault ? t('network.default') : '',
                entry.speedMbit.state === 'known' ? withUnit(formatNumber(entry.speedMbit.value), 'Mbit/s') : '',
                entry.usesDhcp.state === 'known' ? t(entry.usesDhcp.value ? 'network.dhcp' : 'network.static') : '',
                entry.isUp === false ? t('network.down') : '',
              ]
                .filter((text) => text !== '')
                .join(' · '),
            }))}
          />
        )
      }
    </PartCard>
  );
}

/** Graphics cards; they currently count towards no unit. */
export function GpuCard({ part }: { readonly part: Part<readonly Gpu[]> }) {
  const { t } = useTranslation('hardware');
  return (
    <PartCard title={t('part.gpus')} part={part}>
      {(gpus) =>
        gpus.length === 0 ? (
          t('gpu.none')
        ) : (
          <FactList
            facts={gpus.map((gpu) => ({
              name: `${gpu.vendor} ${gpu.model}`.trim(),
              value: gpu.memoryBytes === null ? UNKNOWN : formatBytes(gpu.memoryBytes),
            }))}
          />
        )
      }
    </PartCard>
  );
}
