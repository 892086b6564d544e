import { useTranslation } from 'react-i18next';
import type { Outage, UptimeSummary } from '#shared/contract/uptime/uptime.ts';
import { Card } from '#renderer/ui/card.tsx';
import type { Column } from '#renderer/ui/data-table.tsx';
import { DataTable } from '#renderer/ui/data-table.tsx';
import { formatTft } from '#renderer/ui/format.ts';
import { formatHoursMinutes } from '#renderer/ui/format-time.ts';
import { Section } from '#renderer/ui/page.tsx';
import { Tag } from '#renderer/ui/tag.tsx';
import { Instant } from '#renderer/ui/time.tsx';
import classes from './uptime.module.css';

function useColumns(): readonly Column<Outage>[] {
  const { t } = useTranslation('uptime');
  return [
    {
      id: 'startAt',
      header: t('outages.from'),
      kind: 'text',
      value: (row) => new Date(row.startS * 1000).toISOString(),
      cell: (row) => <Instant atS={row.startS} />,
    },
    {
      id: 'lengthS',
      header: t('outages.length'),
      unit: 'h',
      kind: 'number',
      value: (row) => row.endS - row.startS,
      cell: (row) => formatHoursMinutes(row.endS - row.startS),
    },
    {
      id: 'cause',
      header: t('outages.cause'),
      kind: 'text',
      value: (row) => row.cause,
      cell: (row) => (
        <span className={classes['cause']}>
          {t(`cause.${row.cause}`)}
          {row.isPlanned ? <Tag>{t('outages.planned')}</Tag> : null}
        </span>
      ),
    },
    {
      id: 'creditLostS',
      header: t('outages.credit'),
      unit: 'h',
      kind: 'number',
      value: (row) => row.creditLostS,
      cell: (row) => formatHoursMinutes(row.creditLostS),
    },
    {
      id: 'costTft',
      header: t('outages.cost'),
      unit: 'TFT',
      kind: 'number',
      value: (row) => row.costTft,
      cell: (row) => (row.costTft === null ? '—' : formatTft(row.costTft, { maxPlaces: 2 })),
    },
  ];
}

/** Every outage of the period, with what it cost. */
export function OutageSection({ summary }: { readonly summary: UptimeSummary }) {
  const { t } = useTranslation('uptime');
  const columns = useColumns();
  return (
    <Section title={t('outages.title')}>
      <Card>
        {summary.outages.length === 0 ? (
          <p className={classes['lede']}>{t(summary.unknownS === 0 ? 'outages.none' : 'outages.noneKnown')}</p>
        ) : (
          <DataTable
            caption={t('outages.caption')}
            columns={columns}
            rows={summary.outages}
            rowKey={(row) => String(row.startS)}
            initialSort={{ columnId: 'startAt', direction: 'descending' }}
            exportName={`outages-${summary.period.name}`}
          />
        )}
      </Card>
    </Section>
  );
}
