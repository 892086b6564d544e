import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAssessment } from '#renderer/ui/assessment.ts';
import { useDemo } from '#renderer/ui/demo.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { goTo } from '#renderer/ui/hash-location.ts';
import { LoadingSkeleton } from '#renderer/ui/loading-skeleton.tsx';
import { MoneyCard } from '#renderer/ui/money-card.tsx';
import { NodeHeader } from '#renderer/ui/node-header.tsx';
import { CardGrid, Page } from '#renderer/ui/page.tsx';
import { useSelectedNode } from '#renderer/ui/selected-node.ts';
import { ChargeCard } from './charge-card.tsx';
import { EarningCard } from './earning-card.tsx';
import { EligibleCard } from './eligible-card.tsx';
import { LastPayoutCard } from './last-payout-card.tsx';
import { isClockPossible } from '#shared/domain/uptime/periods.ts';
import { useNowS } from '#renderer/ui/now.ts';
import { NextPayoutCard } from './next-payout-card.tsx';
import { SummaryBanner } from './summary-banner.tsx';

function NoNode() {
  const { t } = useTranslation(['summary', 'common']);
  const demo = useDemo();
  return (
    <EmptyState
      title={t('none.title')}
      purpose={t('none.purpose')}
      action={<Button onClick={() => goTo('/first-run')}>{t('none.action')}</Button>}
      alternative={
        <Button variant="default" loading={demo.isRunning} onClick={demo.fill}>
          {t('common:demoData.load')}
        </Button>
      }
    />
  );
}

function SummaryCards() {
  const { node } = useSelectedNode();
  const assessment = useAssessment(node?.id ?? null);
  const nowS = useNowS(60);
  if (node === null) return <NoNode />;
  const hasPayouts = node.kind !== 'planned';
  return (
    <>
      <SummaryBanner node={node} assessment={assessment.data} />
      <CardGrid minWidth="22rem">
        <EligibleCard assessment={assessment} />
        <MoneyCard node={node} />
        {hasPayouts && isClockPossible(nowS * 1000) ? <NextPayoutCard assessment={assessment} node={node} /> : null}
        <ChargeCard node={node} />
        <EarningCard assessment={assessment} node={node} />
        {hasPayouts ? <LastPayoutCard node={node} /> : null}
      </CardGrid>
      {hasPayouts ? null : <LastPayoutCard node={node} />}
    </>
  );
}

/** Four cards: eligibility, net after power, the next payout and whether a reboot is safe, and the price to charge. */
export default function SummaryPage() {
  const { isLoading, error, nodes, retry } = useSelectedNode();
  return (
    <Page>
      <NodeHeader />
      {isLoading ? (
        <CardGrid minWidth="22rem">
          <LoadingSkeleton count={2} />
          <LoadingSkeleton count={2} />
          <LoadingSkeleton count={2} />
          <LoadingSkeleton count={2} />
        </CardGrid>
      ) : error !== null && nodes.length === 0 ? (
        <ErrorState error={error} onRetry={retry} />
      ) : (
        <SummaryCards />
      )}
    </Page>
  );
}
