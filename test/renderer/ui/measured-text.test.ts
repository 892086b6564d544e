import { expect, it } from 'vitest';
import { measuredText } from '#renderer/ui/measured-text.ts';

// Catches "Cannot tell" said twice on a line, the second time in small letters.
it('gives of what cannot be told the reason alone, as a sentence', () => {
  expect(measuredText({ state: 'unknown', measured: 'cannot tell: no wired port was seen' })).toBe(
    'No wired port was seen',
  );
  expect(measuredText({ state: 'unknown', measured: 'cannot tell: It is not in the demo data.' })).toBe(
    'It is not in the demo data.',
  );
  expect(measuredText({ state: 'warn', measured: 'eth0 has a fixed address' })).toBe('eth0 has a fixed address');
});
