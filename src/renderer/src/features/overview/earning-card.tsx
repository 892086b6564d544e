import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { AssessmentWire } from '#shared/contract/eligibility.ts';
import type { FarmNode } from '#shared/contract/nodes.ts';
import { Card } from '#renderer/ui/card.tsx';
import { Figure } from '#renderer/ui/figure.tsx';
import { formatCapacity, formatPermille, formatTft } from '#renderer/ui/format.ts';
import { useMoney, usdOf } from '#renderer/ui/money.ts';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { Source } from '#renderer/ui/source.tsx';
import { AnswerSkeleton } from './answer-skeleton.tsx';
import classes from './overview.module.css';

type Reward = NonNullable<AssessmentWire['reward']>;

function HowComputed({
  assessment,
  node,
  reward,
}: {
  readonly assessment: AssessmentWire;
  readonly node: FarmNode;
  readonly reward: Reward;
}) {
  const { t } = useTranslation('overview');
  const money = useMoney();
  return (
    <Source
      of={t('earning.title')}
      formula={t('earning.formula')}
      inputs={[
        { name: t('eligible.cu'), value: formatCapacity(assessment.capacity?.cu ?? '0') },
        { name: t('eligible.su'), value: formatCapacity(assessment.capacity?.su ?? '0') },
        { name: t('earning.uptime'), value: formatPermille(reward.permille) },
        { name: t('earning.price'), value: money.unitPrice(usdOf(node.connectionPriceMusd)) },
      ]}
      source="threefoldtech/minting_v3@fc7e17d receipt.rs"
      status="running"
    >
      {t('earning.assumption')}
    </Source>
  );
}

function Expected({ reward }: { readonly reward: Reward }) {
  const { t } = useTranslation('overview');
  const money = useMoney();
  const zeroed = reward.zeroedBy;
  return (
    <>
      <Figure
        size="hero"
        value={formatTft(reward.tft, { maxPlaces: 2 })}
        unit="TFT"
        caption={t('earning.caption', { amount: money.format(usdOf(reward.musd)) })}
      />
      <div className={classes['trio']}>
        <Figure
          size="medium"
          label={t('earning.full')}
          value={formatTft(reward.fullTft, { maxPlaces: 2 })}
          unit="TFT"
        />
        <Figure size="medium" label={t('earning.uptime')} value={formatPermille(reward.permille)} />
        <Figure
          size="medium"
          label={t('earning.zeroed')}
          value={zeroed === null ? t('earning.nothing') : t(`earning.zeroedBy.${zeroed}`, { defaultValue: zeroed })}
        />
      </div>
    </>
  );
}

/** What this period earns: the reward of a whole period where no uptime is recorded. */
export function EarningCard({
  assessment,
  node,
}: {
  readonly assessment: UseQueryResult<AssessmentWire>;
  readonly node: FarmNode;
}) {
  const { t } = useTranslation('overview');
  const reward = assessment.data?.reward ?? null;
  return (
    <Card
      title={t('earning.title')}
      tools={
        assessment.data === undefined || reward === null ? undefined : (
          <HowComputed assessment={assessment.data} node={node} reward={reward} />
        )
      }
    >
      <QueryView query={assessment} loading={<AnswerSkeleton />}>
        {(data) =>
          data.reward === null ? (
            <Figure size="hero" value={null} caption={data.unavailable[0]?.because ?? t('earning.unknown')} />
          ) : (
            <Expected reward={data.reward} />
          )
        }
      </QueryView>
    </Card>
  );
}
