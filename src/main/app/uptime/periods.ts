import { implement } from '@orpc/server';
import { type Period, periodsContract } from '#shared/contract/uptime/periods.ts';
import { invalidInput } from '#shared/errors.ts';
import { message } from '#shared/message.ts';
import { allowedDownSeconds, currentPeriod, periodAt, periodByIndex } from '#shared/domain/uptime/periods.ts';
import type { AppContext } from '#main/app/context.ts';

function findPeriod(index: number | null, atS: number | null, nowMs: number): Period {
  if (index === null) {
    return atS === null ? currentPeriod(nowMs) : periodAt(atS);
  }
  if (atS !== null) {
    throw invalidInput(message('uptime:core.periodByIndexAndTime'), message('uptime:core.leaveOneOut'));
  }
  return periodByIndex(index);
}

const area = implement(periodsContract).$context<AppContext>();

export default area.router({
  get: area.get.handler(({ input, context }) => ({
    ...findPeriod(input.index, input.atS, context.nowMs()),
    allowedDownSeconds: { diy: allowedDownSeconds('diy'), certified: allowedDownSeconds('certified') },
  })),
});
