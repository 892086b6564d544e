import { expect, it } from 'vitest';
import { createStyle } from '#main/hosts/cli/style.ts';
import { renderRejected } from '#main/hosts/cli/text/rejected-text.ts';
import { storedText } from '#shared/message.ts';

const STYLE = createStyle(false);

// Catches twenty times the same sentence for a file whose every row lacks the same thing.
it('groups rejected rows by reason', () => {
  const rows = [3, 4, 5].map((line) => ({ where: `line ${line}`, reason: storedText('it names no node') }));
  expect(renderRejected(STYLE, [{ where: 'line 2', reason: storedText('the line is incomplete') }, ...rows])).toEqual([
    '  line 2: the line is incomplete',
    '  3 rows from line 3 on: it names no node',
  ]);
});

// Catches a list that ends without a word, so that the rest looks sound.
it('states how many rejections are not shown', () => {
  const rows = Array.from({ length: 25 }, (_, line) => ({
    where: `line ${line}`,
    reason: storedText(`reason ${line}`),
  }));
  expect(renderRejected(STYLE, rows, 40).slice(20)).toEqual([
    '  and 5 more; --json lists them',
    '  of the first 25 that were rejected',
  ]);
});
