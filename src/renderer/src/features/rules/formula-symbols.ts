import type { RuleSet } from '#renderer/ui/rule-set.ts';

/** Symbols in formulas and units, in the order in which they are explained. */
const SYMBOLS = [
  { key: 'cru', sign: 'cru' },
  { key: 'mru', sign: 'mru' },
  { key: 'sru', sign: 'sru' },
  { key: 'hru', sign: 'hru' },
  { key: 'CU', sign: 'CU' },
  { key: 'SU', sign: 'SU' },
  { key: 'NU', sign: 'NU' },
  { key: 'CPR', sign: 'CPR' },
  { key: 'CC', sign: 'CC' },
  { key: 'mUSD', sign: 'mUSD' },
  { key: 'permille', sign: 'permille' },
  { key: 'policy', sign: 'policy' },
  { key: 'floor', sign: '⌊ ⌋' },
  { key: 'ceiling', sign: '⌈ ⌉' },
  { key: 'sum', sign: 'Σ' },
] as const;

export type FormulaSymbol = (typeof SYMBOLS)[number];

function isUsed({ sign }: FormulaSymbol, text: string): boolean {
  const [first = ''] = sign;
  return /\w/.test(first) ? new RegExp(String.raw`\b${sign}\b`).test(text) : text.includes(first);
}

/** The symbols that occur in the formulas, figures or units of a rule set. */
export function formulaSymbols(ruleSet: Pick<RuleSet, 'formulas' | 'constants'>): readonly FormulaSymbol[] {
  const text = [
    ...ruleSet.formulas.map((formula) => formula.text),
    ...ruleSet.constants.flatMap(({ label, unit }) => [label, unit]),
  ].join(' ');
  return SYMBOLS.filter((symbol) => isUsed(symbol, text));
}
