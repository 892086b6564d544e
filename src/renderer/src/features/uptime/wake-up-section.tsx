import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { WakeUp, WakeUpList } from '#shared/contract/uptime/wake-ups.ts';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { instantColumn, numberColumn, textColumn } from '#renderer/ui/columns.tsx';
import type { Column } from '#renderer/ui/data-table.tsx';
import { DataTable } from '#renderer/ui/data-table.tsx';
import { FigureRow } from '#renderer/ui/figure.tsx';
import { formatDuration } from '#renderer/ui/format-time.ts';
import { useNowS } from '#renderer/ui/now.ts';
import { Section } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import type { Tone } from '#renderer/ui/status-badge.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { DrillForm } from './drill-form.tsx';
import classes from './uptime.module.css';

const TONE = { waiting: 'unknown', 'in-time': 'good', late: 'bad', missed: 'bad' } as const satisfies Record<
  WakeUp['state'],
  Tone
>;
const REFRESH_MS = 30_000;

function useColumns(sleepLimitS: number | null): readonly Column<WakeUp>[] {
  const { t } = useTranslation('uptime');
  const nowS = useNowS(60);
  const sleepLeftS = ({ asleepSinceS, bootedAtS }: WakeUp) =>
    asleepSinceS === null || sleepLimitS === null ? null : asleepSinceS + sleepLimitS - (bootedAtS ?? nowS);
  return [
    instantColumn('requestedAt', t('wake.requested'), (row) => row.requestedAtS),
    textColumn('kind', t('wake.kind'), (row) => row.kind, { format: (kind) => t(`wake.${kind}`) }),
    textColumn('state', t('wake.result'), (row) => row.state, {
      format: (state) => <StatusBadge plain tone={TONE[state]} word={t(`wake.state.${state}`)} />,
    }),
    numberColumn('tookS', t('wake.took'), (row) => row.tookS, { format: formatDuration }),
    numberColumn('lateByS', t('wake.lateBy'), (row) => row.lateByS, { format: formatDuration }),
    numberColumn('sleepLeftS', t('wake.sleep'), sleepLeftS, {
      format: (leftS) => (leftS < 0 ? t('wake.overslept') : formatDuration(leftS)),
    }),
  ];
}

function strikesCaption({ isLost, isLastChance, losingStrikes }: WakeUpList) {
  if (isLost) return 'wake.lost';
  if (isLastChance) return 'wake.lastChance';
  return losingStrikes === 1 ? 'wake.noneForgiven' : 'wake.fine';
}

interface LateWakeUp extends WakeUp {
  readonly name: string;
  readonly p95S: number | null;
}

function useFarmColumns(): readonly Column<LateWakeUp>[] {
  const { t } = useTranslation('uptime');
  return [
    textColumn('name', t('wake.node'), (row) => row.name),
    instantColumn('requestedAt', t('wake.requested'), (row) => row.requestedAtS),
    textColumn('state', t('wake.result'), (row) => row.state, {
      format: (state) => <StatusBadge plain tone={TONE[state]} word={t(`wake.state.${state}`)} />,
    }),
    numberColumn('lateByS', t('wake.lateBy'), (row) => row.lateByS, { format: formatDuration }),
    numberColumn('p95S', t('wake.p95OfNode'), (row) => row.p95S, { format: formatDuration }),
  ];
}

/** The nodes of the farm that woke late; hidden when there are none, or when only one node was woken. */
function LateInFarm({ index }: { readonly index: number | null }) {
  const { t } = useTranslation('uptime');
  const { data } = useQuery(api.uptime.wakeUps.listFarm.queryOptions({ input: { periodIndex: index } }));
  const columns = useFarmColumns();
  const nodes = data?.nodes ?? [];
  const late = nodes.flatMap(({ node, p95S, late: ofNode }) =>
    ofNode.map((wakeUp) => ({ ...wakeUp, name: node.name, p95S })),
  );
  return late.length === 0 || nodes.length < 2 ? null : (
    <DataTable
      caption={t('wake.farmCaption')}
      columns={columns}
      rows={late}
      rowKey={(row) => `${row.name}-${row.requestedAtS}`}
      exportName="late-wake-ups"
      initialSort={{ columnId: 'lateByS', direction: 'descending' }}
    />
  );
}

/** The sleep rules of the period. */
function rulesText({ sleepLimitS, limitS, losingStrikes }: WakeUpList, t: TFunction<'uptime'>): string {
  if (sleepLimitS === null) return t('wake.noSleep');
  const hours = sleepLimitS / 3600;
  if (limitS === null) return t('wake.untimed', { hours });
  return t(losingStrikes === 1 ? 'wake.strict' : 'wake.lede', { hours, minutes: limitS / 60 });
}

/**
 * Wake-ups: strikes, drills, and how long the machine takes.
 * @param index of a period; null for the current one
 */
export function WakeUpSection({ node, index }: { readonly node: FarmNode; readonly index: number | null }) {
  const { t } = useTranslation('uptime');
  const query = useQuery({
    ...api.uptime.wakeUps.list.queryOptions({ input: { nodeId: node.id, periodIndex: index } }),
    refetchInterval: REFRESH_MS,
  });
  const columns = useColumns(query.data?.sleepLimitS ?? null);
  return (
    <Section title={t('wake.title')} term="wakeUp">
      <QueryView query={query}>
        {(data) => (
          <Card>
            <p className={classes['lede']}>{rulesText(data, t)}</p>
            <FigureRow
              figures={[
                {
                  label: t('wake.strikes'),
                  value: t('wake.ofLosing', { strikes: data.strikes, losing: data.losingStrikes }),
                  caption: t(strikesCaption(data)),
                  ...(data.isLost ? { tone: 'bad' } : data.isLastChance ? { tone: 'warn' } : {}),
                },
                {
                  label: t('wake.p95'),
                  value: data.p95S === null ? null : formatDuration(data.p95S),
                  caption:
                    data.p95S === null
                      ? t('wake.noDrill')
                      : data.limitS === null
                        ? t('wake.noLimit')
                        : t('wake.limit', { limit: formatDuration(data.limitS) }),
                },
                { label: t('wake.drillStrikes'), value: String(data.drillStrikes), caption: t('wake.drillNote') },
              ]}
            />
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
            <LateInFarm index={index} />
          </Card>
        )}
      </QueryView>
    </Section>
  );
}
