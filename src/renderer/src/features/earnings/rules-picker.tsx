import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RuleSetId } from '#shared/domain/rules/registry.ts';
import { useRuleSetName } from '#renderer/ui/rule-set-name.ts';
import { RuleStatus } from '#renderer/ui/source.tsx';
import classes from './earnings.module.css';
import { useRuleSets } from '#renderer/ui/rule-set.ts';

interface RulesPickerProps {
  readonly value: RuleSetId;
  readonly onChange: (rules: RuleSetId) => void;
}

/** Chooses the rule set of the projection and shows its status. */
export function RulesPicker({ value, onChange }: RulesPickerProps) {
  const { t } = useTranslation('earnings');
  const ruleSetName = useRuleSetName();
  const { data: ruleSets = [] } = useRuleSets();
  const chosen = ruleSets.find((rules) => rules.id === value);
  return (
    <div className={classes['picker']}>
      <SegmentedControl
        aria-label={t('rules.picker')}
        data-print="hide"
        data={ruleSets.map((rules) => ({
          value: rules.id,
          label: ruleSetName(rules.id, rules.title),
        }))}
        value={value}
        // The values are the ids of the registry.
        onChange={(next) => onChange(next as RuleSetId)}
      />
      {chosen === undefined ? null : (
        <p className={classes['ruleNote']}>
          <RuleStatus status={chosen.status} /> {chosen.summary}
        </p>
      )}
    </div>
  );
}
