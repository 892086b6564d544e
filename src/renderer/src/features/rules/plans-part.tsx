import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Rate } from '#shared/contract/settings/rates.ts';
import { api } from '#renderer/client/client.ts';
import { LoadingSkeleton } from '#renderer/ui/loading-skeleton.tsx';
import { Notice } from '#renderer/ui/notice.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { AuctionSection } from './auction-section.tsx';
import { CreditSection } from './credit-section.tsx';
import { PoolSection } from './pool-section.tsx';
import { SplitSection } from './split-section.tsx';

function findRate(rates: readonly Rate[], kind: Rate['kind']): Rate | undefined {
  return rates.find((rate) => rate.kind === kind);
}

/** How the token plan affects the farmer's income: Cloud Credit, split and burn, liquidity, the exit auction. */
export function PlansPart() {
  const { t } = useTranslation('economy');
  const query = useQuery(api.settings.rates.list.queryOptions());
  return (
    <>
      <Notice tone="info" title={t('plan.title')}>
        {t('plan.text')}
      </Notice>
      <QueryView query={query} loading={<LoadingSkeleton count={3} />}>
        {({ rates }) => {
          const tft = findRate(rates, 'tft-usd');
          const gold = findRate(rates, 'gold-usd-per-gram');
          return (
            <>
              <CreditSection key={`${gold?.rate ?? ''}-${tft?.rate ?? ''}`} tft={tft} gold={gold} />
              <SplitSection tftPriceUsd={tft?.rate ?? null} />
              <PoolSection />
              <AuctionSection marketPriceUsd={tft?.rate ?? ''} />
            </>
          );
        }}
      </QueryView>
    </>
  );
}
