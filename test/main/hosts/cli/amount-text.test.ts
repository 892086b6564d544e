import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Decimal } from '#shared/decimal.ts';
import { numberText, TFT } from '#shared/number-text.ts';
import { percentBetweenText } from '#main/hosts/cli/text/amounts.ts';
import { runFarmer } from '#test/support/cli.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

const directory = makeTemporaryDirectory();
afterAll(directory.remove);

async function textOf(...argv: readonly string[]): Promise<string> {
  const { stdout, stderr, code } = await runFarmer([...argv], directory.path);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

const lineOf = (text: string, label: string) =>
  text
    .split('\n')
    .find((line) => line.startsWith(label))
    ?.slice(label.length)
    .trim();

// Catches one amount that two commands write in two ways: 280.805 and 280.80, 1000 GiB and 1,000 GiB.
describe('an amount in the text of commands', () => {
  beforeAll(async () => {
    await textOf('demo');
    await textOf('nodes', 'remove', '2');
  });

  it('is the same for the uptime of a node and for a farm of that node', async () => {
    const expected = lineOf(await textOf('uptime', '--node', '1'), 'Expected');
    expect(expected).toMatch(/^\d+\.\d\d(?: to \d+\.\d\d)? TFT$/);
    expect(lineOf(await textOf('farm'), 'Expected')).toBe(expected);
  });

  // Catches a range with its unit once in one command and twice in another, and "95.0 to 95.0 %".
  it('shows a range with its unit once, and one figure when both ends have the same text', () => {
    expect(percentBetweenText({ low: 950, high: 961 })).toBe('95.0 to 96.1 %');
    expect(percentBetweenText({ low: 950, high: 950 })).toBe('95.0 %');
  });

  it('has thousands separators in the sizes of every list', async () => {
    expect(await textOf('nodes')).toContain('1,000 GiB');
    expect(await textOf('nodes', 'templates')).not.toMatch(/\b\d{4,}(?:\.\d+)? GiB/);
  });

  it('shows the exact TFT of each receipt, and their total', async () => {
    const { receipts } = z
      .object({ receipts: z.array(z.object({ tft: z.string() })) })
      .parse(JSON.parse(await textOf('receipts', '--json')));
    expect(receipts.length).toBeGreaterThan(1);
    const text = await textOf('receipts');
    for (const { tft } of receipts) expect(text).toContain(` ${numberText(tft, 'en', TFT)} `);
    const sum = receipts.reduce((total, { tft }) => total.plus(tft), new Decimal(0));
    expect(lineOf(await textOf('receipts', '--by', 'year'), 'All')).toContain(` ${numberText(sum, 'en', TFT)} `);
  });
});
