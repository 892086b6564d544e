import { Button, Group, Switch } from '@mantine/core';
import { IconCopy, IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import { api } from '#renderer/client/client.ts';
import type { Assessment, CheckLine } from '#renderer/ui/assessment.ts';
import { Card } from '#renderer/ui/card.tsx';
import { useCommand } from '#renderer/ui/command.ts';
import { useCopy } from '#renderer/ui/copy.ts';
import { Section } from '#renderer/ui/page.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { Tag } from '#renderer/ui/tag.tsx';
import { groupChecks } from './group-checks.ts';
import classes from './hardware.module.css';

const TONE = { pass: 'good', fail: 'bad', warn: 'warn', unknown: 'unknown' } as const;
const ORDER = { fail: 0, warn: 1, unknown: 2, pass: 3 } as const;
const LEVEL_ORDER = { required: 0, advised: 1, plan: 2 } as const;

/** Failures first, passed checks last; within a state required ones first, otherwise in the given order. */
function byUrgency(checks: readonly CheckLine[]): readonly CheckLine[] {
  return [...checks].sort((a, b) => ORDER[a.state] - ORDER[b.state] || LEVEL_ORDER[a.level] - LEVEL_ORDER[b.level]);
}

function Check({ check }: { readonly check: CheckLine }) {
  const { t } = useTranslation('hardware');
  return (
    <li>
      <details className={classes['check']}>
        <summary>
          <span className={classes['checkState']}>
            <StatusBadge plain tone={TONE[check.state]} word={t(`check.state.${check.state}`)} />
          </span>
          <span className={classes['checkTitle']}>
            {check.title} <Tag>{t(`check.level.${check.level}`)}</Tag>
          </span>
          <span className={classes['checkRequirement']}>{check.requirement}</span>
          <span className={classes['checkMeasured']}>{check.measured}</span>
        </summary>
        <dl className={classes['checkMore']}>
          <dt>{t('check.why')}</dt>
          <dd>{check.why}</dd>
          <dt>{t('check.fix')}</dt>
          <dd>{check.fix}</dd>
          <dt>{t('check.source')}</dt>
          <dd>{check.source}</dd>
        </dl>
      </details>
    </li>
  );
}

/** Several checks with the same open reason, collapsed into one line. */
function GroupedChecks({ checks }: { readonly checks: readonly CheckLine[] }) {
  const { t } = useTranslation('hardware');
  const [first] = checks;
  if (first === undefined) return null;
  if (checks.length === 1) return <Check check={first} />;
  return (
    <li>
      <details className={classes['check']}>
        <summary>
          <span className={classes['checkState']}>
            <StatusBadge plain tone={TONE[first.state]} word={t(`check.state.${first.state}`)} />
          </span>
          <span className={classes['checkTitle']}>{t('check.together', { count: checks.length })}</span>
          <span className={classes['checkRequirement']}>{checks.map((check) => check.title).join(' · ')}</span>
          <span className={classes['checkMeasured']}>{first.measured}</span>
        </summary>
        <ul className={`${classes['checks']} ${classes['alike']}`}>
          {checks.map((check) => (
            <Check key={check.id} check={check} />
          ))}
        </ul>
      </details>
    </li>
  );
}

function Tools({ assessment, node }: { readonly assessment: Assessment; readonly node: FarmNode }) {
  const { t } = useTranslation('hardware');
  const read = useCommand(api.hardware.readings.read, { doneText: t('check.rechecked') });
  const copy = useCopy();
  return (
    <Group gap="xs">
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        leftSection={<IconCopy size={16} />}
        onClick={() => copy(JSON.stringify(assessment.eligibility, null, 2))}
      >
        {t('check.copy')}
      </Button>
      {node.kind === 'this-machine' ? (
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconRefresh size={16} />}
          loading={read.isRunning}
          onClick={() => read.run({})}
        >
          {t('check.recheck')}
        </Button>
      ) : null}
    </Group>
  );
}

/** The result in one line: the verdict, and the number of decisive checks. */
function useVerdictText({ eligibility: { verdict, checks } }: Assessment): string {
  const { t } = useTranslation('hardware');
  const required = checks.filter(({ level }) => level === 'required');
  const decisive = { eligible: 'pass', 'not-eligible': 'fail', unknown: 'unknown' } as const;
  const count = required.filter(({ state }) => state === decisive[verdict]).length;
  return t(`check.verdict.${verdict}`, { count, total: required.length });
}

/** The eligibility checklist; each line expands to its reason, its fix and its source. */
export function ChecklistSection({ assessment, node }: { readonly assessment: Assessment; readonly node: FarmNode }) {
  const { t } = useTranslation('hardware');
  const { checks } = assessment.eligibility;
  // Passed checks are collapsed while there are others.
  const [wantsPassed, setWantsPassed] = useState<boolean | null>(null);
  const showsPassed = wantsPassed ?? checks.every((check) => check.state === 'pass');
  const passed = checks.filter((check) => check.state === 'pass').length;
  const shown = byUrgency(checks).filter((check) => showsPassed || check.state !== 'pass');
  return (
    <Section title={useVerdictText(assessment)} tools={<Tools assessment={assessment} node={node} />}>
      <Card flush>
        <ul className={classes['checks']}>
          {groupChecks(shown).map((alike) => (
            <GroupedChecks key={alike[0]?.id} checks={alike} />
          ))}
        </ul>
      </Card>
      <Switch
        size="xs"
        label={t('check.showPassed', { count: passed })}
        checked={showsPassed}
        onChange={(event) => setWantsPassed(event.currentTarget.checked)}
      />
    </Section>
  );
}
