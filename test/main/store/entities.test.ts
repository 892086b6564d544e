import { describe, expect, it } from 'vitest';
import { openConnection } from '#main/store/database.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

interface Offer {
  readonly id: number;
  readonly isOpen: boolean;
  readonly seenAtMs: number | null;
  readonly extra: Readonly<Record<string, unknown>>;
  readonly size: { readonly memoryGib: string };
}

describe('rows read as entities', () => {
  // Catches a boolean that comes back as 1, a decimal that comes back as a number, and JSON that comes back as text.
  it('names fields after columns and restores booleans, JSON and grouped fields', () => {
    const directory = makeTemporaryDirectory();
    const database = openConnection(`${directory.path}/offers.sqlite`);
    try {
      database.execute(
        'CREATE TABLE offers (id INTEGER PRIMARY KEY, is_open INTEGER, seen_at_ms INTEGER, extra TEXT, memory_gib TEXT) STRICT',
      );
      database
        .query('INSERT INTO offers VALUES (@id, @isOpen, NULL, @extra, @memoryGib)')
        .run({ id: 7, isOpen: true, extra: '{"a":[1]}', memoryGib: '1.10' });
      const all = database.query<Offer>(
        'SELECT id, is_open, seen_at_ms, extra, memory_gib AS "size.memoryGib" FROM offers',
        { booleans: ['isOpen'], json: ['extra'] },
      );
      const expected = { id: 7, isOpen: true, seenAtMs: null, extra: { a: [1] }, size: { memoryGib: '1.10' } };
      expect(all.get()).toEqual(expected);
      expect(all.all()).toEqual([expected]);
      expect([...all.iterate()]).toEqual([expected]);
    } finally {
      database.close();
      directory.remove();
    }
  });
});
