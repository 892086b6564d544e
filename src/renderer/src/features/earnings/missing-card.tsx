import { useTranslation } from 'react-i18next';
import type { ProjectionAnswer } from '#shared/contract/earnings/projections.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { Card } from '#renderer/ui/card.tsx';
import { FactList } from '#renderer/ui/fact-list.tsx';
import { formatShortTft, UNKNOWN } from '#renderer/ui/format.ts';
import { useMoney } from '#renderer/ui/money.ts';
import { MissingNumbers } from '#renderer/ui/missing-numbers.tsx';

interface MissingCardProps {
  readonly projection: Extract<ProjectionAnswer, { state: 'missing' }>;
  readonly node: FarmNode;
}

/** The known parts of a projection, with fields for the numbers that its net requires. */
export function MissingCard({ projection, node }: MissingCardProps) {
  const { t } = useTranslation('earnings');
  const money = useMoney();
  const gross = projection.months[0]?.gross ?? null;
  return (
    <Card title={t('needs.title')}>
      <MissingNumbers missing={projection.missing} node={node} />
      <FactList
        facts={[
          { name: t('needs.reward'), value: `${formatShortTft(projection.rewardTft)} TFT` },
          { name: t('needs.gross'), value: gross === null ? UNKNOWN : money.format(gross) },
        ]}
      />
    </Card>
  );
}
