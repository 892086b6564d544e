import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { AsIfMinted } from '#renderer/ui/as-if-minted.tsx';
import { LoadingSkeleton } from '#renderer/ui/loading-skeleton.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { AssumptionList } from './assumption-list.tsx';
import classes from './earnings.module.css';
import type { InputGroup } from './input-groups.ts';
import { MoneySteps } from './money-steps.tsx';
import { MissingCard } from './missing-card.tsx';
import { MissingNotice, ObstacleNotice } from './obstacle-notice.tsx';
import { ProjectionChart } from './projection-chart.tsx';
import { ResultCards } from './result-cards.tsx';
import type { ProjectionQuery } from './use-projection.ts';

interface ProjectionViewProps {
  readonly node: FarmNode;
  readonly projected: ProjectionQuery;
  /** Opens the inputs of a group. */
  readonly onGive: (group: InputGroup) => void;
}

/** The projection of one node: results, the steps from gross to net, the months and the assumptions. */
export function ProjectionView({ node, projected, onGive }: ProjectionViewProps) {
  const { query, simulation } = projected;
  return (
    <QueryView query={query} loading={<LoadingSkeleton count={3} />}>
      {(projection) => (
        <div className={classes['stack']}>
          {projection.asIfMintedFromMonth === null ? null : <AsIfMinted fromMonth={projection.asIfMintedFromMonth} />}
          <ObstacleNotice projection={projection} />
          <MissingNotice projection={projection} onGive={onGive} />
          {projection.state === 'missing' ? (
            <MissingCard projection={projection} node={node} />
          ) : (
            <>
              <ResultCards projection={projection} simulation={simulation} certification={node.certification} />
              <div className={classes['course']}>
                <MoneySteps projection={projection} />
                <ProjectionChart projection={projection} simulation={simulation.summary} />
              </div>
            </>
          )}
          <AssumptionList projection={projection} />
        </div>
      )}
    </QueryView>
  );
}
