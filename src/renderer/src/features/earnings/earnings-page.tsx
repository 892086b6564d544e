import { Button, Tabs } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Scenario } from '#shared/contract/earnings/scenarios.ts';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { goTo, useHashParam } from '#renderer/ui/hash-location.ts';
import { LoadingSkeleton } from '#renderer/ui/loading-skeleton.tsx';
import { NodeHeader } from '#renderer/ui/node-header.tsx';
import { api } from '#renderer/client/client.ts';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { Page } from '#renderer/ui/page.tsx';
import { useSelectedNode } from '#renderer/ui/selected-node.ts';
import classes from './earnings.module.css';
import { AnswerSection } from './answer-section.tsx';
import { PartsSection } from './parts-section.tsx';
import { StandbySection } from './standby-section.tsx';
import { TornadoSection } from './tornado-section.tsx';
import { FarmingSection } from './farming-section.tsx';
import { LabSection } from './lab-section.tsx';
import { MissingCard } from './missing-card.tsx';
import { PrintReport } from './print-report.tsx';
import { ProjectionView } from './projection-view.tsx';
import { ReportSection } from './report-section.tsx';
import { RunOutSection } from './run-out-section.tsx';
import { ScenarioComparison } from './scenario-comparison.tsx';
import { type ScenarioDraft, useScenarioDraft } from './scenario-draft.ts';
import { usePrintedAt } from './use-printed-at.ts';
import { type ProjectionQuery, useProjection } from './use-projection.ts';
import './print.css';

const VIEWS = ['projection', 'rules', 'decisions', 'compare'] as const;
type View = (typeof VIEWS)[number];

function isView(text: string | null): text is View {
  return VIEWS.some((view) => view === text);
}

interface ViewsProps {
  readonly node: FarmNode;
  readonly draft: ScenarioDraft;
  readonly projected: ProjectionQuery;
}

function Views({ node, draft, projected }: ViewsProps) {
  const { t } = useTranslation('earnings');
  const [viewParam, setView] = useHashParam('view');
  const view: View = isView(viewParam) ? viewParam : 'projection';
  const projection = projected.query.data;
  return (
    <Tabs value={view} onChange={setView} keepMounted={false}>
      <Tabs.List aria-label={t('views')} data-print="hide">
        {VIEWS.map((name) => (
          <Tabs.Tab key={name} value={name}>
            {t(`view.${name}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="projection" pt="md">
        <ProjectionView node={node} projected={projected} />
      </Tabs.Panel>
      <Tabs.Panel value="rules" pt="md">
        <div className={classes['stack']}>
          <LabSection node={node} scenario={draft.scenario} />
          <FarmingSection node={node} />
          <RunOutSection draft={draft} />
          {node.kind === 'planned' ? null : <ReportSection node={node} />}
        </div>
      </Tabs.Panel>
      <Tabs.Panel value="decisions" pt="md">
        {projection?.state === 'missing' ? (
          <MissingCard projection={projection} node={node} />
        ) : (
          <div className={classes['stack']}>
            <TornadoSection node={node} scenario={draft.scenario} />
            <PartsSection node={node} scenario={draft.scenario} />
            <StandbySection node={node} scenario={draft.scenario} />
          </div>
        )}
      </Tabs.Panel>
      <Tabs.Panel value="compare" pt="md">
        <ScenarioComparison node={node} draft={draft} />
      </Tabs.Panel>
    </Tabs>
  );
}

interface EarningsProps {
  readonly node: FarmNode;
  /** The last unsaved scenario of the node; null when nothing was changed. */
  readonly kept: Scenario | null;
}

function Earnings({ node, kept }: EarningsProps) {
  const draft = useScenarioDraft(node.id, kept);
  const projected = useProjection(node, draft.scenario);
  const printedAtS = usePrintedAt();
  const projection = projected.query.data;
  const hasReport = printedAtS !== null && projection?.state === 'known';
  return (
    <>
      <div className={classes['screen']} {...(hasReport ? { 'data-print': 'hide' } : {})}>
        <EarningsHeader canPrint={projection?.state === 'known'} />
        <AnswerSection node={node} draft={draft} projected={projected} />
        <Views node={node} draft={draft} projected={projected} />
      </div>
      {hasReport ? (
        <PrintReport
          node={node}
          printedAtS={printedAtS}
          projection={projection}
          simulation={projected.simulation}
          scenarioName={draft.isChanged ? null : (draft.stored?.name ?? null)}
        />
      ) : null}
    </>
  );
}

/** Loads the last unsaved scenario of the node first. */
function EarningsWithDraft({ node }: { readonly node: FarmNode }) {
  const kept = useQuery(api.earnings.scenarios.getOfNode.queryOptions({ input: { nodeId: node.id } }));
  return (
    <QueryView query={kept} loading={<LoadingSkeleton count={3} />}>
      {({ scenario }) => <Earnings node={node} kept={scenario} />}
    </QueryView>
  );
}

function EarningsHeader({ canPrint }: { readonly canPrint: boolean }) {
  const { t } = useTranslation('earnings');
  return (
    <NodeHeader
      lede={t('lede')}
      tools={
        <Button
          variant="default"
          data-print="hide"
          disabled={!canPrint}
          leftSection={<IconPrinter size={16} aria-hidden />}
          onClick={() => globalThis.print()}
        >
          {t('print')}
        </Button>
      }
    />
  );
}

/** The earnings of a node: rule sets compared, scenarios from gross to net, decisions, and machines to buy. */
export default function EarningsPage() {
  const { t } = useTranslation('earnings');
  const { node, isLoading, error, retry } = useSelectedNode();
  return (
    <Page>
      {node === null ? <NodeHeader lede={t('lede')} /> : null}
      {isLoading ? <LoadingSkeleton count={3} /> : null}
      {error === null ? null : <ErrorState error={error} onRetry={retry} />}
      {node !== null ? (
        <EarningsWithDraft key={node.id} node={node} />
      ) : isLoading || error !== null ? null : (
        <EmptyState
          title={t('empty.title')}
          purpose={t('empty.purpose')}
          action={<Button onClick={() => goTo('/hardware')}>{t('empty.read')}</Button>}
          alternative={
            <Button variant="default" onClick={() => goTo('/')}>
              {t('empty.plan')}
            </Button>
          }
        />
      )}
    </Page>
  );
}
