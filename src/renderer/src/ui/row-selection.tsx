import { useTranslation } from 'react-i18next';
import { useLayoutEffect, useRef } from 'react';
import classes from './data-table.module.css';

/** The keys of the selected rows of a table. */
export interface RowSelection<Row> {
  readonly selected: ReadonlySet<string>;
  readonly onChange: (selected: ReadonlySet<string>) => void;
  /** The name of a row in the accessible label of its checkbox. */
  readonly nameOf: (row: Row) => string;
}

/** Toggles a row; with `isRange` also all rows from the last one to it, in the order of `keys`. */
export function useSelectRow<Row>(selection: RowSelection<Row> | undefined, keys: readonly string[]) {
  const last = useRef<string | null>(null);
  return (key: string, isRange: boolean) => {
    if (selection === undefined) return;
    const to = keys.indexOf(key);
    const from = isRange && last.current !== null ? keys.indexOf(last.current) : to;
    const isSelected = selection.selected.has(key);
    const next = new Set(selection.selected);
    for (const entry of keys.slice(Math.min(from, to), Math.max(from, to) + 1)) {
      if (isSelected) next.delete(entry);
      else next.add(entry);
    }
    last.current = key;
    selection.onChange(next);
  };
}

interface SelectRowProps {
  readonly label: string;
  readonly isSelected: boolean;
  readonly onSelect: (isRange: boolean) => void;
}

/** The checkbox of a row: a native one, since hundreds are rendered while a table scrolls. */
export function SelectRow({ label, isSelected, onSelect }: SelectRowProps) {
  return (
    <input
      type="checkbox"
      className={classes['check']}
      aria-label={label}
      checked={isSelected}
      onChange={() => undefined}
      onClick={(event) => onSelect(event.shiftKey)}
    />
  );
}

/** The checkbox in the header that selects all listed rows, or none. */
export function SelectAllRows<Row>({
  selection,
  keys,
}: {
  readonly selection: RowSelection<Row>;
  readonly keys: readonly string[];
}) {
  const { t } = useTranslation('common');
  const box = useRef<HTMLInputElement>(null);
  const count = keys.filter((key) => selection.selected.has(key)).length;
  const isAll = count > 0 && count === keys.length;
  useLayoutEffect(() => {
    if (box.current !== null) box.current.indeterminate = count > 0 && !isAll;
  });
  return (
    <input
      ref={box}
      type="checkbox"
      className={classes['check']}
      aria-label={t('table.selectAll')}
      checked={isAll}
      onChange={() => selection.onChange(new Set(isAll ? [] : keys))}
    />
  );
}
