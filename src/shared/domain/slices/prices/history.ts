import type { PriceChange, SetPrice } from '#shared/contract/slices/prices.ts';

/** A change of one slice that is not stored yet. */
export type NewPriceChange = Omit<PriceChange, 'id' | 'sliceId'>;

/** The changes that were not undone, oldest first. */
function effectiveChanges(changes: readonly NewPriceChange[]): readonly NewPriceChange[] {
  return changes.reduce<readonly NewPriceChange[]>(
    (stack, change) => (change.kind === 'undo' ? stack.slice(0, -1) : [...stack, change]),
    [],
  );
}

/** The change that set the current price, or null while none is set. @param changes oldest first */
export function currentChange(changes: readonly NewPriceChange[]): NewPriceChange | null {
  return effectiveChanges(changes).at(-1) ?? null;
}

/** The history entry for a new price. @param changes oldest first */
export function setPriceChange(
  changes: readonly NewPriceChange[],
  to: SetPrice,
  note: Pick<NewPriceChange, 'atMs' | 'by' | 'reason'>,
): NewPriceChange {
  return { kind: 'set', from: currentChange(changes)?.to ?? null, to, ...note };
}

/**
 * The history entry that undoes the current price; undoing again goes one further back.
 * @param changes oldest first
 * @returns null when there is nothing to undo
 */
export function undoPriceChange(
  changes: readonly NewPriceChange[],
  note: Pick<NewPriceChange, 'atMs' | 'by'>,
): NewPriceChange | null {
  const stack = effectiveChanges(changes);
  const last = stack.at(-1);
  if (last === undefined) {
    return null;
  }
  return { kind: 'undo', from: last.to, to: stack.at(-2)?.to ?? null, reason: null, ...note };
}
