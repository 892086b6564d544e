import { expect, test } from 'vitest';
import { payoutState, payoutStep } from '#shared/domain/uptime/payout.ts';

const END_S = 1_738_234_000;
const DAY_S = 86_400;
const step = (nowS: number, receiptsReadAtS: number | null, ...states: readonly ReturnType<typeof payoutState>[]) =>
  payoutStep({
    periodEndS: END_S,
    nowS,
    receiptsReadAtS,
    dues: states.map((state) => ({ payoutState: state, expectedFromS: END_S })),
  });
const at = (name: string, lateSinceS: number | null = null) => ({ step: name, lateSinceS });

test('derives the step without a receipt from the clock and the last reading, never "not paid"', () => {
  expect(step(END_S, END_S + 5)).toEqual(at('running'));
  expect(step(END_S + 1, null)).toEqual(at('ended'));
  expect(step(END_S + 1, END_S)).toEqual(at('ended'));
  expect(step(END_S + 9, END_S + 1)).toEqual(at('receipt-awaited'));
});

test('reports a late receipt only when receipts were read after it was due', () => {
  const dueS = END_S + 15 * DAY_S;
  expect(step(dueS + 90 * DAY_S, dueS)).toEqual(at('receipt-awaited'));
  expect(step(dueS + 90 * DAY_S, dueS + 1)).toEqual(at('receipt-awaited', dueS));
});

test('is paid when everything due was paid', () => {
  expect(step(END_S, null, 'paid')).toEqual(at('paid'));
  expect(step(END_S, null, 'paid', 'nothing-due')).toEqual(at('paid'));
  expect(step(END_S, null, 'nothing-due')).toEqual(at('nothing-due'));
  expect(step(END_S, null, 'paid', 'unknown')).toEqual(at('computed'));
  expect(step(END_S, null, 'paid', 'computed')).toEqual(at('payment-awaited'));
  expect(step(END_S, null, 'paid', 'late')).toEqual(at('payment-awaited', END_S + 30 * DAY_S));
});

test('reports a late payment only when payments were read after it was due', () => {
  const evidence = { isSeen: false, rewardTftUnits: 1n, expectedFromS: END_S };
  expect(payoutState({ ...evidence, readAtS: END_S + 30 * DAY_S })).toBe('computed');
  expect(payoutState({ ...evidence, readAtS: END_S + 30 * DAY_S + 1 })).toBe('late');
  expect(payoutState({ ...evidence, readAtS: null })).toBe('unknown');
});
