import { VisuallyHidden } from '@mantine/core';
import type { RuleSet } from '#renderer/ui/rule-set.ts';
import classes from './rules.module.css';

/** The number under which a source stands in the list of the rule set, read with its title. */
export function SourceMark({ ruleSet, id }: { readonly ruleSet: RuleSet; readonly id: string }) {
  const at = ruleSet.sources.findIndex((source) => source.id === id);
  const title = ruleSet.sources[at]?.title ?? id;
  return (
    <span className={classes['mark']} title={title}>
      {at < 0 ? '' : at + 1}
      <VisuallyHidden>{` ${title}`}</VisuallyHidden>
    </span>
  );
}
