import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { WakeUp } from '#shared/contract/uptime/wake-ups.ts';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import type { Column } from '#renderer/ui/data-table.tsx';
import { DataTable } from '#renderer/ui/data-table.tsx';
import { Figure } from '#renderer/ui/figure.tsx';
import { formatDuration } from '#renderer/ui/format-time.ts';
import { useNowS } from '#renderer/ui/now.ts';
import { Section } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import type { Tone } from '#renderer/ui/status-badge.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { Instant } from '#renderer/ui/time.tsx';
import { DrillForm } from './drill-form.tsx';
import classes from './uptime.module.css';

const TONE = { waiting: 'unknown', 'in-time': 'good', late: 'bad', missed: 'bad' } as const satisfies Record<
  WakeUp['state'],
  Tone
>;
const REFRESH_MS = 30_000;

function useColumns(sleepLimitS: number): readonly Column<WakeUp>[] {
  const { t } = useTranslation('uptime');
  const nowS = useNowS(60);
  return [
    {
      id: 'requestedAt',
      header: t('wake.requested'),
      kind: 'text',
      value: (row) => new Date(row.requestedAtS * 1000).toISOString(),
      cell: (row) => <Instant atS={row.requestedAtS} />,
    },
    {
      id: 'kind',
      header: t('wake.kind'),
      kind: 'text',
      value: (row) => row.kind,
      cell: (row) => t(`wake.${row.kind}`),
    },
    {
      id: 'state',
      header: t('wake.result'),
      kind: 'text',
      value: (row) => row.state,
      cell: (row) => <StatusBadge plain tone={TONE[row.state]} word={t(`wake.state.${row.state}`)} />,
    },
    {
      id: 'tookS',
      header: t('wake.took'),
      kind: 'number',
      value: (row) => row.tookS,
      cell: (row) => (row.tookS === null ? '—' : formatDuration(row.tookS)),
    },
    {
      id: 'sleepLeftS',
      header: t('wake.sleep'),
      kind: 'number',
      value: (row) => (row.asleepSinceS === null ? null : row.asleepSinceS + sleepLimitS - (row.bootedAtS ?? nowS)),
      cell: (row) => {
        if (row.asleepSinceS === null) return '—';
        const leftS = row.asleepSinceS + sleepLimitS - (row.bootedAtS ?? nowS);
        return leftS < 0 ? t('wake.overslept') : formatDuration(leftS);
      },
    },
  ];
}

/** Wake-ups: strikes, drills, and how long the machine takes. @param index of a period; null for the current one */
export function WakeUpSection({ node, index }: { readonly node: FarmNode; readonly index: number | null }) {
  const { t } = useTranslation('uptime');
  const query = useQuery({
    ...api.uptime.wakeUps.list.queryOptions({ input: { nodeId: node.id, periodIndex: index } }),
    refetchInterval: REFRESH_MS,
  });
  const columns = useColumns(query.data?.sleepLimitS ?? 0);
  return (
    <Section title={t('wake.title')}>
      <p className={classes['lede']}>{t('wake.lede')}</p>
      <QueryView query={query}>
        {(data) => (
          <Card>
            <div className={classes['trio']}>
              <Figure
                size="medium"
                align="start"
                label={t('wake.strikes')}
                value={t('wake.ofTwo', { strikes: data.strikes })}
                caption={t(data.isLost ? 'wake.lost' : data.isLastChance ? 'wake.lastChance' : 'wake.fine')}
                {...(data.isLost ? { tone: 'bad' } : data.isLastChance ? { tone: 'warn' } : {})}
              />
              <Figure
                size="medium"
                align="start"
                label={t('wake.p95')}
                value={data.p95S === null ? null : formatDuration(data.p95S)}
                caption={t(data.p95S === null ? 'wake.noDrill' : 'wake.limit', { limit: formatDuration(data.limitS) })}
              />
              <Figure
                size="medium"
                align="start"
                label={t('wake.drillStrikes')}
                value={String(data.drillStrikes)}
                caption={t('wake.drillNote')}
              />
            </div>
            {index === null ? <DrillForm node={node} /> : null}
            {data.wakeUps.length === 0 ? null : (
              <DataTable
                caption={t('wake.caption')}
                columns={columns}
                rows={data.wakeUps}
                rowKey={(row) => `${row.kind}-${row.requestedAtS}`}
                exportName="wake-ups"
                initialSort={{ columnId: 'requestedAt', direction: 'descending' }}
              />
            )}
          </Card>
        )}
      </QueryView>
    </Section>
  );
}
