import type { DecimalString } from '#shared/decimal.ts';

/** How far a rule set is in force. */
export type RuleSetStatus = 'running' | 'adopted' | 'plan' | 'historic';
/** Every {@link RuleSetStatus}. */
export const RULE_SET_STATUSES = ['running', 'adopted', 'plan', 'historic'] as const satisfies readonly RuleSetStatus[];

/** A public text or program that a rule was read in. `reference` names it so that anyone can find it. */
export interface RuleSource {
  readonly id: string;
  readonly title: string;
  readonly reference: string;
}

/** A figure of a rule set. `value` is a plain decimal, `unit` names what it counts, `source` is a {@link RuleSource} id. */
export interface RuleConstant {
  readonly id: string;
  readonly label: string;
  readonly value: DecimalString;
  readonly unit: string;
  readonly source: string;
}

/** A formula in words and signs, with the anchor in docs/rules.md that explains it. `source` is a {@link RuleSource} id. */
export interface RuleFormula {
  readonly id: string;
  readonly label: string;
  readonly text: string;
  readonly anchor: string;
  readonly source: string;
}

/** A question on which public sources disagree, what each says, and what the product does. */
export interface RuleConflict {
  readonly id: string;
  readonly question: string;
  readonly readings: readonly { readonly says: string; readonly source: string }[];
  readonly decision: string;
}

/**
 * A set of farming rules as data. Dates are ISO 8601, as exact as the source gives them ("2022-01"), null when open or
 * not stated. A set that is laid over another names it in `basedOn`.
 */
export interface RuleSet {
  readonly id: string;
  readonly title: string;
  readonly status: RuleSetStatus;
  readonly summary: string;
  readonly basedOn: string | null;
  readonly from: string | null;
  readonly until: string | null;
  readonly sources: readonly RuleSource[];
  readonly constants: readonly RuleConstant[];
  readonly formulas: readonly RuleFormula[];
  readonly conflicts: readonly RuleConflict[];
}
