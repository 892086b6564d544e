import { useTranslation } from 'react-i18next';
import type { FormulaSymbol } from './formula-symbols.ts';
import classes from './rules.module.css';

/** What the signs of a rule set's formulas stand for. */
export function SymbolList({ signs }: { readonly signs: readonly FormulaSymbol[] }) {
  const { t } = useTranslation('rules');
  if (signs.length === 0) return null;
  return (
    <dl className={classes['symbols']} aria-label={t('symbols')}>
      {signs.map(({ key, sign }) => (
        <div key={key}>
          <dt>{sign}</dt>
          <dd>{t(`symbol.${key}`)}</dd>
        </div>
      ))}
    </dl>
  );
}
