import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { AssessmentWire } from '#shared/contract/eligibility.ts';
import type { FarmNode } from '#shared/contract/nodes.ts';
import { allowedDownSeconds, periodAt } from '#shared/domain/periods.ts';
import { Card } from '#renderer/ui/card.tsx';
import { Figure } from '#renderer/ui/figure.tsx';
import { formatTft } from '#renderer/ui/format.ts';
import { formatDuration, formatHoursMinutes, formatPeriodName } from '#renderer/ui/format-time.ts';
import { useNowS } from '#renderer/ui/now.ts';
import { Instant } from '#renderer/ui/time.tsx';
import classes from './overview.module.css';

/** When the minting period closes, and what may still be lost before it does. */
export function NextPayoutCard({
  assessment,
  node,
}: {
  readonly assessment: UseQueryResult<AssessmentWire>;
  readonly node: FarmNode;
}) {
  const { t } = useTranslation('overview');
  const period = periodAt(useNowS(60));
  const left = formatDuration(period.endS - useNowS(60));
  const reward = assessment.data?.reward ?? null;
  return (
    <Card title={t('next.title')}>
      <Figure
        size="hero"
        value={left}
        caption={
          <>
            {t('next.closes')} <Instant atS={period.endS} zone />
          </>
        }
      />
      <div className={classes['trio']}>
        <Figure size="medium" label={t('next.period')} value={formatPeriodName(period.name)} />
        <Figure
          size="medium"
          label={t('next.allowed')}
          value={formatHoursMinutes(allowedDownSeconds(node.certification))}
          unit="h"
        />
        <Figure
          size="medium"
          label={t('next.expected')}
          value={reward === null ? null : formatTft(reward.tft, { maxPlaces: 2 })}
          unit="TFT"
        />
      </div>
    </Card>
  );
}
