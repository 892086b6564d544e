import { expect, test } from 'vitest';
import { bindFields } from '#renderer/ui/bind-fields.ts';

interface Values {
  readonly name: string;
  readonly watts: string | null;
  readonly months: number;
  readonly slices: number | null;
}

test('turns an emptied field into the value of its binding, and never a missing value into zero', () => {
  const values: Values = { name: 'a', watts: null, months: 60, slices: 3 };
  const patches: Partial<Values>[] = [];
  const fields = bindFields(values, (patch) => patches.push(patch));
  expect(fields.optional('watts').value).toBe('');
  expect(fields.count('months').value).toBe('60');
  fields.text('name').onChange('');
  fields.orZero('name').onChange('');
  fields.required('name').onChange('');
  fields.optional('watts').onChange('');
  fields.count('months').onChange('');
  fields.optionalCount('slices').onChange('');
  fields.optionalCount('slices').onChange('4');
  expect(patches).toEqual([{ name: '' }, { name: '0' }, { watts: null }, { slices: null }, { slices: 4 }]);
});
