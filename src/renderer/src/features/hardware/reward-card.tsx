import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { Assessment } from '#renderer/ui/assessment.ts';
import { Card } from '#renderer/ui/card.tsx';
import { FactList } from '#renderer/ui/fact-list.tsx';
import { Figure } from '#renderer/ui/figure.tsx';
import { formatPermille, formatShortTft } from '#renderer/ui/format.ts';
import { useMoney, useTftWorth, usdOf } from '#renderer/ui/money.ts';
import { Source } from '#renderer/ui/source.tsx';
import { ZeroedBadge } from '#renderer/ui/verdict-badge.tsx';

/** The reward of a complete minting period for this hardware. */
export function RewardCard({ assessment, node }: { readonly assessment: Assessment; readonly node: FarmNode }) {
  const { t } = useTranslation(['hardware', 'common']);
  const money = useMoney();
  const worth = useTftWorth();
  const { reward } = assessment;
  return (
    <Card
      title={t('reward.title')}
      tools={
        <>
          <ZeroedBadge zeroedBy={reward?.zeroedBy ?? null} />
          <Source
            of={t('reward.title')}
            formula={t('reward.formula')}
            source="threefoldtech/minting_v3@fc7e17d receipt.rs"
            status="running"
          >
            {t('reward.assumption')}
          </Source>
        </>
      }
    >
      {reward === null ? (
        <Figure value={null} caption={assessment.unavailable[0]?.because ?? t('reward.unknown')} />
      ) : (
        <>
          <Figure
            value={formatShortTft(reward.tft)}
            unit="TFT"
            caption={
              reward.zeroedBy === 'virtual'
                ? t('reward.ifReal', {
                    tft: formatShortTft(reward.fullTft),
                    amount: worth.of(reward.fullTft),
                  })
                : worth.of(reward.tft)
            }
          />
          <FactList
            facts={[
              { name: t('reward.certification'), term: 'certified', value: t(`reward.${node.certification}`) },
              { name: t('reward.policy'), term: 'policy', value: String(node.farmingPolicyId) },
              {
                name: t('reward.price'),
                term: 'connectionPrice',
                value: money.unitPrice(usdOf(node.connectionPriceMusd)),
              },
              { name: t('reward.uptime'), value: formatPermille(reward.permille) },
            ]}
          />
        </>
      )}
    </Card>
  );
}
