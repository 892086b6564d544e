import { Checkbox } from '@mantine/core';
import type { KeyboardEvent, MouseEvent } from 'react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';

/** Which rows of a table are selected, by their keys. */
export interface RowSelection<Row> {
  readonly selected: ReadonlySet<string>;
  readonly onChange: (selected: ReadonlySet<string>) => void;
  /** What a row is called where its box is read aloud. */
  readonly nameOf: (row: Row) => string;
}

const BOX = 'input[type="checkbox"]';

/** The box in the row above or below that of a box. */
function neighbourBox(box: Element, key: string): HTMLInputElement | null {
  const next = (row: Element | null | undefined) =>
    key === 'ArrowDown' ? row?.nextElementSibling : row?.previousElementSibling;
  // The head of a group has no box.
  for (let row = next(box.closest('tr, li')); row; row = next(row)) {
    const found = row.querySelector<HTMLInputElement>(BOX);
    if (found !== null) return found;
  }
  return null;
}

/** Selects a row or clears it; with `isRange` also those from the last one to it, in the order of `keys`. */
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

interface SelectRowProps<Row> {
  readonly selection: RowSelection<Row>;
  readonly row: Row;
  readonly rowKey: string;
  readonly onSelect: (key: string, isRange: boolean) => void;
}

/** The box that selects a row; the arrow keys go to the next box, with Shift they select on the way. */
export function SelectRow<Row>({ selection, row, rowKey, onSelect }: SelectRowProps<Row>) {
  const { t } = useTranslation('common');
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && selection.selected.size > 0) selection.onChange(new Set());
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    const neighbour = neighbourBox(event.currentTarget, event.key);
    neighbour?.focus();
    if (event.shiftKey && neighbour?.checked === false) neighbour.click();
  };
  return (
    <Checkbox
      size="xs"
      aria-label={t('table.select', { row: selection.nameOf(row) })}
      checked={selection.selected.has(rowKey)}
      onChange={() => undefined}
      onClick={(event: MouseEvent) => onSelect(rowKey, event.shiftKey)}
      onKeyDown={onKeyDown}
    />
  );
}

/** The box in the header that selects every row that is listed, or none. */
export function SelectAllRows<Row>({
  selection,
  keys,
}: {
  readonly selection: RowSelection<Row>;
  readonly keys: readonly string[];
}) {
  const { t } = useTranslation('common');
  const count = keys.filter((key) => selection.selected.has(key)).length;
  const isAll = count > 0 && count === keys.length;
  return (
    <Checkbox
      size="xs"
      aria-label={t('table.selectAll')}
      checked={isAll}
      indeterminate={count > 0 && !isAll}
      onChange={() => selection.onChange(new Set(isAll ? [] : keys))}
    />
  );
}
