import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { issueField, issueMessage, chooseIssue } from '#shared/contract/issue-message.ts';
import { inEnglish } from '#shared/message.ts';

const schema = z.object({
  count: z.number().int().min(0).max(9).min(1).max(5),
  ratio: z.number(),
  name: z.string().min(1).max(3),
  list: z.array(z.number()).max(1),
  isOn: z.boolean(),
  inner: z.object({ size: z.number({ error: 'is a size' }) }),
});
const whole = { count: 1, ratio: 0.5, name: 'a', list: [], isOn: true, inner: { size: 1 } };

function said(value: unknown): string {
  const issue = chooseIssue(schema.safeParse(value).error?.issues ?? []);
  return issue === undefined ? 'nothing' : `${issueField(issue)} ${inEnglish(issueMessage(issue))}`;
}

describe('messages of validation issues', () => {
  // Catches a reader who is told "Invalid input: expected number, received undefined".
  it.each([
    [{ count: 6 }, 'count must be at most 5'],
    [{ count: 0 }, 'count must be at least 1'],
    [{ count: -5 }, 'count must be at least 1'],
    [{ count: 10 }, 'count must be at most 5'],
    [{ count: 1.5 }, 'count must be a whole number'],
    [{ ratio: '1' }, 'ratio must be a number'],
    [{ ratio: undefined }, 'ratio is missing'],
    [{ name: '' }, 'name must not be empty'],
    [{ name: 'long' }, 'name must be at most 3 characters'],
    [{ name: 5 }, 'name must be a text'],
    [{ list: [1, 2] }, 'list must be at most 1 entries'],
    [{ list: {} }, 'list must be a list'],
    [{ list: ['x'] }, 'list.0 must be a number'],
    [{ isOn: 1 }, 'isOn must be true or false'],
    [{ inner: { size: 'x' } }, 'inner.size is a size'],
  ])('describe the issue of %j: %s', (change, words) => {
    expect(said({ ...whole, ...change })).toBe(words);
  });

  it.each([null, 5, []])('cover the whole input: %j', (value) => {
    expect(said(value)).toBe(' must be an object');
  });
});
