import type { Period } from '#shared/contract/uptime/periods.ts';
import type { Stretch } from '#shared/contract/uptime/uptime.ts';
import { DAY_S } from '#shared/units.ts';

/**
 * How each day since the start of a period went: the part of the time that is known in which the node was up, in
 * permille, floored; null for a day of which nothing is known. Days that are not begun are left out.
 */
export function upByDay(
  stretches: readonly Pick<Stretch, 'startS' | 'endS' | 'state'>[],
  { startS, endS }: Pick<Period, 'startS' | 'endS'>,
  nowS: number,
): readonly (number | null)[] {
  const untilS = Math.min(nowS, endS);
  const days = Array.from({ length: Math.max(0, Math.ceil((untilS - startS) / DAY_S)) }, () => ({ up: 0, down: 0 }));
  for (const { startS: fromS, endS: toS, state } of stretches) {
    if (state === 'unknown') continue;
    for (let atS = Math.max(fromS, startS); atS < Math.min(toS, untilS); ) {
      const index = Math.floor((atS - startS) / DAY_S);
      const nextS = Math.min(toS, untilS, startS + (index + 1) * DAY_S);
      const day = days[index];
      if (day !== undefined) day[state] += nextS - atS;
      atS = nextS;
    }
  }
  return days.map(({ up, down }) => (up + down === 0 ? null : Math.floor((up * 1000) / (up + down))));
}
