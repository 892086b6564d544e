import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { UptimeSummary } from '#shared/contract/uptime/uptime.ts';
import { uptimeTarget } from '#shared/domain/rules/pay-rules.ts';
import { TODAYS_RULES } from '#shared/domain/rules/rule-versions.ts';
import type { Assessment } from '#renderer/ui/assessment.ts';
import { Card } from '#renderer/ui/card.tsx';
import { Figure, FigureRow } from '#renderer/ui/figure.tsx';
import { formatCapacity, formatPermille, formatShortTft, formatTftRange } from '#renderer/ui/format.ts';
import { useMoney, useTftWorth, usdOf } from '#renderer/ui/money.ts';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { Source } from '#renderer/ui/source.tsx';
import { ZeroedBadge } from '#renderer/ui/verdict-badge.tsx';
import { AnswerSkeleton } from './answer-skeleton.tsx';
import { isObserved, useUptime } from './next-payout-card.tsx';

type Reward = NonNullable<Assessment['reward']>;
type Recorded = NonNullable<UptimeSummary['money']>;

function HowComputed({ assessment, node }: { readonly assessment: Assessment; readonly node: FarmNode }) {
  const { t } = useTranslation('summary');
  const money = useMoney();
  return (
    <Source
      of={t('earning.title')}
      formula={t('earning.formula')}
      inputs={[
        { name: t('eligible.cu'), value: formatCapacity(assessment.capacityAtLeast.cu) },
        { name: t('eligible.su'), value: formatCapacity(assessment.capacityAtLeast.su) },
        { name: t('earning.price'), value: money.unitPrice(usdOf(node.connectionPriceMusd)) },
      ]}
      source="threefoldtech/minting_v3@fc7e17d receipt.rs"
      status="running"
    >
      {t('earning.assumption')}
    </Source>
  );
}

function SoFar({ recorded, reward }: { readonly recorded: Recorded; readonly reward: Reward | null }) {
  const { t } = useTranslation('summary');
  const worth = useTftWorth();
  const caption =
    reward === null || (worth.price?.usd ?? null) === null
      ? t('earning.soFar')
      : t('earning.soFarWorth', { amount: worth.of(reward.fullTft) });
  return (
    <>
      <Figure value={formatTftRange(recorded.soFarTft)} unit="TFT" caption={caption} />
      <FigureRow
        isFoot
        figures={[
          { label: t('earning.expected'), value: formatTftRange(recorded.expectedTft), unit: 'TFT' },
          { label: t('earning.full'), value: formatShortTft(recorded.fullTft), unit: 'TFT' },
          { label: t('earning.ifMissed'), value: formatShortTft(recorded.atRiskTft), unit: 'TFT' },
        ]}
      />
    </>
  );
}

/** Why an estimate is shown instead of credited amounts. */
function useEstimateCaption(reward: Reward, node: FarmNode, hasRecord: boolean): string {
  const { t } = useTranslation('summary');
  const worth = useTftWorth();
  if (reward.zeroedBy === 'virtual') {
    return t('earning.captionVirtual', { tft: formatShortTft(reward.fullTft) });
  }
  const amount = worth.of(reward.tft);
  if (node.kind === 'planned') return t('earning.captionPlanned', { amount });
  return t(hasRecord ? 'earning.captionWhole' : 'earning.caption', { amount });
}

interface EstimateProps {
  readonly reward: Reward;
  readonly node: FarmNode;
  readonly hasRecord: boolean;
}

function Estimate({ reward, node, hasRecord }: EstimateProps) {
  const { t } = useTranslation('summary');
  const money = useMoney();
  const caption = useEstimateCaption(reward, node, hasRecord);
  return (
    <>
      <Figure value={formatShortTft(reward.tft)} unit="TFT" caption={caption} />
      <FigureRow
        isFoot
        figures={[
          { label: t('earning.assumedUptime'), value: formatPermille(reward.permille) },
          {
            label: t('earning.price'),
            term: 'connectionPrice',
            value: money.digits(usdOf(node.connectionPriceMusd)),
            unit: money.code,
          },
          {
            label: t('earning.target'),
            term: 'target',
            value: formatPermille(uptimeTarget(TODAYS_RULES.pay, node.policy, node.certification).permille),
          },
        ]}
      />
    </>
  );
}

interface EarningCardProps {
  readonly assessment: UseQueryResult<Assessment>;
  readonly node: FarmNode;
}

/** The earnings of this period: so far, expected, at risk; without a record, the reward of a complete period. */
export function EarningCard({ assessment, node }: EarningCardProps) {
  const { t } = useTranslation('summary');
  const uptime = useUptime(node);
  const recorded = isObserved(uptime.data) ? uptime.data.money : null;
  const reward = assessment.data?.reward ?? null;
  const isZeroed = reward !== null && reward.zeroedBy !== null;
  return (
    <Card
      title={t(node.kind === 'planned' ? 'earning.titlePlanned' : 'earning.title')}
      tools={
        assessment.data === undefined ? undefined : (
          <>
            <ZeroedBadge zeroedBy={reward?.zeroedBy ?? null} />
            <HowComputed assessment={assessment.data} node={node} />
          </>
        )
      }
    >
      <QueryView query={assessment} loading={<AnswerSkeleton />}>
        {(data) =>
          recorded !== null && !isZeroed ? (
            <SoFar recorded={recorded} reward={data.reward} />
          ) : data.reward === null ? (
            <Figure value={null} caption={data.unavailable[0]?.because ?? t('earning.unknown')} />
          ) : (
            <Estimate reward={data.reward} node={node} hasRecord={recorded !== null} />
          )
        }
      </QueryView>
    </Card>
  );
}
