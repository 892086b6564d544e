import { expect, test } from 'vitest';
import { overlapSeconds } from '#shared/domain/time-windows.ts';

const window = { startS: 100, endS: 200 };

test.each([
  { name: 'before', startS: 0, endS: 50, seconds: 0 },
  { name: 'touching its start', startS: 50, endS: 100, seconds: 0 },
  { name: 'reaching over its start', startS: 50, endS: 130, seconds: 30 },
  { name: 'inside', startS: 120, endS: 150, seconds: 30 },
  { name: 'around it', startS: 0, endS: 300, seconds: 100 },
  { name: 'touching its end', startS: 200, endS: 250, seconds: 0 },
])('overlaps a window $name by $seconds s, in either order', ({ startS, endS, seconds }) => {
  expect(overlapSeconds(window, { startS, endS })).toBe(seconds);
  expect(overlapSeconds({ startS, endS }, window)).toBe(seconds);
});
