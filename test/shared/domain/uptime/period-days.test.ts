import { describe, expect, it } from 'vitest';
import { upByDay } from '#shared/domain/uptime/period-days.ts';
import { DAY_S, HOUR_S } from '#shared/units.ts';

const PERIOD = { startS: 1000, endS: 1000 + 30 * DAY_S };
const at = (days: number) => PERIOD.startS + days * DAY_S;

describe('the days of a period', () => {
  // Catches a day that counts what is not known as down, a stretch over midnight in one day, and days still to come.
  it('have their own part of the known states', () => {
    const stretches = [
      { startS: at(0), endS: at(1), state: 'unknown' },
      { startS: at(1), endS: at(2.5), state: 'up' },
      { startS: at(2.5), endS: at(2.5) + HOUR_S, state: 'down' },
      { startS: at(2.5) + HOUR_S, endS: at(3.25), state: 'up' },
    ] as const;
    expect(upByDay(stretches, PERIOD, at(3.25))).toEqual([null, 1000, Math.floor((23 * 1000) / 24), 1000]);
    expect(upByDay([], PERIOD, at(1))).toEqual([null]);
    expect(upByDay([], PERIOD, at(40))).toHaveLength(30);
  });
});
