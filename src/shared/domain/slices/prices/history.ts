import type { DecimalString } from '#shared/decimal.ts';
import type { PriceCurrency } from './currency.ts';

/** A price as it was set. */
export interface SetPrice {
  readonly priceMonth: DecimalString;
  readonly currency: PriceCurrency;
}

/** One change of the price of one slice; entries are only ever added. */
export interface PriceChange {
  readonly id: number;
  readonly kind: 'set' | 'undo';
  /** Null: no price was set before, the suggested one held. */
  readonly from: SetPrice | null;
  /** Null: back to no price of its own. */
  readonly to: SetPrice | null;
  readonly atMs: number;
  readonly by: string;
  /** Why it was set past the rails, or the farmer's own note; null without. */
  readonly reason: string | null;
}

/** A change that has not been written yet. */
export type NewPriceChange = Omit<PriceChange, 'id'>;

/** The settings of a price that stand, oldest first: an undo takes the last one away. */
function standing(changes: readonly PriceChange[]): readonly PriceChange[] {
  return changes.reduce<readonly PriceChange[]>(
    (stack, change) => (change.kind === 'undo' ? stack.slice(0, -1) : [...stack, change]),
    [],
  );
}

/** The change that set the price that holds now, or null when none does. @param changes oldest first */
export function currentChange(changes: readonly PriceChange[]): PriceChange | null {
  return standing(changes).at(-1) ?? null;
}

/** The price that holds now, or null when none was set. @param changes oldest first */
export function currentPrice(changes: readonly PriceChange[]): SetPrice | null {
  return currentChange(changes)?.to ?? null;
}

/** What setting a price adds to the history. @param changes oldest first */
export function setPriceChange(
  changes: readonly PriceChange[],
  to: SetPrice,
  note: Pick<PriceChange, 'atMs' | 'by' | 'reason'>,
): NewPriceChange {
  return { kind: 'set', from: currentPrice(changes), to, ...note };
}

/**
 * What undoing the last standing price adds to the history; undoing again goes one further back.
 * @param changes oldest first
 * @returns null when there is nothing to undo
 */
export function undoPriceChange(
  changes: readonly PriceChange[],
  note: Pick<PriceChange, 'atMs' | 'by'>,
): NewPriceChange | null {
  const stack = standing(changes);
  const last = stack.at(-1);
  if (last === undefined) {
    return null;
  }
  return { kind: 'undo', from: last.to, to: stack.at(-2)?.to ?? null, reason: null, ...note };
}
