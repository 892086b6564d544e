import { Button } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { AsIfMinted } from '#renderer/ui/as-if-minted.tsx';
import { LoadingSkeleton } from '#renderer/ui/loading-skeleton.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { AnswerCard } from './answer-card.tsx';
import { AssumptionsForm } from './assumptions-form.tsx';
import classes from './earnings.module.css';
import type { InputGroup, OpenGroup } from './input-groups.ts';
import { MissingCard } from './missing-card.tsx';
import { MissingNotice, ObstacleNotice } from './obstacle-notice.tsx';
import { PlainInputs } from './plain-inputs.tsx';
import { RulesPicker } from './rules-picker.tsx';
import { ScenarioBar } from './scenario-bar.tsx';
import type { ScenarioDraft } from './scenario-draft.ts';
import type { ProjectionQuery } from './use-projection.ts';

interface AnswerProps {
  readonly node: FarmNode;
  readonly draft: ScenarioDraft;
  readonly projected: ProjectionQuery;
}

function Answer({
  node,
  projected: { query },
  onGive,
}: AnswerProps & { readonly onGive: (group: InputGroup) => void }) {
  return (
    <QueryView query={query} loading={<LoadingSkeleton count={3} />}>
      {(projection) => (
        <div className={classes['answer']}>
          {projection.state === 'missing' ? (
            <MissingCard projection={projection} node={node} />
          ) : (
            <AnswerCard projection={projection} node={node} />
          )}
          {projection.asIfMintedFromMonth === null ? null : <AsIfMinted fromMonth={projection.asIfMintedFromMonth} />}
          <ObstacleNotice projection={projection} />
          <MissingNotice projection={projection} onGive={onGive} />
        </div>
      )}
    </QueryView>
  );
}

/** The result next to its six main inputs; further inputs are collapsed below. */
export function AnswerSection({ node, draft, projected }: AnswerProps) {
  const { t } = useTranslation('earnings');
  const [isMore, setIsMore] = useState(false);
  const [open, setOpen] = useState<OpenGroup>({ group: null, requests: 0 });
  const give = (group: InputGroup) => {
    setIsMore(true);
    setOpen((before) => ({ group, requests: before.requests + 1 }));
  };
  const { query } = projected;
  return (
    <>
      <div className={classes['front']}>
        <Answer node={node} draft={draft} projected={projected} onGive={give} />
        <div className={classes['inputs']} data-print="hide">
          <PlainInputs draft={draft} projection={query.data} />
          <Button
            variant="subtle"
            size="xs"
            aria-expanded={isMore}
            rightSection={<IconChevronDown size={16} aria-hidden style={{ rotate: isMore ? '180deg' : '0deg' }} />}
            onClick={() => setIsMore(!isMore)}
          >
            {t(isMore ? 'plain.less' : 'plain.more')}
          </Button>
        </div>
      </div>
      {isMore ? (
        <div className={classes['inputs']} data-print="hide">
          <ScenarioBar draft={draft} node={node} />
          <RulesPicker value={draft.scenario.rules} onChange={(rules) => draft.change({ rules })} />
          <AssumptionsForm
            draft={draft}
            node={node}
            projection={query.data}
            problem={query.error}
            open={open}
            onOpen={(group) => setOpen({ group, requests: 0 })}
          />
        </div>
      ) : null}
    </>
  );
}
