import { useTranslation } from 'react-i18next';
import { formulaSymbols } from './formula-symbols.ts';
import type { RuleSetWire } from './rule-set-types.ts';
import classes from './rules.module.css';

/** What the signs of a rule set's formulas stand for; only those that it uses. */
export function SymbolList({ ruleSet }: { readonly ruleSet: RuleSetWire }) {
  const { t } = useTranslation('rules');
  const symbols = formulaSymbols(ruleSet);
  if (symbols.length === 0) return null;
  return (
    <dl className={classes['symbols']} aria-label={t('symbols')}>
      {symbols.map(({ key, sign }) => (
        <div key={key}>
          <dt>{sign}</dt>
          <dd>{t(`symbol.${key}`)}</dd>
        </div>
      ))}
    </dl>
  );
}
