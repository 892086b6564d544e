import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { Resources } from '#shared/domain/hardware/resources.ts';
import { api, client } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { LoadingSkeleton } from '#renderer/ui/loading-skeleton.tsx';
import { MissingNumbers } from '#renderer/ui/missing-numbers.tsx';
import { Section } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { useStoreWhenPaused } from '#renderer/ui/store-when-paused.ts';
import { UpgradeStep } from './upgrade-step.tsx';
import { UpgradeTable } from './upgrade-table.tsx';

/** The node's terms as inputs of the reward rules. */
function termsOf(node: FarmNode) {
  return {
    certification: node.certification,
    policy: node.farmingPolicyId,
    connectionPriceMusd: node.connectionPriceMusd,
  };
}

const TYPING_MS = 400;
type Prices = Readonly<Record<string, string>>;

function isPrice(text: string): boolean {
  return text !== '' && !/^0(\.0*)?$/.test(text);
}

/** The prices of parts, stored while they are typed, for all nodes. */
function useUpgradePrices() {
  const queries = useQueryClient();
  const settings = useQuery(api.settings.get.queryOptions());
  const [typed, setTyped] = useState<Prices>({});
  const prices = { ...settings.data?.upgradePrices, ...typed };
  const kept = useStoreWhenPaused(
    useCallback(
      async (next: Prices) => {
        const upgradePrices = Object.fromEntries(Object.entries(next).filter(([, price]) => isPrice(price)));
        queries.setQueryData(api.settings.get.queryKey(), await client.settings.update({ upgradePrices }));
        await queries.invalidateQueries({ queryKey: api.earnings.rewards.rankUpgrades.key() });
      },
      [queries],
    ),
    TYPING_MS,
  );
  const setPrice = (id: string, price: string) => {
    setTyped((before) => ({ ...before, [id]: price }));
    kept({ ...prices, [id]: price });
  };
  return { prices, setPrice };
}

/** The effect of more memory, SSD, HDD or cores, sorted by payback once prices are entered. */
export function UpgradesSection({ node, resources }: { readonly node: FarmNode; readonly resources: Resources }) {
  const { t } = useTranslation('hardware');
  const terms = termsOf(node);
  const ranking = useQuery({
    ...api.earnings.rewards.rankUpgrades.queryOptions({ input: { resources, terms } }),
    placeholderData: keepPreviousData,
  });
  const { prices, setPrice } = useUpgradePrices();
  return (
    <Section title={t('upgrade.title')}>
      <QueryView query={ranking} loading={<LoadingSkeleton shape="rows" count={4} />}>
        {({ ranked, nextStep, tftPrice }) => (
          <Card>
            {tftPrice.usd === null ? <MissingNumbers missing={['tft-price']} node={node} /> : null}
            {nextStep === null ? null : <UpgradeStep step={nextStep} />}
            <UpgradeTable ranked={ranked} hasTftPrice={tftPrice.usd !== null} prices={prices} onPrice={setPrice} />
          </Card>
        )}
      </QueryView>
    </Section>
  );
}
