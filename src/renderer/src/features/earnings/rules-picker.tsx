import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { RuleSetId } from '#shared/domain/rules/registry.ts';
import { api } from '#renderer/client/client.ts';
import { useRuleSetName } from '#renderer/ui/rule-set-name.ts';
import { RuleStatus } from '#renderer/ui/source.tsx';
import { useSay } from '#renderer/ui/say.ts';
import classes from './earnings.module.css';

/** Which rule set the projection follows, with its standing beside it. */
export function RulesPicker({
  value,
  onChange,
}: {
  readonly value: RuleSetId;
  readonly onChange: (rules: RuleSetId) => void;
}) {
  const { t } = useTranslation('earnings');
  const ruleSetName = useRuleSetName();
  const { data } = useQuery({ ...api.rules.list.queryOptions(), staleTime: Number.POSITIVE_INFINITY });
  const say = useSay();
  const ruleSets = data?.ruleSets ?? [];
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
        // The values are the ids of the registry itself.
        onChange={(next) => onChange(next as RuleSetId)}
      />
      {chosen === undefined ? null : (
        <p className={classes['ruleNote']}>
          <RuleStatus status={chosen.status} /> {say(chosen.summary)}
        </p>
      )}
    </div>
  );
}
