import { useTranslation } from 'react-i18next';
import type { Disk, DiskFacts, Part } from '#shared/contract/hardware/hardware-reading.ts';
import { canSettle } from '#shared/domain/hardware/seek-time.ts';
import { numberColumn, textColumn } from '#renderer/ui/columns.tsx';
import type { Column } from '#renderer/ui/data-table.tsx';
import { DataTable } from '#renderer/ui/data-table.tsx';
import { formatBytes } from '#renderer/ui/format.ts';
import { useMessage } from '#renderer/ui/message.ts';
import { groupByReason } from './evidence-groups.ts';
import classes from './hardware.module.css';
import { DeviceNames } from './device-names.tsx';
import { SeekTimes } from './seek-times.tsx';
import { PartCard } from './part-card.tsx';

function useDiskColumns(): readonly Column<Disk>[] {
  const { t } = useTranslation('hardware');
  const translate = useMessage();
  return [
    textColumn('name', t('disk.name'), (disk) => disk.name),
    textColumn('model', t('disk.model'), (disk) => `${disk.vendor} ${disk.model}`.trim()),
    textColumn('bus', t('disk.bus'), (disk) => disk.bus),
    textColumn('kind', t('disk.kind'), (disk) => disk.kind, {
      cell: (disk) => (
        <>
          {t(`disk.kinds.${disk.kind}`)} <span className={classes['missing']}>{translate(disk.kindReason)}</span>
        </>
      ),
    }),
    textColumn('holdsData', t('disk.holdsData'), (disk) => disk.holdsData, {
      cell: (disk) => (disk.holdsData === null ? t('cannotTell') : t(disk.holdsData ? 'yes' : 'no')),
    }),
    numberColumn('sizeBytes', t('disk.size'), (disk) => disk.sizeBytes, { format: formatBytes }),
  ];
}

/** Disks that count, and excluded devices with their reason. */
export function DisksCard({ part, canMeasure }: { readonly part: Part<DiskFacts>; readonly canMeasure: boolean }) {
  const { t } = useTranslation('hardware');
  const translate = useMessage();
  const columns = useDiskColumns();
  return (
    <PartCard title={t('part.disks')} part={part}>
      {({ disks, leftOut }) => (
        <>
          <DataTable
            caption={t('disk.caption')}
            hideCaption
            columns={columns}
            rows={disks}
            rowKey={(disk) => disk.name}
            emptyText={t('disk.none')}
          />
          {canMeasure && disks.some(canSettle) ? <SeekTimes /> : null}
          {leftOut.length === 0 ? null : (
            <details className={classes['look']}>
              <summary>{t('disk.leftOut', { count: leftOut.length })}</summary>
              <ul className={classes['leftOut']}>
                {groupByReason(
                  leftOut,
                  (disk) => disk.because,
                  (disk) => disk.name,
                ).map(({ first, names }) => (
                  <li key={first.because}>
                    <b>
                      <DeviceNames names={names} />
                    </b>{' '}
                    {names.length === 1 && (first.sizeBytes ?? 0) > 0 ? formatBytes(first.sizeBytes ?? 0) : ''}{' '}
                    {translate(first.because)}
                  </li>
                ))}
              </ul>
            </details>
          )}
        </>
      )}
    </PartCard>
  );
}
