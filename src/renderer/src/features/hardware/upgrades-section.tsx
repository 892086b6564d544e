import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { Resources } from '#shared/domain/hardware/resources.ts';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { LoadingSkeleton } from '#renderer/ui/loading-skeleton.tsx';
import { NeedsNumbers } from '#renderer/ui/needs-numbers.tsx';
import { Section } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { UpgradeStep } from './upgrade-step.tsx';
import type { RankedUpgrade } from './upgrade-table.tsx';
import { UpgradeTable } from './upgrade-table.tsx';

/** What the node agreed with the grid, in the terms of the reward rules. */
function termsOf(node: FarmNode) {
  return {
    certification: node.certification,
    policy: node.farmingPolicyId,
    connectionPriceMusd: node.connectionPriceMusd,
  };
}

/** The candidates with the prices that the farmer typed; null until any is typed: then the program's own list is used. */
function pricedCandidates(ranked: readonly RankedUpgrade[], prices: Readonly<Record<string, string>>) {
  return ranked.map(({ candidate }) => {
    const price = prices[candidate.id] ?? '';
    return { ...candidate, priceUsd: price === '' || /^0(\.0*)?$/.test(price) ? null : price };
  });
}

/** What more memory, SSD, HDD or cores would give, ranked by gain for each USD once prices are typed in. */
export function UpgradesSection({ node, resources }: { readonly node: FarmNode; readonly resources: Resources }) {
  const { t } = useTranslation('hardware');
  const [prices, setPrices] = useState<Readonly<Record<string, string>>>({});
  const terms = termsOf(node);
  const common = useQuery(api.earnings.rewards.rankUpgrades.queryOptions({ input: { resources, terms } }));
  const candidates = useMemo(() => pricedCandidates(common.data?.ranked ?? [], prices), [common.data, prices]);
  const hasPrices = candidates.some((candidate) => candidate.priceUsd !== null);
  const priced = useQuery({
    ...api.earnings.rewards.rankUpgrades.queryOptions({ input: { resources, terms, candidates } }),
    enabled: hasPrices,
    placeholderData: (previous) => previous,
  });
  const ranked = hasPrices ? (priced.data?.ranked ?? common.data?.ranked ?? []) : (common.data?.ranked ?? []);
  return (
    <Section title={t('upgrade.title')}>
      <QueryView query={common} loading={<LoadingSkeleton shape="rows" count={4} />}>
        {({ nextStep, tftPrice }) => (
          <Card>
            {tftPrice.usd === null ? <NeedsNumbers missing={['tft-price']} node={node} /> : null}
            {nextStep === null ? null : <UpgradeStep step={nextStep} />}
            <UpgradeTable
              ranked={ranked}
              prices={prices}
              onPrice={(id, price) => setPrices((before) => ({ ...before, [id]: price }))}
            />
          </Card>
        )}
      </QueryView>
    </Section>
  );
}
