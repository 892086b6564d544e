import { describe, expect, it } from 'vitest';
import type { Evidence } from '#shared/contract/hardware/eligibility.ts';
import { message } from '#shared/message.ts';
import { evidenceBySubject } from '#renderer/features/hardware/evidence-groups.ts';

function evidence(claim: Evidence['claim'], about: string, found: string): Evidence {
  return {
    claim,
    about,
    found,
    title: message('hardware:core.claimKind'),
    because: message('hardware:core.cannotTell'),
  };
}

describe('evidence on the page', () => {
  // Catches a claim that is lost or shown twice, and a line for each of a hundred loop devices.
  it('is grouped by subject, with equal claims in one line', () => {
    const all = [
      evidence('cores', '', '8'),
      evidence('kind', 'sda', 'SSD'),
      evidence('kind', 'sdb', 'HDD'),
      evidence('left-out', 'loop0', 'yes'),
      evidence('left-out', 'loop1', 'yes'),
      evidence('secure-boot', '', 'yes'),
    ];
    const groups = evidenceBySubject(all).map(({ subject, claims }) => [subject, ...claims.map(({ names }) => names)]);
    expect(groups).toEqual([
      ['machine', [''], ['']],
      ['disks', ['sda'], ['sdb']],
      ['leftOut', ['loop0', 'loop1']],
    ]);
  });
});
