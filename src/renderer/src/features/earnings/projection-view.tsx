import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { AssumptionList } from './assumption-list.tsx';
import classes from './earnings.module.css';
import { MoneySteps } from './money-steps.tsx';
import { ProjectionChart } from './projection-chart.tsx';
import { SureCards } from './result-cards.tsx';
import type { ProjectionQuery } from './use-projection.ts';

interface ProjectionViewProps {
  readonly node: FarmNode;
  readonly projected: ProjectionQuery;
}

/** The details of the result: steps from gross to net, months, uncertainty and assumptions. */
export function ProjectionView({ node, projected: { query, simulation } }: ProjectionViewProps) {
  const projection = query.data;
  if (projection === undefined) return null;
  return (
    <div className={classes['stack']}>
      {projection.state === 'missing' ? null : (
        <>
          <div className={classes['course']}>
            <MoneySteps projection={projection} />
            <ProjectionChart projection={projection} simulation={simulation.summary} />
          </div>
          <SureCards projection={projection} simulation={simulation} certification={node.certification} />
        </>
      )}
      <AssumptionList projection={projection} />
    </div>
  );
}
