import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCli } from '#main/hosts/cli/run.ts';
import { createStyle, renderTable, toTerminal } from '#main/hosts/cli/style.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

const directory = makeTemporaryDirectory();
afterAll(directory.remove);

const ESC = String.fromCharCode(0x1b);
const RAW = /(?![\n\t])[\p{Cc}\p{Cs}\p{Bidi_Control}\p{Zl}]/u;
const HOSTILE = [`${ESC}[2J`, `${ESC}]0;x\u0007`, '\u0000', '\u009B31m', '\u202E', '\r', '\u2028'] as const;

async function farmer(...argv: readonly string[]): Promise<string> {
  let written = '';
  const keep = (text: string) => (written += text);
  const io = { stdout: keep, stderr: keep, isColour: false, isInteractive: false };
  await runCli(['--data-dir', join(directory.path, 'data'), ...argv], {}, io);
  return written;
}

function write(name: string, text: string): string {
  const path = join(directory.path, name);
  writeFileSync(path, text);
  return path;
}

function bidCsv(id: string, buyer: string): string {
  const columns = 'id,buyer,vcpus,memory_gib,ssd_gib,months,price_per_month,currency';
  return `${columns},${JSON.stringify(id)}\n${JSON.stringify(id)},${JSON.stringify(buyer)},1,1,1,1,5,USD,x\n`;
}

describe.each(HOSTILE)('a file with %j', (text) => {
  const bids = [
    {
      id: `b${text}`,
      buyer: `x${text}y`,
      vcpus: 1,
      memory_gib: '1',
      ssd_gib: '1',
      months: 1,
      price_per_month: '5',
      currency: `USD${text}`,
    },
  ];

  // Catches text of a file that the terminal runs: in an answer, in the reason of a rejected row, in an error, in a path.
  it('prints no control character, as text and as JSON', async () => {
    const json = write('bids.json', JSON.stringify({ format: 1, bids: [...bids, { ...bids[0], currency: 'USD' }] }));
    const csv = write('bids.csv', bidCsv(`c${text}`, `x${text}y`));
    const broken = write('broken.json', `{"${text}": nothing${text}}`);
    const auction = write('auction.csv', `lp,amount,min_price\np${text},x${text},1\n`);
    for (const argv of [
      ['bids', 'import', json],
      ['bids', 'import', csv],
      ['bids', 'import', broken],
      ['bids', 'import', join(directory.path, `none${text.replaceAll('\u0000', '')}`)],
      ['bids', 'rank'],
      ['bids', 'list', '--state', 'open'],
      ['bids', 'accept', `none${text}`],
      ['nodes', 'import', broken],
      ['nodes', 'add', `n${text}`, '--cru', '1', '--mru', '4GiB', '--sru', '1TiB', '--hru', '0'],
      ['nodes'],
      ['uptime', 'import', broken],
      ['receipts', 'import', broken],
      ['credit', broken],
      ['auction', '--bids', auction, '--max', '5'],
      ['capacity', '--cru', `1${text}`, '--mru', '1', '--sru', '1', '--hru', '0'],
      ['export', '--format', 'csv'],
      [`frob${text}`],
    ]) {
      expect(await farmer(...argv)).not.toMatch(RAW);
      expect(await farmer(...argv, '--json')).not.toMatch(RAW);
    }
  });
});

describe('coloured output', () => {
  const style = createStyle(true);

  // Catches a table that lets a cell of a file change the colours of the terminal, or begin a line of its own.
  it('contains only the program’s own colours', () => {
    const table = renderTable(style, ['Bid'], [[`${ESC}[31mred\nnext`], [style.good('ok')]]);
    const written = toTerminal(table);
    expect(written.split('\n')).toHaveLength(3);
    expect(written).toContain(String.raw`\u001b[31mred\u000anext`);
    expect(written).toContain(`${ESC}[32mok${ESC}[39m`);
  });
});

// Catches a name that SQLite takes for an empty one, because a text ends for it at NUL.
it('refuses a name of NUL alone like an empty one', async () => {
  const machine = ['--cru', '8', '--mru', '32GiB', '--sru', '1TiB', '--hru', '0'];
  expect(await farmer('nodes', 'add', '\u0000', ...machine)).toContain('must not be empty');
  expect(await farmer('nodes', 'add', 'a\u0000b', ...machine, '--json')).toContain('"name":"ab"');
});
