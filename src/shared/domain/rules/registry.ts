import type { RuleSet } from '#shared/contract/rules/rules.ts';
import { FarmerError } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { farming20 } from './farming-2-0.ts';
import { gep2024 } from './gep-2024.ts';
import { gridV4 } from './grid-v4.ts';
import { mintingV3 } from './minting-v3.ts';

/** Every rule set, the running one first. A new one is one file beside this and one line here. */
export const RULE_SETS = [mintingV3, gep2024, gridV4, farming20] as const satisfies readonly RuleSet[];

/** The id of one of {@link RULE_SETS}. */
export type RuleSetId = (typeof RULE_SETS)[number]['id'];

/**
 * The rule set with an id.
 * @throws FarmerError UNKNOWN_RULES with the known ids as the hint
 */
export function findRuleSet(id: string): RuleSet & { readonly id: RuleSetId } {
  const found = RULE_SETS.find((rules) => rules.id === id);
  if (found === undefined) {
    throw new FarmerError('UNKNOWN_RULES', message('rules:core.ruleSetUnknown', { id: id.slice(0, 60) }), {
      hint: message('rules:core.knownRuleSets', { known: RULE_SETS.map((rules) => rules.id).join(', ') }),
      details: { rules: id.slice(0, 60) },
    });
  }
  return found;
}
