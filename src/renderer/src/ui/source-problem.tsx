import { useMessage } from './message.ts';
import { Notice } from './notice.tsx';
import { Instant } from './time.tsx';

type Problem = { readonly message: Parameters<ReturnType<typeof useMessage>>[0]; readonly atS: number };

/** Why the last request to the source of a price failed, and when; nothing where it did not. */
export function SourceProblem({ problem }: { readonly problem: Problem | null }) {
  const translate = useMessage();
  return problem === null ? null : (
    <Notice tone="warn" title={translate(problem.message)}>
      <Instant atS={problem.atS} />
    </Notice>
  );
}
