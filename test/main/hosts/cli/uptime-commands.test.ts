import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { jsonOf, runFarmer } from '#test/support/cli.ts';
import { readGolden } from '#test/support/golden.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

const START = 1_764_541_960;

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = makeTemporaryDirectory();
});
afterEach(() => directory.remove());

function file(name: string, text: string): string {
  const path = join(directory.path, name);
  writeFileSync(path, text);
  return path;
}

const farmer = (...words: readonly string[]) => runFarmer(words, join(directory.path, 'data'));

describe('farmer uptime', () => {
  // Catches a last period whose end is beyond what an answer can hold.
  test('uses the last period with data', async () => {
    expect(await farmer('uptime', '--period', '95738', '--json')).toMatchObject({ code: 0 });
  });
});

describe('farmer credit', () => {
  test('returns the fixed fields for every published stream', async () => {
    const golden = readGolden('credit-vectors.json') as { vectors: { id: string; expect: object }[] };
    const result = await farmer('credit', file('vectors.json', JSON.stringify(golden)), '--json');
    expect(jsonOf(result)).toEqual({ results: golden.vectors.map(({ id, expect: fields }) => ({ id, ...fields })) });
  });

  test('shows the account in words', async () => {
    const stream = {
      id: 'a',
      period: { index: 92 },
      events: [
        ['uptime', START + 100, 500],
        ['uptime', START + 2500, 2900],
      ],
    };
    const { stdout } = await farmer('credit', file('one.json', JSON.stringify(stream)), '--account');
    expect(stdout).toContain('+2400 s, normal');
  });

  test.each([
    ['{"vectors":[{"id":"a","period"', 'ends or has an error in line 1'],
    ['{"id":"a","period":{"index":92},"events":[["uptime",1]]}', 'event 1'],
  ])('refuses %s with its position, and exits with 2', async (text, message) => {
    const result = await farmer('credit', file('bad.json', text), '--json');
    expect(result.code).toBe(2);
    expect(jsonOf(result)).toMatchObject({ error: { message: expect.stringContaining(message) } });
    expect(result.stderr).toMatch(/^error: .*\nhint: .*\n$/);
  });

  // Streams of public reports (zos#1713, zos#1856, zos#2332). In period 53 the first report credits the 50,558 s since the
  // start, and what the late ones claim counts: 7,206 s and 7,776 s.
  test.each([
    ['c01-same-block-minus-one', 'InvalidReboot', { rules_from: 47, first_violation: 'InvalidReboot' }],
    ['c02-late-report', 'UptimeTooLow', { rules_from: 52, first_violation: null, credited_seconds: 65_540 }],
    ['c03-no-down-state', null, { rules_from: 73, first_violation: null, boot_strikes: 0 }],
  ])('judges %s by the rules of its own period on request', async (name, today, then) => {
    const path = join('test/golden/credit-cases', `${name}.json`);
    expect(jsonOf(await farmer('credit', path, '--json'))).toMatchObject({ results: [{ first_violation: today }] });
    expect(jsonOf(await farmer('credit', path, '--as-of-period', '--json'))).toMatchObject({ results: [then] });
  });

  test('names a missing file', async () => {
    const result = await farmer('credit', join(directory.path, 'gone.json'));
    expect(result).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no such file') });
  });
});

describe('farmer uptime', () => {
  test('answers before anything was recorded: all is unknown', async () => {
    const result = await farmer('uptime', '--period', '92', '--json');
    expect(jsonOf(result)).toMatchObject({
      period: 92,
      node: null,
      up_seconds: 0,
      down_seconds: 0,
      unknown_seconds: 2_630_880,
      unreachable_seconds: 0,
      target_permille: 950,
      budget_left_seconds: 131_544,
      outages: [],
    });
  });

  test('imports reports from a file, reports invalid rows, and exports the reports', async () => {
    await farmer('nodes', 'add', 'Titan', '--cru', '8', '--mru', '32GiB', '--sru', '1000GiB', '--hru', '0');
    const rows = Array.from({ length: 30 }, (_, k) => `1,${START + 100 + k * 2400},${9000 + k * 2400}`);
    const path = file('reports.csv', `node,timestamp,uptime\n${rows.join('\n')}\n1,never,5\n1,12`);
    const words = ['uptime', 'import', path, '--node', '1', '--json'];
    expect(jsonOf(await farmer(...words))).toMatchObject({ imported: 30, rejected_count: 2, duplicates: 0 });
    expect(jsonOf(await farmer(...words))).toMatchObject({ imported: 0, duplicates: 30 });
    const { stdout } = await farmer('uptime', 'export', '--node', '1');
    expect(stdout).toBe(`node,timestamp,uptime\n${rows.join('\n')}\n`);
    const shown = jsonOf(await farmer('uptime', '--node', '1', '--period', '92', '--json'));
    expect(shown).toMatchObject({ basis: 'reports', credited_seconds: { low: 100 + 29 * 2400 }, closed: true });
  });

  test('prints text too', async () => {
    const { stdout } = await farmer('uptime');
    expect(stdout).toContain('Budget left');
    expect(stdout).toContain('farmer record');
  });
});
