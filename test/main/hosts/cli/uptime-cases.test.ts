import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { periodByIndex } from '#shared/domain/uptime/periods.ts';
import { jsonOf, runFarmer } from '#test/support/cli.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

const CASES = join(import.meta.dirname, '../../../fixtures/imports');
const NOW = Date.UTC(2026, 10, 28, 9);

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = makeTemporaryDirectory();
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});
afterEach(() => {
  vi.useRealTimers();
  directory.remove();
});

const farmer = async (...words: readonly string[]) => jsonOf(await runFarmer([...words, '--json'], directory.path));

/** Imports reports, `at,uptime` each, of one node of the grid. */
async function importReports(reports: readonly (readonly [atS: number, upS: number])[]): Promise<void> {
  const file = join(directory.path, 'reports.csv');
  writeFileSync(file, `node,timestamp,uptime\n${reports.map((report) => `7,${report.join(',')}`).join('\n')}\n`);
  expect(await farmer('uptime', 'import', file)).toMatchObject({ imported: reports.length, rejected: [] });
}

const steady = (startS: number, count: number, upS = 500_000) =>
  Array.from({ length: count }, (_, index) => [startS + index * 2400, upS + index * 2400] as const);

// Catches an outage whose price comes from simulated reports although the real ones are there.
test('e5: costs 700 s for each of two reboots', async () => {
  await farmer('uptime', 'import', join(CASES, 'e5-two-reboots.csv'));
  const { outages } = (await farmer('uptime', '--node', '1', '--period', '102')) as {
    outages: { credit_lost_seconds: number }[];
  };
  expect(outages.map((outage) => outage.credit_lost_seconds)).toEqual([700, 700]);
});

// Catches a dead node that still counts as on its target.
test('g1: reports a node without reports for days as quiet and needing attention', async () => {
  await farmer('uptime', 'import', join(CASES, 'g1-dead-5-days.csv'));
  expect(await farmer('farm')).toMatchObject({
    totals: { need_attention: 1, standings: { quiet: 1, 'on-target': 0 } },
    nodes: [{ concern: 'quiet', uptime: { state: 'quiet', standing: 'quiet', quiet_since: 1_795_398_040 } }],
  });
  expect(await farmer('uptime', '--node', '1')).toMatchObject({ quiet_since: 1_795_398_040 });
});

// Catches a node that is forgotten in the first period in which it sent nothing at all.
test('reports a node that was quiet all period as needing attention', async () => {
  await importReports(steady(periodByIndex(101).startS, 50));
  expect(await farmer('farm')).toMatchObject({ totals: { need_attention: 1 }, nodes: [{ concern: 'quiet' }] });
});

test.each([
  [4800, null],
  [4801, NOW / 1000 - 4801],
])('a report %i s ago: is quiet since %j', async (agoS, quietSince) => {
  await importReports(steady(NOW / 1000 - agoS - 2400 * 9, 10));
  expect(await farmer('uptime', '--node', '1')).toMatchObject({ quiet_since: quietSince });
});

// Catches a month of 2022 judged by the rules of today.
test('h1: credits reports two hours apart in 2022 in full, by the rules of that time', async () => {
  await farmer('uptime', 'import', join(CASES, 'h1-2022-two-hourly.csv'));
  expect(await farmer('uptime', '--node', '1', '--period', '49')).toMatchObject({
    rules_from: 47,
    permille: { low: 1000, high: 1000 },
    first_violation: null,
    evidence: [],
  });
});

// Catches a certain figure where the last days are not known.
test('h3: shows the own record as a range when part of the period is unknown', async () => {
  await farmer('uptime', 'import', join(CASES, 'h3-2023.csv'));
  const { credited_seconds: credited, rules_from: rulesFrom } = (await farmer(
    'uptime',
    '--node',
    '1',
    '--period',
    '65',
  )) as { credited_seconds: { low: number; high: number }; rules_from: number };
  expect(rulesFrom).toBe(59);
  expect(credited).toEqual({ low: 2_103_800, high: 2_630_880 });
});

// Catches a single report that is taken for a missed period.
test('does not count the period as missed for a node with one report', async () => {
  const { startS } = periodByIndex(103);
  await importReports([[NOW / 1000 - 600, NOW / 1000 - startS]]);
  expect(await farmer('farm')).toMatchObject({ nodes: [{ concern: 'partly-watched' }] });
});

// Catches a violation without its proof, and a proof that names the wrong reports.
test.each([
  ['UptimeTooHigh', [4800, 10_000], [2400, 2400], 4800, 5200],
  ['UptimeTooLow', [7200, 5000], [2400, 2400], 7200, 2200],
  ['InvalidReboot', [2406, 2399], [2400, 2400], 2406, 7],
] as const)('%s: names its two reports', async (kind, second, first, expected, offBy) => {
  const startS = periodByIndex(103).startS + 86_400;
  await importReports([[startS, 1], ...[first, second].map(([atS, upS]) => [startS + atS, upS] as const)]);
  const { evidence, first_violation: violation } = (await farmer('uptime', '--node', '1')) as {
    evidence: unknown[];
    first_violation: string;
  };
  expect(violation).toBe(kind);
  expect(evidence).toEqual([
    {
      kind,
      reports: [
        { at: startS + first[0], uptime: first[1] },
        { at: startS + second[0], uptime: second[1] },
      ],
      expected_uptime: expected,
      off_by_seconds: offBy,
    },
  ]);
});

// Catches a drift that is compared with the report before it: each step is within the tolerance, only their sum is not.
test('ClockSkew: names the first report of the boot', async () => {
  const startS = periodByIndex(103).startS + 86_400;
  const drifting = [0, 1, 2].map((index) => [startS + index * 2400, 1000 + index * 2400 + index * 60] as const);
  await importReports(drifting);
  const [first, , third] = drifting;
  expect(await farmer('uptime', '--node', '1')).toMatchObject({
    first_violation: 'ClockSkew',
    evidence: [
      {
        kind: 'ClockSkew',
        reports: [
          { at: first?.[0], uptime: first?.[1] },
          { at: third?.[0], uptime: third?.[1] },
        ],
        expected_uptime: 5800,
        off_by_seconds: 120,
      },
    ],
  });
});

// Catches amounts of a period that grid 3 no longer mints which pass for payments.
test('marks amounts after the last minted period as hypothetical everywhere', async () => {
  await farmer('receipts', 'import', join(CASES, '../receipts/r12b-paid-first.json'));
  const machine = ['--cru', '8', '--mru', '32GiB', '--sru', '1000GiB', '--hru', '0'] as const;
  const flags = async () => ({
    uptime: (await farmer('uptime', '--node', '1')) as object,
    receipts: (await farmer('receipts', '--by', 'year')) as object,
    project: (await farmer('project', ...machine, '--months', '6', '--paths', '10')) as object,
    revenue: (await farmer('project', ...machine, '--months', '6', '--paths', '10', '--rules', 'grid-v4')) as object,
    farm: (await farmer('farm')) as object,
  });
  const none = { as_if_minted: false };
  expect(await flags()).toMatchObject({
    uptime: none,
    receipts: { receipts: [none, none], totals: [none] },
    project: { ...none, as_if_minted_from_month: null },
    farm: none,
  });
  await farmer('rules', 'minting', '--last-period', '95', '--source', 'the forum');
  const since = { as_if_minted: true };
  expect(await flags()).toMatchObject({
    uptime: since,
    receipts: {
      receipts: [
        { period: 96, ...since },
        { period: 95, ...none },
      ],
      totals: [since],
    },
    project: { ...since, as_if_minted_from_month: 1 },
    revenue: none,
    farm: since,
  });
  await farmer('rules', 'minting', '--last-period', '104', '--source', 'the forum');
  expect(await flags()).toMatchObject({
    uptime: none,
    receipts: { receipts: [none, none] },
    project: { ...since, as_if_minted_from_month: expect.any(Number) as unknown },
    farm: none,
  });
});

// Catches a node of a stricter policy that is judged by 95 %, and a minimum that nobody knows which passes for known.
test('uses the minimum of the node’s policy as target', async () => {
  const machine = ['--cru', '8', '--mru', '32GiB', '--sru', '1000GiB', '--hru', '0'] as const;
  await farmer('nodes', 'add', 'gold', ...machine, '--policy', '7');
  expect(await farmer('uptime', '--node', '1')).toMatchObject({ target_permille: 950, target_assumed: true });
  const rates = ['--cu', '3600', '--su', '2250', '--nu', '45', '--ipv4', '5'] as const;
  await farmer('rules', 'policies', 'add', '7', ...rates, '--minimum', '998');
  const whole = { budget_left_seconds: 5261, target_permille: 998, target_assumed: false };
  expect(await farmer('uptime', '--node', '1')).toMatchObject({ ...whole, target_permille: 998 });
});

// Catches a month of 2023 whose wake-ups are judged by the limits of today.
test.each([
  [50, { losing_strikes: 1, limit_seconds: null, sleep_limit_seconds: null, strikes: 0 }],
  [60, { losing_strikes: 1, limit_seconds: null, sleep_limit_seconds: 90_000, strikes: 0 }],
  [70, { losing_strikes: 1, limit_seconds: 1800, sleep_limit_seconds: 86_400, strikes: 1 }],
  [90, { losing_strikes: 2, limit_seconds: 1800, sleep_limit_seconds: 86_400, strikes: 1 }],
])('judges wake-ups of period %i by its rules', async (index, limits) => {
  const { startS } = periodByIndex(index);
  const [sleptS, askedS, bootS] = [startS + 90_000, startS + 120_000, startS + 124_000];
  const rows = [
    ...steady(startS, 30).map(([atS, upS]) => ({ nodeID: 7, timestamp: atS, uptime: upS })),
    { nodeID: 7, timestamp: sleptS - 10, newPowerTarget: 'Down' },
    { nodeID: 7, timestamp: sleptS, newPowerState: 'Down' },
    { nodeID: 7, timestamp: askedS, newPowerTarget: 'Up' },
    ...steady(bootS + 60, 30, 60).map(([atS, upS]) => ({ nodeID: 7, timestamp: atS, uptime: upS })),
  ];
  const file = join(directory.path, 'sleep.json');
  writeFileSync(file, JSON.stringify(rows));
  await farmer('uptime', 'import', file);
  expect(await farmer('wakeups', '--node', '1', '--period', String(index))).toMatchObject(limits);
});
