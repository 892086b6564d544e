import { expect, test } from 'vitest';
import { probeVerdict } from '#shared/domain/grid/probe.ts';

const NOW_S = 1_764_500_000;
const stretch = (isAnswered: boolean, tries = 2, endS = NOW_S) => ({ startS: endS - 600, endS, isAnswered, tries });

test('detects a node that responds here but not on the grid', () => {
  expect(probeVerdict(stretch(true), 'down', NOW_S)).toBe('unheard');
  expect(probeVerdict(stretch(true), 'up', NOW_S)).toBe('on');
  expect(probeVerdict(stretch(false), 'down', NOW_S)).toBe('off');
  expect(probeVerdict(stretch(false), 'up', NOW_S)).toBe('not-from-here');
});

test('concludes nothing from one failed probe, an old one, none, or a lagging record', () => {
  expect(probeVerdict(stretch(false, 1), 'down', NOW_S)).toBe('unknown');
  expect(probeVerdict(stretch(true, 2, NOW_S - 901), 'down', NOW_S)).toBe('unknown');
  expect(probeVerdict(null, 'down', NOW_S)).toBe('unknown');
  expect(probeVerdict(stretch(false), 'unknown', NOW_S)).toBe('unknown');
  expect(probeVerdict(null, 'standby', NOW_S)).toBe('asleep');
});
