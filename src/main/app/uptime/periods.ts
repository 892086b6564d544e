import { implement } from '@orpc/server';
import { allowedDownSeconds, type Period, periodAt, periodByIndex } from '#shared/domain/uptime/periods.ts';
import { periodsContract, type PeriodWire } from '#shared/contract/uptime/periods.ts';
import { invalidInput } from '#shared/errors.ts';
import type { AppContext } from '#main/app/context.ts';

/** A period as it crosses a boundary, with the downtime it allows. */
export function periodToWire(period: Period): PeriodWire {
  return {
    ...period,
    allowedDownSeconds: { diy: allowedDownSeconds('diy'), certified: allowedDownSeconds('certified') },
  };
}

function findPeriod(index: number | null, atS: number | null, nowS: number): Period {
  if (index === null) {
    return periodAt(atS ?? nowS);
  }
  if (atS !== null) {
    throw invalidInput('A period is asked for by its index or by a time, not by both.', 'Leave one of them out.');
  }
  return periodByIndex(index);
}

const area = implement(periodsContract).$context<AppContext>();

export default area.router({
  get: area.get.handler(({ input, context }) =>
    periodToWire(findPeriod(input.index, input.atS, context.nowMs() / 1000)),
  ),
  list: area.list.handler(({ input, context }) => {
    const current = periodAt(context.nowMs() / 1000).index;
    const count = Math.min(input.count, current + 1);
    return { periods: Array.from({ length: count }, (_, back) => periodToWire(periodByIndex(current - back))) };
  }),
});
