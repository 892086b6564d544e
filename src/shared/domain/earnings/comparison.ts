import type { ComparedFigures } from '#shared/contract/earnings/comparison.ts';
import type { PeriodMoney } from '#shared/contract/earnings/value.ts';
import { Decimal, type DecimalString } from '#shared/decimal.ts';

/** How far ahead machines are compared, in months. */
const COMPARED_MONTHS = 60;

/** The cash balance after each month from 0 on, with the machine paid at once; null while a number is missing. */
export function cashCourse(hardwareUsd: DecimalString | null, money: PeriodMoney): readonly Decimal[] | null {
  if (hardwareUsd === null || money.state === 'missing') {
    return null;
  }
  const { netUsd } = money;
  const price = new Decimal(hardwareUsd);
  return Array.from({ length: COMPARED_MONTHS + 1 }, (_, month) => netUsd.times(month).minus(price));
}

type Judged = Pick<ComparedFigures, 'position' | 'verdict' | 'money' | 'cash'>;

/**
 * The machine that pays best among the eligible ones whose net is known: the one with the highest cash balance at
 * the end, or with the highest net if the price of any is not known. None if fewer than two can be compared, if two are
 * equal, or if the best one loses money, including its price if that is known.
 * Source: docs/rules.md#comparison
 */
export function bestMachine(machines: readonly Judged[]) {
  const known = machines.flatMap(({ position, verdict, money, cash }) =>
    verdict === 'eligible' && money.state === 'known'
      ? [{ position, net: money.netUsd, end: cash?.at(-1) ?? null }]
      : [],
  );
  const by = known.every(({ end }) => end !== null) ? ('cash' as const) : ('net' as const);
  const amountOf = ({ net, end }: (typeof known)[number]) => (by === 'cash' ? (end ?? net) : net);
  const [best, second] = known.toSorted((a, b) => amountOf(b).comparedTo(amountOf(a)));
  return best === undefined || second === undefined || amountOf(best).eq(amountOf(second)) || amountOf(best).lte(0)
    ? null
    : { position: best.position, by };
}
