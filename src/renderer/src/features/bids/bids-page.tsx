import { Button } from '@mantine/core';
import { IconFileImport, IconWand } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, type client } from '#renderer/client/client.ts';
import { useCommand } from '#renderer/ui/command.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { useHashParam } from '#renderer/ui/hash-location.ts';
import { LoadingSkeleton } from '#renderer/ui/loading-skeleton.tsx';
import { Notice } from '#renderer/ui/notice.tsx';
import { Page, PageHeader } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { BestSetSection } from './best-set-section.tsx';
import { DecidedSection } from './decided-section.tsx';
import { MarketPricesSection } from './market-prices-section.tsx';
import { RankedSection } from './ranked-section.tsx';
import { ReservationsSection } from './reservations-section.tsx';
import { RevenueSection } from './revenue-section.tsx';

/** The number of simulated bids added at a time. */
const PRACTICE_BIDS = 50;
const SEEDS = 4_294_967_295;

type Ranking = Awaited<ReturnType<typeof client.bids.rank>>;

/** Adds bids of a simulated market for practice, with a different seed each time. */
function usePractice() {
  const command = useCommand(api.bids.simulate);
  return {
    add: () => command.run({ count: PRACTICE_BIDS, seed: Date.now() % SEEDS }),
    isRunning: command.isRunning,
  };
}

function NoBids({ onImport }: { readonly onImport: () => void }) {
  const { t } = useTranslation('bids');
  const practice = usePractice();
  return (
    <EmptyState
      title={t('none.title')}
      purpose={t('none.purpose')}
      action={<Button onClick={onImport}>{t('import.open')}</Button>}
      alternative={
        <Button variant="default" loading={practice.isRunning} onClick={practice.add}>
          {t('practice.add')}
        </Button>
      }
    />
  );
}

function PracticeNotice() {
  const { t } = useTranslation('bids');
  const clear = useCommand(api.bids.clearSimulated);
  return (
    <Notice
      tone="info"
      title={t('practice.title')}
      action={
        <Button variant="default" size="xs" loading={clear.isRunning} onClick={() => clear.run(undefined)}>
          {t('practice.clear')}
        </Button>
      }
    >
      {t('practice.text')}
    </Notice>
  );
}

function Book({ ranking }: { readonly ranking: Ranking }) {
  const hasSimulated = ranking.bids.some(({ bid }) => bid.isSimulated);
  return (
    <>
      {hasSimulated ? <PracticeNotice /> : null}
      <BestSetSection />
      <RankedSection ranking={ranking} />
      <ReservationsSection />
      <RevenueSection />
      <DecidedSection />
    </>
  );
}

/** The market page: the prices of all slices, and bids ranked by income with their decisions. */
export default function BidsPage() {
  const { t } = useTranslation('bids');
  const [, setImporting] = useHashParam('import');
  const practice = usePractice();
  const query = useQuery(
    api.bids.rank.queryOptions({ input: { nodeId: null, limit: 500 }, placeholderData: keepPreviousData }),
  );
  const open = () => setImporting('bids');
  return (
    <Page>
      <PageHeader
        title={t('title')}
        lede={t('lede')}
        tools={
          <Button
            variant="default"
            loading={practice.isRunning}
            leftSection={<IconWand size={16} aria-hidden />}
            onClick={practice.add}
          >
            {t('practice.add')}
          </Button>
        }
        action={
          <Button leftSection={<IconFileImport size={16} aria-hidden />} onClick={open}>
            {t('import.open')}
          </Button>
        }
      />
      <MarketPricesSection />
      <QueryView query={query} loading={<LoadingSkeleton count={3} />}>
        {(ranking) =>
          Object.values(ranking.counts).every((count) => count === 0) ? (
            <NoBids onImport={open} />
          ) : (
            <Book ranking={ranking} />
          )
        }
      </QueryView>
    </Page>
  );
}
