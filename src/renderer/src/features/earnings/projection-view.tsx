import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes.ts';
import { api } from '#renderer/client/client.ts';
import { LoadingSkeleton } from '#renderer/ui/loading-skeleton.tsx';
import { Notice } from '#renderer/ui/notice.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { AssumptionTable } from './assumption-table.tsx';
import { MoneySteps } from './money-steps.tsx';
import { ProjectionChart } from './projection-chart.tsx';
import { ResultCards } from './result-cards.tsx';
import { type ScenarioDraft, subjectOf } from './scenario-draft.ts';
import { useSimulation } from './use-simulation.ts';

function MissingNotice({ missing }: { readonly missing: readonly string[] }) {
  const { t } = useTranslation('earnings');
  if (missing.length === 0) return null;
  return (
    <Notice tone="info" title={t('missing.title', { what: missing.map((id) => t(`assumption.${id}`)).join(', ') })}>
      {t('missing.remedy')}
    </Notice>
  );
}

/** The projection of one node under the scenario: the answer, the way from gross to net, the months, what it stands on. */
export function ProjectionView({ draft, node }: { readonly draft: ScenarioDraft; readonly node: FarmNode }) {
  const { scenario } = draft;
  const query = useQuery({
    ...api.projections.project.queryOptions({ input: { subject: subjectOf(node), scenario } }),
    placeholderData: keepPreviousData,
  });
  const simulation = useSimulation(query.data?.plan);
  return (
    <QueryView query={query} loading={<LoadingSkeleton count={3} />}>
      {(projection) => (
        <>
          <MissingNotice
            missing={projection.assumptions.filter(({ origin }) => origin === 'missing').map(({ id }) => id)}
          />
          <ResultCards projection={projection} simulation={simulation} certification={node.certification} />
          <MoneySteps projection={projection} />
          <ProjectionChart projection={projection} simulation={simulation.summary} />
          <AssumptionTable projection={projection} />
        </>
      )}
    </QueryView>
  );
}
