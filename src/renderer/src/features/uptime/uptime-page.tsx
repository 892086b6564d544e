import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { UptimeSummary } from '#shared/contract/uptime/uptime.ts';
import { api } from '#renderer/client/client.ts';
import { AsIfMinted } from '#renderer/ui/as-if-minted.tsx';
import { Card } from '#renderer/ui/card.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { formatInstant } from '#renderer/ui/format-time.ts';
import { goTo, useHashParam } from '#renderer/ui/hash-location.ts';
import { LoadingSkeleton } from '#renderer/ui/loading-skeleton.tsx';
import { NodeHeader } from '#renderer/ui/node-header.tsx';
import { Notice } from '#renderer/ui/notice.tsx';
import { CardGrid, Page } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { useSelectedNode } from '#renderer/ui/selected-node.ts';
import { BudgetChart, BudgetPace } from './budget-chart.tsx';
import { EvidenceSection } from './evidence-section.tsx';
import { OnGridSection } from './on-grid-section.tsx';
import { OutageSection } from './outage-section.tsx';
import { PayoutSection } from './payout-section.tsx';
import { FileMenu, PeriodPicker } from './period-bar.tsx';
import { Planned } from './planned.tsx';
import { PlannerSection } from './planner-section.tsx';
import { ReceiptsSection } from './receipts-section.tsx';
import { RecorderLine } from './recorder-line.tsx';
import { StateStrip } from './state-strip.tsx';
import { Unobserved } from './unobserved.tsx';
import { UptimeCards } from './uptime-cards.tsx';
import { WakeUpSection } from './wake-up-section.tsx';

const MINUTE_MS = 60_000;

/** The data of an observed node in one period, the most urgent first. */
function Observed({ node, summary }: { readonly node: FarmNode; readonly summary: UptimeSummary }) {
  const { t } = useTranslation('uptime');
  return (
    <>
      <UptimeCards summary={summary} />
      <EvidenceSection node={node} summary={summary} />
      <Card>
        <StateStrip summary={summary} />
      </Card>
      {summary.isClosed ? null : <PlannerSection node={node} summary={summary} />}
      <OutageSection summary={summary} />
      <Card {...(summary.isClosed ? {} : { footer: t('budget.paceNote') })}>
        <BudgetChart summary={summary} />
        {summary.isClosed ? null : <BudgetPace summary={summary} />}
      </Card>
    </>
  );
}

/** The placeholder for three cards and a chart. */
function UptimeSkeleton() {
  return (
    <>
      <CardGrid minWidth="18rem">
        <LoadingSkeleton count={4} />
        <LoadingSkeleton count={4} />
        <LoadingSkeleton count={4} />
      </CardGrid>
      <LoadingSkeleton count={2} />
    </>
  );
}

function NodeUptime({ node, index }: { readonly node: FarmNode; readonly index: number | null }) {
  const { t } = useTranslation('uptime');
  const summary = useQuery({
    ...api.uptime.getSummary.queryOptions({ input: { nodeId: node.id, periodIndex: index } }),
    refetchInterval: MINUTE_MS,
  });
  return (
    <>
      <QueryView query={summary} loading={<UptimeSkeleton />}>
        {(data) => (
          <>
            {data.quietSinceS === null ? null : (
              <Notice tone="warn" title={t('quiet.title', { since: formatInstant(data.quietSinceS) })}>
                {t('quiet.text')}
              </Notice>
            )}
            {data.isAsIfMinted ? <AsIfMinted /> : null}
            {data.basis === 'none' ? (
              <Unobserved node={node} summary={data} />
            ) : (
              <Observed node={node} summary={data} />
            )}
          </>
        )}
      </QueryView>
      {/* The lower part is rendered after the upper one, so that content does not move while it is read. */}
      {summary.isPending ? null : (
        <>
          <OnGridSection node={node} />
          <WakeUpSection node={node} index={index} />
          <PayoutSection node={node} />
          <ReceiptsSection node={node} />
        </>
      )}
    </>
  );
}

function toIndex(text: string | null): number | null {
  return text !== null && /^\d{1,5}$/.test(text) ? Number(text) : null;
}

/** Whether the uptime is sufficient, the cost of each outage, and whether a reboot is safe. */
export default function UptimePage() {
  const { t } = useTranslation('uptime');
  const { node, isLoading, error, retry } = useSelectedNode();
  const [period] = useHashParam('period');
  const index = toIndex(period);
  const isObserved = node !== null && node.kind !== 'planned';
  return (
    <Page>
      <NodeHeader
        lede={node?.kind === 'this-machine' ? <RecorderLine /> : t('lede')}
        tools={
          isObserved ? (
            <>
              <PeriodPicker node={node} index={index} />
              <FileMenu node={node} index={index} />
            </>
          ) : undefined
        }
      />
      {isObserved ? (
        <NodeUptime key={node.id} node={node} index={index} />
      ) : isLoading ? (
        <UptimeSkeleton />
      ) : node !== null ? (
        <Planned node={node} />
      ) : error !== null ? (
        <ErrorState error={error} onRetry={retry} />
      ) : (
        <EmptyState
          title={t('none.title')}
          purpose={t('none.purpose')}
          action={<Button onClick={() => goTo('/hardware')}>{t('none.action')}</Button>}
          alternative={
            <Button variant="default" onClick={() => goTo('/uptime', { import: 'receipt' })}>
              {t('files.importReceipts')}
            </Button>
          }
        />
      )}
    </Page>
  );
}
