import { describe, expect, it } from 'vitest';
import { groupChecks } from '#renderer/features/hardware/group-checks.ts';
import type { CheckLine } from '#renderer/ui/assessment.ts';

function check(id: CheckLine['id'], measured: string, change: Partial<CheckLine> = {}): CheckLine {
  const texts = { title: id, requirement: '', why: '', fix: '', source: '' };
  return { id, level: 'advised', state: 'unknown', measured, ...texts, ...change };
}

const ids = (checks: readonly CheckLine[]) => groupChecks(checks).map((group) => group.map(({ id }) => id));

describe('checks left open for one reason', () => {
  // Catches a check that is lost, shown twice, or moved before one that is worse.
  it('are grouped at the position of the first, every check once', () => {
    const checks = [
      check('contact', 'none', { state: 'warn' }),
      check('network-dhcp', 'not read'),
      check('network-speed', 'not shown'),
      check('disks-raid', 'not read'),
      check('disks-wiped', 'not read'),
    ];
    expect(ids(checks)).toEqual([['contact'], ['network-dhcp', 'disks-raid', 'disks-wiped'], ['network-speed']]);
  });

  // Catches what decides the verdict folded away, and failures of the same wording taken for one.
  it('are never grouped when required, fewer than three, or known', () => {
    const required = ['cpu', 'memory', 'ssd'].map((id) => check(id as CheckLine['id'], 'x', { level: 'required' }));
    expect(ids(required)).toHaveLength(3);
    const warned = ['cpu', 'memory', 'ssd'].map((id) => check(id as CheckLine['id'], 'x', { state: 'warn' }));
    expect(ids(warned)).toHaveLength(3);
    expect(ids([check('contact', 'x'), check('disks-raid', 'x')])).toHaveLength(2);
  });
});
