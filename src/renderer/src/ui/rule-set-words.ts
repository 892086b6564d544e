import type { RuleSet } from '#shared/contract/rules/rules.ts';
import type { Say } from './say.ts';

/** A rule set in the reader's language. Identifiers, units and references stay as they are. */
export function sayRuleSet(ruleSet: RuleSet, say: Say): RuleSet {
  return {
    ...ruleSet,
    title: say(ruleSet.title),
    summary: say(ruleSet.summary),
    sources: ruleSet.sources.map((source) => ({ ...source, title: say(source.title) })),
    constants: ruleSet.constants.map((constant) => ({ ...constant, label: say(constant.label) })),
    formulas: ruleSet.formulas.map((formula) => ({ ...formula, label: say(formula.label), text: say(formula.text) })),
    conflicts: ruleSet.conflicts.map((conflict) => ({
      ...conflict,
      question: say(conflict.question),
      decision: say(conflict.decision),
      readings: conflict.readings.map((reading) => ({ ...reading, says: say(reading.says) })),
    })),
  };
}
