import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { Scenario } from '#shared/contract/earnings/scenarios.ts';
import classes from './earnings.module.css';
import { PartsSection } from './parts-section.tsx';
import { StandbySection } from './standby-section.tsx';
import { TornadoSection } from './tornado-section.tsx';

/** What to do next: which input matters, which part to buy, whether to let the node sleep. */
export function DecisionsView({ node, scenario }: { readonly node: FarmNode; readonly scenario: Scenario }) {
  return (
    <div className={classes['stack']}>
      <TornadoSection node={node} scenario={scenario} />
      <PartsSection node={node} scenario={scenario} />
      <StandbySection node={node} scenario={scenario} />
    </div>
  );
}
