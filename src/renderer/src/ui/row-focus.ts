import type { FocusEvent, KeyboardEvent, RefObject } from 'react';
import { useLayoutEffect, useRef, useState } from 'react';
import type { RowSelection } from './row-selection.tsx';

/** Fields in which arrow keys, Space and Enter have their own meaning. */
const FIELD = 'input:not([type="checkbox"]), textarea, select, [role="slider"]';

function keyOfRow(target: EventTarget): string | undefined {
  return target instanceof HTMLElement ? target.closest<HTMLElement>('[data-key]')?.dataset['key'] : undefined;
}

function stepOf(key: string, at: number, last: number): number | null {
  return { ArrowDown: Math.min(at + 1, last), ArrowUp: Math.max(at - 1, 0), Home: 0, End: last }[key] ?? null;
}

interface RowFocusOptions {
  /** The element that contains the rows. */
  readonly frame: RefObject<HTMLElement | null>;
  /** All rows in their order, rendered or not. */
  readonly keys: readonly string[];
  readonly drawnKeys: readonly string[];
  readonly selection: Pick<RowSelection<unknown>, 'selected' | 'onChange'> | undefined;
  readonly onSelect: (key: string, isRange: boolean) => void;
  readonly onOpen: ((key: string) => void) | undefined;
  /** Scrolls to a row that is not rendered. */
  readonly onReach: (key: string) => void;
}

/**
 * Roving focus for a table: Tab reaches one row; from it the arrow keys, Home and End move to other rows, Space
 * selects, Enter opens, Escape clears the selection.
 * @returns the row that Tab reaches, and the event handlers of the table body
 */
export function useRowFocus({ frame, keys, drawnKeys, selection, onSelect, onOpen, onReach }: RowFocusOptions) {
  const [active, setActive] = useState<string | null>(null);
  const wanted = useRef<string | null>(null);
  // A distant row is rendered only after the table was scrolled to it.
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    const row = frame.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(wanted.current)}"]`);
    if (row) wanted.current = null;
    row?.focus();
  });
  const go = (key: string) => {
    wanted.current = key;
    setActive(key);
    onReach(key);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const key = keyOfRow(event.target);
    if (key === undefined || !(event.target instanceof HTMLElement) || event.target.matches(FIELD)) return;
    const isRow = event.target.dataset['key'] === key;
    const next = keys[stepOf(event.key, keys.indexOf(key), keys.length - 1) ?? -1];
    if (next !== undefined) {
      if (event.shiftKey && next !== key && selection?.selected.has(next) === false) onSelect(next, false);
      go(next);
    } else if (event.key === 'Escape' && selection !== undefined && selection.selected.size > 0) {
      selection.onChange(new Set());
    } else if (isRow && event.key === ' ' && selection !== undefined) {
      onSelect(key, event.shiftKey);
    } else if (isRow && event.key === 'Enter' && onOpen !== undefined) {
      onOpen(key);
    } else {
      return;
    }
    event.preventDefault();
  };
  const onFocus = (event: FocusEvent<HTMLElement>) => setActive(keyOfRow(event.target) ?? active);
  const reached = active !== null && drawnKeys.includes(active) ? active : drawnKeys[0];
  return selection === undefined && onOpen === undefined
    ? { reached: undefined, listeners: {} }
    : { reached, listeners: { onKeyDown, onFocus } };
}
