import { project } from '#shared/domain/earnings/projection.ts';
import { monthIncome } from '#shared/domain/earnings/income.ts';
import { missingNumbers } from '#shared/domain/earnings/value.ts';
import { hasRevenue, RULE_PAY, type RulePay } from '#shared/domain/earnings/rule-pay.ts';
import { findObstacles } from '#shared/domain/earnings/obstacles.ts';
import { RULE_SETS, type RuleSetId } from '#shared/domain/rules/registry.ts';
import { isAsIfMinted } from '#shared/domain/rules/minting-end.ts';
import type { RuleSet } from '#shared/contract/rules/rules.ts';
import type { RuleComparison } from '#shared/contract/earnings/projections.ts';
import type { InputSources } from './input-sources.ts';
import { type ProjectionInputs, resolveInputs } from './projection-inputs.ts';

const MACHINE_INPUTS = ['cru', 'mru', 'sru', 'hru', 'certification', 'tft-price'] as const;
const USE_INPUTS = ['slices', 'slice-price', 'utilisation', 'cc-price'] as const;
const TFT_INPUTS: Readonly<Record<RulePay['tft'], readonly string[]>> = {
  minted: [...MACHINE_INPUTS, 'connection-price', 'uptime'],
  farmed: MACHINE_INPUTS,
  none: ['uptime'],
};

/** The inputs that the income of a month is computed from. */
function inputsOf(rules: RuleSetId): readonly string[] {
  return [...TFT_INPUTS[RULE_PAY[rules].tft], ...(hasRevenue(rules) ? USE_INPUTS : [])];
}

function formulaOf(rules: RuleSet & { readonly id: RuleSetId }): RuleSet['formulas'][number] {
  const wanted = RULE_PAY[rules.id].formula;
  const found = rules.formulas.find((formula) => formula.id === wanted);
  if (found === undefined) {
    throw new Error(`Rule set ${rules.id} has no formula "${wanted}".`);
  }
  return found;
}

function moneyOf(inputs: ProjectionInputs): RuleComparison['money'] {
  if (inputs.state === 'missing') return missingNumbers(inputs.missing);
  const { months, payback, roi } = project(inputs.assumptions);
  const [first] = months;
  if (first === undefined) throw new Error('A projection has at least one month.');
  const { gross, share, electricity, hardware, net } = first;
  return { state: 'known', gross, share, electricity, hardware, net, payback, roi };
}

/** The first month under one rule set, with its formula, inputs and source. */
function compareRule(rules: RuleSet & { readonly id: RuleSetId }, sources: InputSources): RuleComparison {
  const inputs = resolveInputs({ ...sources, scenario: { ...sources.scenario, rules: rules.id } });
  const assumptions = inputs.state === 'known' ? inputs.assumptions : inputs.tftOnly;
  const { rewardTft } = monthIncome(assumptions, 1);
  const formula = formulaOf(rules);
  const [obstacle] = findObstacles(assumptions).found;
  return {
    rules: rules.id,
    title: rules.title,
    status: rules.status,
    source: rules.sources.find((source) => source.id === formula.source)?.title ?? formula.source,
    formula: formula.text,
    inputs: inputs.stated.filter((stated) => inputsOf(rules.id).includes(stated.id)),
    rewardTft,
    money: moneyOf(inputs),
    isAsIfMinted: rewardTft.gt(0) && isAsIfMinted(assumptions.firstPeriod, sources.settings.minting.lastPeriod),
    zeroedBy: rewardTft.isZero() ? (obstacle ?? null) : null,
  };
}

/** The same month under every rule set. */
export function compareRules(sources: InputSources): readonly RuleComparison[] {
  return RULE_SETS.map((rules) => compareRule(rules, sources));
}
