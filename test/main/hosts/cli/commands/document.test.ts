import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { COMMANDS } from '#main/hosts/cli/commands.ts';

// Catches a command that only its help knows.
it('docs/cli.md says what every command does', () => {
  const text = readFileSync(resolve(import.meta.dirname, '../../../../../docs/cli.md'), 'utf8');
  const names = COMMANDS.map(({ name }) => name);
  expect(names.filter((name) => !new RegExp(`\\bfarmer ${name}\\b`).test(text))).toEqual([]);
});
