import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { UptimeSummary } from '#shared/contract/uptime/uptime.ts';
import { allowedDownSeconds, periodAt } from '#shared/domain/uptime/periods.ts';
import { standingOf } from '#shared/domain/uptime/standing.ts';
import { api } from '#renderer/client/client.ts';
import type { Assessment } from '#renderer/ui/assessment.ts';
import { Card } from '#renderer/ui/card.tsx';
import { Figure, FigureRow } from '#renderer/ui/figure.tsx';
import { formatPermille, formatShortTft, formatTftRange } from '#renderer/ui/format.ts';
import {
  budgetLeft,
  formatDuration,
  formatHoursMinutes,
  formatInstant,
  formatPeriodName,
} from '#renderer/ui/format-time.ts';
import { hrefTo } from '#renderer/ui/hash-location.ts';
import { useNowS } from '#renderer/ui/now.ts';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { Instant } from '#renderer/ui/time.tsx';
import classes from './summary.module.css';

const MINUTE_MS = 60_000;

/** The uptime of a node in the current period; not requested for a planned one. */
export function useUptime(node: FarmNode): UseQueryResult<UptimeSummary> {
  return useQuery(
    api.uptime.getSummary.queryOptions({
      input: { nodeId: node.id },
      enabled: node.kind !== 'planned',
      refetchInterval: MINUTE_MS,
    }),
  );
}

/** Whether a summary is based on any record or report. */
export function isObserved(summary: UptimeSummary | undefined): summary is UptimeSummary {
  return summary !== undefined && summary.basis !== 'none';
}

const SHOWN = {
  'not-watched': { tone: 'unknown', key: 'nobody' },
  quiet: { tone: 'warn', key: 'quiet' },
  lost: { tone: 'bad', key: 'lost' },
  violation: { tone: 'bad', key: 'violation' },
  'partly-watched': { tone: 'unknown', key: 'unwatched' },
  low: { tone: 'warn', key: 'low' },
  'on-target': { tone: 'good', key: 'onTarget' },
} as const;

/** The node's uptime in the period: on target, nearly out of budget, missed, not reporting, or unknown. */
function Budget({ summary }: { readonly summary: UptimeSummary }) {
  const { t } = useTranslation('summary');
  const target = formatPermille(summary.targetPermille);
  const { tone, key } = SHOWN[standingOf(summary)];
  return (
    <StatusBadge
      tone={tone}
      word={t(`next.${key}`, { target, since: formatInstant(summary.quietSinceS ?? summary.atS) })}
    />
  );
}

interface FigureOf {
  readonly label: string;
  readonly value: string | null;
}

/**
 * The remaining budget and the pay of an observed period; for an unobserved one, the allowed downtime and the possible
 * pay.
 */
function useStakes(node: FarmNode, assessment: Assessment | undefined, summary: UptimeSummary | undefined) {
  const { t } = useTranslation('summary');
  const reward = assessment?.reward ?? null;
  const full = reward === null ? null : formatShortTft(reward.tft);
  const allowedS = summary?.budget.allowedS ?? allowedDownSeconds(node.certification);
  if (!isObserved(summary)) {
    return {
      time: {
        label: t('next.allows'),
        value: formatHoursMinutes(allowedS),
      },
      amount: { label: t('earning.full'), value: full },
    } satisfies Record<string, FigureOf>;
  }
  const { money, budget } = summary;
  const expected = money === null || reward?.zeroedBy !== null ? full : formatTftRange(money.expectedTft);
  return {
    time: { label: t('next.left'), value: budgetLeft(budget.leftS) },
    amount: { label: t('next.expected'), value: expected },
  } satisfies Record<string, FigureOf>;
}

const TONE = { safe: 'good', 'safe-if-up': 'warn', unsafe: 'bad', 'already-lost': 'unknown' } as const;
const TONIGHT_HOUR = 22;
const REBOOT_S = 900;

/** 10 p.m. today in the user's time zone, or now if it is later. */
function tonightS(nowS: number): number {
  const evening = new Date(nowS * 1000);
  evening.setHours(TONIGHT_HOUR, 0, 0, 0);
  return Math.max(nowS + 60, Math.floor(evening.getTime() / 1000));
}

/** Whether a reboot tonight keeps the period paid. */
function RebootTonight({ node, nowS }: { readonly node: FarmNode; readonly nowS: number }) {
  const { t } = useTranslation('summary');
  const { data } = useQuery(
    api.uptime.planReboot.queryOptions({
      input: { nodeId: node.id, startS: tonightS(nowS), lengthS: REBOOT_S },
      placeholderData: keepPreviousData,
    }),
  );
  if (data === undefined) return null;
  return (
    <a className={classes['reboot']} href={hrefTo('/uptime')}>
      {t('next.reboot')} <StatusBadge plain tone={TONE[data.verdict]} word={t(`next.${data.verdict}`)} />
    </a>
  );
}

interface NextPayoutCardProps {
  readonly assessment: UseQueryResult<Assessment>;
  readonly node: FarmNode;
}

/** The end of the minting period, the remaining downtime until then, and the payout. */
export function NextPayoutCard({ assessment, node }: NextPayoutCardProps) {
  const { t } = useTranslation('summary');
  const nowS = useNowS(60);
  const period = periodAt(nowS);
  const { data: summary } = useUptime(node);
  const { time, amount } = useStakes(node, assessment.data, summary);
  return (
    <Card title={t('next.title')} tools={summary === undefined ? undefined : <Budget summary={summary} />}>
      <Figure
        value={formatDuration(period.endS - nowS)}
        caption={
          <>
            {t('next.closes')} <Instant atS={period.endS} />
          </>
        }
      />
      {isObserved(summary) ? <RebootTonight node={node} nowS={nowS} /> : null}
      <FigureRow
        isFoot
        figures={[
          { label: t('next.period'), term: 'period', value: formatPeriodName(period.name) },
          { ...time, unit: 'h' },
          { ...amount, unit: 'TFT' },
        ]}
      />
    </Card>
  );
}
