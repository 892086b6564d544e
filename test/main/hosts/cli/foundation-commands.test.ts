import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { readGolden } from '#test/support/golden.ts';
import { jsonOf, runFarmer } from '#test/support/cli.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

interface RewardVector {
  readonly name: string;
  readonly input: {
    readonly cru: number;
    readonly mruBytes: number;
    readonly sruBytes: number;
    readonly hruBytes: number;
    readonly certified: boolean;
    readonly policy: number;
    readonly nuGib: number;
    readonly ipv4Seconds: number;
    readonly connectionPriceMusd: number;
    readonly uptimeSeconds: number;
    readonly virtual: boolean;
    readonly violation: string | null;
  };
  readonly expect: object;
}

const TITAN = ['--cru', '8', '--mru', '32GiB', '--sru', '1000GiB', '--hru', '0'];
const directory = makeTemporaryDirectory();
afterAll(directory.remove);
const farmer = (...argv: readonly string[]) => runFarmer(argv, directory.path);

function rewardArguments({ input }: RewardVector): readonly string[] {
  const values = {
    '--cru': input.cru,
    '--mru': input.mruBytes,
    '--sru': input.sruBytes,
    '--hru': input.hruBytes,
    '--policy': input.policy,
    '--nu': input.nuGib,
    '--ipv4-seconds': input.ipv4Seconds,
    '--connection-price': input.connectionPriceMusd,
    '--uptime-seconds': input.uptimeSeconds,
  };
  return [
    ...Object.entries(values).flatMap(([option, value]) => [option, String(value)]),
    ...(input.certified ? ['--certified'] : []),
    ...(input.virtual ? ['--virtual'] : []),
    ...(input.violation === null ? [] : ['--violation', input.violation]),
  ];
}

describe('answers of commands', () => {
  it('capacity: has the fields that scripts depend on, with decimals as strings', async () => {
    const result = await farmer('capacity', ...TITAN, '--json');
    expect(jsonOf(result)).toEqual({ units: 'v3', cu: '7.75', su: '4', cpr: '15.625', binding: 'memory' });
    expect([result.code, result.stderr]).toEqual([0, '']);
  });

  it('capacity: uses v2 on request', async () => {
    const result = await farmer('--json', 'capacity', ...TITAN, '--units', 'v2');
    expect(jsonOf(result)).toMatchObject({ units: 'v2', cu: '7.75' });
  });

  it.each((readGolden('reward-vectors.json') as { readonly vectors: readonly RewardVector[] }).vectors)(
    'reward, $name: would differ if the option did not reach the rule',
    async (vector) => {
      const result = await farmer('reward', '--rules', 'minting-v3', ...rewardArguments(vector), '--json');
      expect(jsonOf(result)).toMatchObject({ rules: 'minting-v3', ...vector.expect });
      expect(result.code).toBe(0);
    },
  );

  it('reward: uses the formula of Farming 2.0', async () => {
    const amounts = ['--cru', '16', '--mru', '128GiB', '--sru', '1000GiB', '--hru', '48000GiB'];
    const market = ['--tft-price', '0.15', '--farmed', '1000000000'];
    const result = await farmer('reward', '--rules', 'farming-2.0', ...amounts, ...market, '--json');
    // 91.7917 x 40/6 / 0.15 x 0.75 = 3059.72
    expect(jsonOf(result)).toMatchObject({
      rules: 'farming-2.0',
      difficulty_factor: '0.75',
      tft: expect.stringMatching(/^3059\.7222222/),
    });
  });

  it.each([
    ['--index', '81'],
    ['--at', '2024-12-30T23:44:40Z'],
    ['--at', '1735602280'],
    ['--at', '2025-01-15T13:00+01:00'],
  ])('period %s %s: is 2025-01', async (...option) => {
    expect(jsonOf(await farmer('period', ...option, '--json'))).toEqual({
      index: 81,
      name: '2025-01',
      start: '2024-12-30T23:44:40Z',
      end: '2025-01-30T10:32:40Z',
      start_s: 1_735_602_280,
      end_s: 1_738_233_160,
      allowed_down_seconds: { diy: 131_544, certified: 52_617 },
    });
  });

  it('period: is the current one by default', async () => {
    vi.setSystemTime('2025-01-15T12:00:00Z');
    expect(jsonOf(await farmer('period', '--json'))).toMatchObject({ index: 81, name: '2025-01' });
    vi.useRealTimers();
  });

  it('rules: lists every set with its status, and shows one with its figures', async () => {
    const all = jsonOf(await farmer('rules', '--json')) as { readonly rules: readonly { readonly id: string }[] };
    expect(all.rules.map((rules) => rules.id)).toContain('minting-v3');
    const one = jsonOf(await farmer('rules', 'minting-v3', '--json'));
    expect(one).toMatchObject({ rules: [{ id: 'minting-v3', status: 'running', based_on: null }] });
  });

  it('rules: shows a plan as "not yet" in force', async () => {
    const { stdout } = await farmer('rules');
    expect(stdout).toMatch(/grid-v4 +plan +not yet/);
    expect(stdout).toMatch(/minting-v3 +running +since 2022-01/);
    expect(stdout).toMatch(/farming-2\.0 +historic +2020 to 2021/);
  });

  it.each([['capacity', ...TITAN], ['reward', '--rules', 'minting-v3', ...TITAN], ['period'], ['rules']])(
    '%s: prints a table without colour codes when the output is no terminal',
    async (...argv) => {
      const { stdout, stderr, code } = await farmer(...argv);
      expect(stdout.split('\n').length).toBeGreaterThan(2);
      expect(stdout.includes(String.fromCodePoint(27))).toBe(false);
      expect([stderr, code]).toEqual(['', 0]);
    },
  );
});

describe('check', () => {
  it('reads this machine with an exit code for the verdict, and leaves no data behind', async () => {
    const untouched = join(directory.path, 'untouched');
    const result = await runFarmer(['check', '--json'], untouched);
    const answer = jsonOf(result) as {
      readonly machine: Readonly<Record<string, unknown>>;
      readonly eligibility: { readonly verdict: string; readonly checks: readonly Readonly<Record<string, string>>[] };
      readonly reward: { readonly zeroed_by: string | null } | null;
    };
    expect(Object.keys(answer)).toEqual(expect.arrayContaining(['machine', 'capacity', 'eligibility', 'reward']));
    expect(answer.machine).toMatchObject({ cru: expect.any(Number), mru: expect.any(Number) });
    expect(result.code).toBe({ eligible: 0, 'not-eligible': 3, unknown: 4 }[answer.eligibility.verdict]);
    expect(answer.eligibility.checks.length).toBeGreaterThanOrEqual(11);
    for (const check of answer.eligibility.checks) {
      const { id, requirement, measured, state, why, fix, source } = check;
      expect([id, requirement, measured, state, why, fix, source].every((text) => (text ?? '') !== '')).toBe(true);
    }
    expect(answer.machine['virtual'] === true && answer.reward !== null ? answer.reward.zeroed_by : 'virtual').toBe(
      'virtual',
    );
    expect(existsSync(untouched)).toBe(false);
  });

  it('stores the reading once on request, and then reports that it is unchanged', async () => {
    const first = jsonOf(await farmer('check', '--record', '--json')) as { readonly recorded: { node_id: number } };
    const second = jsonOf(await farmer('check', '--record', '--json'));
    expect(second).toMatchObject({ recorded: { node_id: first.recorded.node_id, change: null } });
    expect(jsonOf(await farmer('nodes', '--json'))).toMatchObject({
      nodes: [{ id: first.recorded.node_id, kind: 'this-machine' }],
    });
  });
});

describe('nodes', () => {
  it('adds, removes and restores a planned machine, even one named like a command', async () => {
    const added = jsonOf(await farmer('nodes', 'add', 'capacity', ...TITAN, '--json')) as { node: { id: number } };
    const id = String(added.node.id);
    const ids = async () =>
      (jsonOf(await farmer('nodes', '--json')) as { nodes: readonly { id: number }[] }).nodes.map((node) => node.id);
    expect(await ids()).toContain(added.node.id);
    expect((await farmer('nodes', 'remove', id)).code).toBe(0);
    expect(await ids()).not.toContain(added.node.id);
    expect((await farmer('nodes', 'undo', id)).code).toBe(0);
    expect(await ids()).toContain(added.node.id);
  });
});

describe('bad input', () => {
  const minting = ['reward', '--rules', 'minting-v3', ...TITAN];
  const capacityWith = (option: string, value: string) => {
    const at = TITAN.indexOf(option);
    return ['capacity', ...TITAN.with(at + 1, value)];
  };
  const SIZES = [
    '-1',
    '-32GiB',
    '9223372036854775808',
    '8EiB',
    '32 giraffes',
    '1.2.3GiB',
    '1e3',
    'NaN',
    '',
    '0.5',
    '0x10',
  ];

  it.each([
    ...['--mru', '--sru', '--hru'].flatMap((option) => SIZES.map((value) => capacityWith(option, value))),
    ...['-1', '1.5', 'NaN', 'eight', '9223372036854775808', '1000001', ''].map((value) => capacityWith('--cru', value)),
    ['capacity', ...TITAN, '--units', 'v9'],
    ['capacity', '--cru', '8'],
    ['capacity', ...TITAN, '--colour'],
    ['capacity', ...TITAN, 'leftover'],
    ['reward', '--rules', 'minting-v9', ...TITAN],
    ['reward', ...TITAN],
    [...minting, '--policy', '4294967296'],
    [...minting, '--policy', 'gold'],
    [...minting, '--connection-price', '0'],
    [...minting, '--connection-price', '-80'],
    [...minting, '--connection-price', '0.08'],
    [...minting, '--connection-price', '9223372036854775808'],
    [...minting, '--uptime-seconds', '-1'],
    [...minting, '--uptime-seconds', 'NaN'],
    [...minting, '--nu', '-1'],
    [...minting, '--nu', 'NaN'],
    [...minting, '--nu', '9223372036854775808'],
    [...minting, '--ipv4-seconds', '1.5'],
    [...minting, '--violation', 'Tiredness'],
    ['reward', '--rules', 'farming-2.0', ...TITAN],
    ['reward', '--rules', 'farming-2.0', ...TITAN, '--tft-price', '0', '--farmed', '0'],
    ['reward', '--rules', 'farming-2.0', ...TITAN, '--tft-price', '0.1', '--farmed', '-1'],
    ['reward', '--rules', 'grid-v4', ...TITAN],
    ['period', '--index', '-1'],
    ['period', '--index', '1.5'],
    ['period', '--index', '9223372036854775808'],
    ['period', '--index', '95739'],
    ['period', '--at', 'yesterday'],
    ['period', '--at', '2025-01-15T12:00:00'],
    ['period', '--at', '2025-02-30T12:00:00Z'],
    ['period', '--at', '-1'],
    ['period', '--at', '1735602280000'],
    ['period', '--at', 'NaN'],
    ['period', '--at', '1735602280', '--index', '81'],
    ['rules', 'minting-v9'],
    ['nodes', 'remove', '4711'],
    ['nodes', 'remove', 'first'],
    ['nodes', 'import', '/nowhere/at/all.json'],
    ['serve', '--port', '70000'],
    ['nonsense'],
  ])('%s %s %s %s %s %s %s %s %s %s %s: prints two lines with code 2, and the same as JSON', async (...argv) => {
    const [plain, json] = [await farmer(...argv), await farmer(...argv, '--json')];
    expect([plain.code, plain.stdout]).toEqual([2, '']);
    expect(plain.stderr).toMatch(/^error: [^\n]+\nhint: [^\n]+\n$/);
    expect([json.code, json.stderr]).toEqual([2, plain.stderr]);
    expect(jsonOf(json)).toEqual({
      error: { code: expect.stringMatching(/^[A-Z_]+$/), message: expect.any(String), hint: expect.any(String) },
    });
  });

  it('reports an unknown rule set with its own code', async () => {
    const result = await farmer('reward', '--rules', 'minting-v9', ...TITAN, '--json');
    expect(jsonOf(result)).toMatchObject({ error: { code: 'UNKNOWN_RULES' } });
  });
});

// Catches an exit code 2 with nothing on either stream, which a script and a person both read as a crash.
it.each([[[]], [['help', 'nothing-like-this']]])('says what is missing when no command is known: %j', async (argv) => {
  const run = await farmer(...argv);
  expect(run.code).toBe(2);
  expect(run.stderr).toMatch(/^error: .+\nhint: .+\n$/);
});

describe('farm', () => {
  // Catches totals of planned machines among those that earn, and a farm without nodes that fails.
  it('prints totals and every node', async () => {
    const own = makeTemporaryDirectory();
    const empty = await runFarmer(['farm'], own.path);
    expect(empty).toMatchObject({ code: 0, stderr: '' });
    expect(empty.stdout).toContain('No nodes yet');
    await runFarmer(['nodes', 'add', 'Titan', ...TITAN], own.path);
    expect(jsonOf(await runFarmer(['farm', '--json'], own.path))).toMatchObject({
      totals: { nodes: 0, reward_tft: { sum: '0', missing: 0 } },
      planned: { nodes: 1, reward_tft: { sum: '282.5', missing: 0 }, reward_musd: { sum: 22_600 } },
      nodes: [{ name: 'Titan', concern: null, verdict: 'eligible', uptime: null }],
    });
    expect(jsonOf(await runFarmer(['farm', '--attention', '--json'], own.path))).toMatchObject({ nodes: [] });
    own.remove();
  });
});
