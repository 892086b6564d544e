import { useMessage } from './message.ts';
import { Notice } from './notice.tsx';
import { Instant } from './time.tsx';

type Problem = { readonly message: Parameters<ReturnType<typeof useMessage>>[0]; readonly atS: number };

/** Why and when the last request to a price source failed; hidden when it did not. */
export function SourceProblem({ problem }: { readonly problem: Problem | null }) {
  const translate = useMessage();
  return problem === null ? null : (
    <Notice tone="warn" title={translate(problem.message)}>
      <Instant atS={problem.atS} />
    </Notice>
  );
}
