import { describe, expect, it } from 'vitest';
import { toSnakeCase } from '#main/hosts/cli/json.ts';

describe('field names of the JSON that commands print', () => {
  // Catches a field that scripts know by one name and a command prints by another.
  it('uses snake_case, drops the unit of instants and the "is" of booleans, and spells out durations', () => {
    expect(
      toSnakeCase({ startS: 1, upS: 2, exhaustedAtS: null, memoryGib: '4', outages: [{ endS: 3, isPlanned: true }] }),
    ).toEqual({
      start: 1,
      up_seconds: 2,
      exhausted_at: null,
      memory_gib: '4',
      outages: [{ end: 3, planned: true }],
    });
  });

  it('prefers the names of the table', () => {
    expect(
      toSnakeCase({ isPlanned: true, lateBoots: 2 }, { isPlanned: 'is_planned', lateBoots: 'boot_strikes' }),
    ).toEqual({ is_planned: true, boot_strikes: 2 });
  });

  it('omits fields, flattens them and renames them by their parent', () => {
    const value = {
      kindId: 'S',
      amounts: { cores: '1', passmark: '2' },
      unused: { cores: '3' },
      sellable: { cores: '4' },
    };
    const names = { amounts: '...', passmark: null, sellable: null, 'unused.cores': 'cpus' };
    expect(toSnakeCase(value, names)).toEqual({ kind_id: 'S', cores: '1', unused: { cpus: '3' } });
  });
});
