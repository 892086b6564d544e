import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  currentChange,
  type NewPriceChange,
  setPriceChange,
  undoPriceChange,
} from '#shared/domain/slices/prices/history.ts';

const note = { atMs: 1, by: 'farmer', reason: null };

const currentPrice = (changes: readonly NewPriceChange[]) => currentChange(changes)?.to ?? null;

function play(steps: readonly string[]): readonly NewPriceChange[] {
  return steps.reduce<readonly NewPriceChange[]>((changes, step) => {
    const next =
      step === 'undo'
        ? undoPriceChange(changes, note)
        : setPriceChange(changes, { priceMonth: step, currency: 'USD' }, note);
    return next === null ? changes : [...changes, next];
  }, []);
}

describe('the history of a price', () => {
  it('goes back one more price with each undo, instead of switching between two prices', () => {
    expect(currentPrice(play(['1', '2', '3', 'undo', 'undo']))?.priceMonth).toBe('1');
  });

  it('goes back to the suggested price, and then has nothing to undo', () => {
    const changes = play(['1', 'undo']);
    expect(currentPrice(changes)).toBeNull();
    expect(undoPriceChange(changes, note)).toBeNull();
  });

  it('does not restore an undone price when another is set', () => {
    const changes = play(['1', '2', 'undo', '3', 'undo']);
    expect(currentPrice(changes)?.priceMonth).toBe('1');
    expect(changes.at(-1)).toMatchObject({ kind: 'undo', from: { priceMonth: '3' }, to: { priceMonth: '1' } });
  });

  it('has the previous price of every change', () => {
    const step = fc.oneof(fc.constant('undo'), fc.integer({ min: 1, max: 99 }).map(String));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const changes = play(steps);
        for (const [index, change] of changes.entries()) {
          expect(change.from).toEqual(currentPrice(changes.slice(0, index)));
          expect(change.to).toEqual(currentPrice(changes.slice(0, index + 1)));
        }
      }),
      { numRuns: 100 },
    );
  });
});
