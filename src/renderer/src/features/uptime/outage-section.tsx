import { useTranslation } from 'react-i18next';
import type { Outage, UptimeSummary } from '#shared/contract/uptime/uptime.ts';
import { Card } from '#renderer/ui/card.tsx';
import { instantColumn, numberColumn, textColumn } from '#renderer/ui/columns.tsx';
import type { Column } from '#renderer/ui/data-table.tsx';
import { DataTable } from '#renderer/ui/data-table.tsx';
import { formatShortTft } from '#renderer/ui/format.ts';
import { formatHoursMinutes } from '#renderer/ui/format-time.ts';
import { Section } from '#renderer/ui/page.tsx';
import { Tag } from '#renderer/ui/tag.tsx';
import classes from './uptime.module.css';

function useColumns(): readonly Column<Outage>[] {
  const { t } = useTranslation('uptime');
  return [
    instantColumn('startAt', t('outages.from'), (row) => row.startS),
    numberColumn('lengthS', t('outages.length'), (row) => row.endS - row.startS, {
      unit: 'h',
      format: formatHoursMinutes,
    }),
    textColumn('cause', t('outages.cause'), (row) => row.cause, {
      cell: (row) => (
        <span className={classes['cause']}>
          {t(`cause.${row.cause}`)}
          {row.isPlanned ? <Tag>{t('outages.planned')}</Tag> : null}
        </span>
      ),
    }),
    numberColumn('creditLostS', t('outages.credit'), (row) => row.creditLostS, {
      term: 'credited',
      unit: 'h',
      format: formatHoursMinutes,
    }),
    numberColumn('costTft', t('outages.cost'), (row) => row.costTft, {
      unit: 'TFT',
      format: formatShortTft,
    }),
  ];
}

/** All outages of the period with their costs. */
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
