import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { formatPeriodName } from '#renderer/ui/format-time.ts';
import { useRuleSetName } from '#renderer/ui/rule-set-name.ts';
import { RuleStatus } from '#renderer/ui/source.tsx';
import type { RuleSet } from '#renderer/ui/rule-set.ts';
import hidden from '#renderer/ui/hidden.module.css';
import classes from './rules.module.css';

/** The dates between which a rule set applies, as far as its source states them. */
export function useHolds(): (ruleSet: Pick<RuleSet, 'from' | 'until'>) => string {
  const { t } = useTranslation('rules');
  return ({ from, until }) => {
    if (from === null) return t('holds.undated');
    return until === null
      ? t('holds.since', { from: formatPeriodName(from) })
      : t('holds.between', { from: formatPeriodName(from), until: formatPeriodName(until) });
  };
}

interface RuleSetChoiceProps {
  readonly ruleSets: readonly RuleSet[];
  readonly value: string;
  readonly onChange: (id: string) => void;
}

/** The rule sets to choose from, each with its status and dates. */
export function RuleSetChoice({ ruleSets, value, onChange }: RuleSetChoiceProps) {
  const { t } = useTranslation('rules');
  const nameOf = useRuleSetName();
  const holds = useHolds();
  const group = useId();
  return (
    <fieldset className={classes['choices']}>
      <legend className={hidden['hidden']}>{t('picker')}</legend>
      {ruleSets.map((set) => (
        <label key={set.id} className={classes['choice']} data-chosen={set.id === value}>
          <input
            type="radio"
            name={group}
            className={hidden['hidden']}
            value={set.id}
            checked={set.id === value}
            onChange={() => onChange(set.id)}
          />
          <span className={classes['choiceName']}>{nameOf(set.id, set.title)}</span>
          <RuleStatus status={set.status} />
          <span className={classes['choiceDates']}>{holds(set)}</span>
        </label>
      ))}
    </fieldset>
  );
}
