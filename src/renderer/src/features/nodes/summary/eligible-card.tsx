import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Assessment, CheckLine } from '#renderer/ui/assessment.ts';
import { Card } from '#renderer/ui/card.tsx';
import { Figure, FigureRow } from '#renderer/ui/figure.tsx';
import { formatCapacity } from '#renderer/ui/format.ts';
import { hrefTo } from '#renderer/ui/hash-location.ts';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { VerdictBadge } from '#renderer/ui/verdict-badge.tsx';
import { AnswerSkeleton } from './answer-skeleton.tsx';
import classes from './summary.module.css';

const ORDER = ['fail', 'unknown', 'warn', 'pass'] as const satisfies readonly CheckLine['state'][];
const CHECK_TONE = { fail: 'bad', unknown: 'unknown', warn: 'warn', pass: 'good' } as const;
/** The same number of lines as in the card next to it. */
const LISTED = 5;

/** The required checks: failed ones first, then unknown ones. */
function requiredChecks(checks: readonly CheckLine[]): readonly CheckLine[] {
  return checks
    .filter((check) => check.level === 'required')
    .toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
}

function digits(value: string | undefined): string | null {
  return value === undefined ? null : formatCapacity(value);
}

function Units({ assessment }: { readonly assessment: Assessment }) {
  const { t } = useTranslation('summary');
  const units = assessment.capacity ?? null;
  return (
    <FigureRow
      isFoot
      figures={[
        { label: t('eligible.cu'), term: 'cu', value: digits(units?.cu) },
        { label: t('eligible.su'), term: 'su', value: digits(units?.su) },
        { label: t('eligible.cpr'), term: 'cpr', value: digits(units?.cpr) },
      ]}
    />
  );
}

function Verdict({ assessment }: { readonly assessment: Assessment }) {
  const { t } = useTranslation('summary');
  const { verdict, checks } = assessment.eligibility;
  const required = requiredChecks(checks);
  const total = required.length;
  const key = ({ eligible: 'passed', 'not-eligible': 'failed', unknown: 'open' } as const)[verdict];
  const count = required.filter((check) => check.state === (verdict === 'unknown' ? 'unknown' : 'fail')).length;
  return (
    <>
      <Figure
        value={t(`eligible.answer.${verdict}`)}
        caption={
          <a className={classes['quiet']} href={hrefTo('/hardware')}>
            {t(`eligible.${key}`, { count: verdict === 'eligible' ? total : count, total })}
          </a>
        }
        {...(verdict === 'not-eligible' ? { tone: 'bad' } : {})}
      />
      <ul className={classes['checks']}>
        {required.slice(0, LISTED).map((check) => (
          <li key={check.id}>
            <StatusBadge plain tone={CHECK_TONE[check.state]} word={check.title} />
            <span>{check.measured}</span>
          </li>
        ))}
      </ul>
      <Units assessment={assessment} />
    </>
  );
}

/** Whether this machine is eligible. */
export function EligibleCard({ assessment }: { readonly assessment: UseQueryResult<Assessment> }) {
  const { t } = useTranslation('summary');
  const verdict = assessment.data?.eligibility.verdict;
  return (
    <Card title={t('eligible.title')} tools={verdict === undefined ? undefined : <VerdictBadge verdict={verdict} />}>
      <QueryView query={assessment} loading={<AnswerSkeleton />}>
        {(data) => <Verdict assessment={data} />}
      </QueryView>
    </Card>
  );
}
