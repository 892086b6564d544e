import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '#renderer/client/client.ts';
import { useDemo } from '#renderer/ui/demo.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { goTo } from '#renderer/ui/hash-location.ts';
import { LoadingSkeleton } from '#renderer/ui/loading-skeleton.tsx';
import { NodeHeader } from '#renderer/ui/node-header.tsx';
import { Notice } from '#renderer/ui/notice.tsx';
import { Page } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { useSelectedNode } from '#renderer/ui/selected-node.ts';
import { HistorySection } from './history-section.tsx';
import { LayoutsSection } from './layouts-section.tsx';
import { OfferSection } from './offer-section.tsx';
import { PassmarkSection } from './passmark-section.tsx';
import { PlanSection } from './plan-section.tsx';
import { PricesSection } from './prices-section.tsx';
import type { PlanAnswer } from './use-plan.ts';

function Prices({ answer }: { readonly answer: PlanAnswer }) {
  const { t } = useTranslation('slices');
  const nodeId = answer.node.id;
  const query = useQuery(api.slices.prices.list.queryOptions({ input: { nodeId } }));
  return (
    <QueryView query={query} loading={<LoadingSkeleton count={2} />}>
      {(prices) => (
        <>
          {prices.nodes[0]?.sharePercent === 0 ? <Notice tone="warn" title={t('notRentable')} /> : null}
          <PricesSection answer={answer} prices={prices} />
          <PlanSection answer={answer} />
          <HistorySection nodeId={nodeId} />
          <OfferSection nodeId={nodeId} />
        </>
      )}
    </QueryView>
  );
}

function Content({ nodeId, isThisMachine }: { readonly nodeId: number; readonly isThisMachine: boolean }) {
  const { t } = useTranslation('slices');
  const query = useQuery(api.slices.getPlan.queryOptions({ input: { nodeId } }));
  return (
    <QueryView query={query} loading={<LoadingSkeleton count={3} />}>
      {(answer) => (
        <>
          {answer.costs.missing.length === 0 ? null : (
            <Notice
              tone="info"
              title={t('missing.title')}
              action={
                <Button variant="default" size="xs" onClick={() => goTo('/')}>
                  {t('missing.action')}
                </Button>
              }
            >
              {answer.costs.missing.map((name) => t(`missing.${name}`)).join(' ')}
            </Notice>
          )}
          <PassmarkSection answer={answer} isThisMachine={isThisMachine} />
          <LayoutsSection answer={answer} />
          <Prices answer={answer} />
        </>
      )}
    </QueryView>
  );
}

function NoNode() {
  const { t } = useTranslation(['slices', 'common']);
  const demo = useDemo();
  return (
    <EmptyState
      title={t('none.title')}
      purpose={t('none.purpose')}
      action={<Button onClick={() => goTo('/hardware')}>{t('none.action')}</Button>}
      alternative={
        <Button variant="default" loading={demo.isRunning} onClick={demo.fill}>
          {t('common:demoData.load')}
        </Button>
      }
    />
  );
}

/** The page about the slices of a node and their prices. */
export default function SlicesPage() {
  const { t } = useTranslation('slices');
  const { node, isLoading, error, retry } = useSelectedNode();
  const query = { data: isLoading ? undefined : node, error, refetch: retry };
  return (
    <Page>
      <NodeHeader lede={t('lede')} />
      <QueryView query={query} loading={<LoadingSkeleton count={3} />}>
        {(selected) =>
          selected === null ? (
            <NoNode />
          ) : (
            <Content key={selected.id} nodeId={selected.id} isThisMachine={selected.kind === 'this-machine'} />
          )
        }
      </QueryView>
    </Page>
  );
}
