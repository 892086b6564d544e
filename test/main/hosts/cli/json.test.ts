import { describe, expect, it } from 'vitest';
import { toSnakeCase } from '#main/hosts/cli/json.ts';

describe('field names of the JSON that commands print', () => {
  // Catches a field that scripts know by one name and a command prints by another.
  it('writes snake_case, drops the unit of instants and spells out durations', () => {
    expect(
      toSnakeCase({ startS: 1, upS: 2, exhaustedAtS: null, memoryGib: '4', outages: [{ endS: 3, isPlanned: true }] }),
    ).toEqual({
      start: 1,
      up_seconds: 2,
      exhausted_at: null,
      memory_gib: '4',
      outages: [{ end: 3, is_planned: true }],
    });
  });

  it('takes the names of the table first', () => {
    expect(toSnakeCase({ isPlanned: true, lateBoots: 2 }, { isPlanned: 'planned', lateBoots: 'boot_strikes' })).toEqual(
      { planned: true, boot_strikes: 2 },
    );
  });
});
