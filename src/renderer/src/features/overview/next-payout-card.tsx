import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { AssessmentWire } from '#shared/contract/eligibility.ts';
import type { FarmNode } from '#shared/contract/nodes.ts';
import type { UptimeSummary } from '#shared/contract/uptime.ts';
import { allowedDownSeconds, periodAt } from '#shared/domain/periods.ts';
import { standingOf } from '#shared/domain/uptime/standing.ts';
import { Card } from '#renderer/ui/card.tsx';
import { Figure } from '#renderer/ui/figure.tsx';
import { formatPermille, formatTft, tftBetween } from '#renderer/ui/format.ts';
import { formatDuration, formatHoursMinutes, formatPeriodName } from '#renderer/ui/format-time.ts';
import { useNowS } from '#renderer/ui/now.ts';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { Instant } from '#renderer/ui/time.tsx';
import classes from './overview.module.css';
import { isWatched, useUptime } from './use-uptime.ts';

const SHOWN = {
  lost: { tone: 'bad', key: 'lost' },
  'partly-watched': { tone: 'unknown', key: 'unwatched' },
  low: { tone: 'warn', key: 'low' },
  'on-target': { tone: 'good', key: 'onTarget' },
} as const;

/** Where the budget of downtime stands: lost, nearly used up, or quiet. */
function Budget({ summary }: { readonly summary: UptimeSummary }) {
  const { t } = useTranslation('overview');
  const target = formatPermille(summary.targetPermille);
  const { tone, key } = SHOWN[standingOf(summary.budget)];
  return <StatusBadge tone={tone} word={t(`next.${key}`, { target })} />;
}

/** How long the node may still be off: an interval where part of the period was not watched. */
function mayBeDown(node: FarmNode, summary: UptimeSummary | undefined): string {
  if (!isWatched(summary)) return formatHoursMinutes(allowedDownSeconds(node.certification));
  const low = formatHoursMinutes(Math.max(0, summary.budget.leftS.low));
  const high = formatHoursMinutes(Math.max(0, summary.budget.leftS.high));
  return low === high ? low : `${low}–${high}`;
}

/** When the minting period closes, how long the node may still be off until then, and what it pays. */
export function NextPayoutCard({
  assessment,
  node,
}: {
  readonly assessment: UseQueryResult<AssessmentWire>;
  readonly node: FarmNode;
}) {
  const { t } = useTranslation('overview');
  const nowS = useNowS(60);
  const period = periodAt(nowS);
  const { data: summary } = useUptime(node);
  const reward = assessment.data?.reward ?? null;
  const money = isWatched(summary) ? summary.money : null;
  const estimate = reward === null ? null : formatTft(reward.tft, { maxPlaces: 2 });
  return (
    <Card title={t('next.title')} tools={isWatched(summary) ? <Budget summary={summary} /> : undefined}>
      <Figure
        size="hero"
        value={formatDuration(period.endS - nowS)}
        caption={
          <>
            {t('next.closes')} <Instant atS={period.endS} zone />
          </>
        }
      />
      <div className={classes['trio']}>
        <Figure size="medium" label={t('next.period')} value={formatPeriodName(period.name)} />
        <Figure size="medium" label={t('next.allowed')} value={mayBeDown(node, summary)} unit="h" />
        <Figure
          size="medium"
          label={t('next.expected')}
          value={money === null || reward?.zeroedBy !== null ? estimate : tftBetween(money.expectedTft)}
          unit="TFT"
        />
      </div>
    </Card>
  );
}
