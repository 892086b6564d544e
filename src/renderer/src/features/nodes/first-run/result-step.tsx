import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { type Assessment, useAssessment } from '#renderer/ui/assessment.ts';
import { useFarm } from '#renderer/ui/farm.ts';
import { goTo } from '#renderer/ui/hash-location.ts';
import { MoneyCard } from '#renderer/ui/money-card.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { VerdictBadge } from '#renderer/ui/verdict-badge.tsx';
import { FarmSentence } from '../farm-sentence.tsx';
import { AutostartQuestion } from './autostart-question.tsx';
import classes from './first-run.module.css';

const SHOWN = 3;

/** Whether the machine can be a node, and what prevents it. */
function Verdict({ assessment }: { readonly assessment: Assessment }) {
  const { t } = useTranslation('first-run');
  const { verdict, checks } = assessment.eligibility;
  const failed = checks.filter((check) => check.state === 'fail' && check.level === 'required');
  return (
    <div>
      <VerdictBadge verdict={verdict} />
      <p className={classes['lead']}>{t(`verdict.${verdict}`)}</p>
      {failed.length === 0 ? null : (
        <ul className={classes['open']}>
          {failed.slice(0, SHOWN).map((check) => (
            <li key={check.id}>
              <StatusBadge plain tone="bad" word={check.title} />
              <span>{check.fix}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function NodeResult({ node }: { readonly node: FarmNode }) {
  const assessment = useAssessment(node.id);
  return (
    <>
      <QueryView query={assessment}>{(data) => <Verdict assessment={data} />}</QueryView>
      <MoneyCard node={node} />
    </>
  );
}

function FarmResult() {
  const farm = useFarm();
  return <QueryView query={farm}>{(data) => <FarmSentence farm={data} />}</QueryView>;
}

/** The result: eligibility, gross, power, net, payback, break-even; for several nodes their totals. */
export function ResultStep(props: {
  readonly node: FarmNode | null;
  readonly onBack: () => void;
  readonly onEnd: () => void;
}) {
  const { node, onBack, onEnd } = props;
  const { t } = useTranslation('first-run');
  const end = () => {
    onEnd();
    goTo(node === null ? '/' : '/node', node === null ? {} : { node: String(node.id) });
  };
  return (
    <div className={classes['text']}>
      {node === null ? <FarmResult /> : <NodeResult node={node} />}
      {node?.kind === 'this-machine' ? <AutostartQuestion /> : null}
      <Group justify="space-between">
        <Button variant="default" onClick={onBack}>
          {t('back')}
        </Button>
        <Button onClick={end}>{t(node === null ? 'result.toFarm' : 'result.toNode')}</Button>
      </Group>
    </div>
  );
}
