import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { jsonOf, runFarmer } from '#test/support/cli.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

let directory: TemporaryDirectory;
beforeEach(() => {
  directory = makeTemporaryDirectory();
});
afterEach(() => directory.remove());

const farmer = (...words: readonly string[]) => runFarmer(words, join(directory.path, 'data'));
const TITAN = ['--cru', '8', '--mru', '32GiB', '--sru', '1000GiB', '--hru', '0'];
const REWARD = ['reward', '--rules', 'minting-v3', ...TITAN, '--certified', '--json'];
const GOLD = ['--cu', '3600', '--su', '2250', '--nu', '45', '--ipv4', '5', '--minimum', '998'];

describe('farmer rules minting', () => {
  test('is unknown until the farmer sets it with a source, and can be unknown again', async () => {
    expect(jsonOf(await farmer('rules', 'minting', '--json'))).toEqual({ last_period: null, source: '' });
    const set = ['--last-period', '95', '--source', 'forum'];
    const known = { last_period: 95, source: 'forum' };
    expect(jsonOf(await farmer('rules', 'minting', ...set, '--json'))).toEqual(known);
    expect(jsonOf(await farmer('rules', 'minting', '--json'))).toEqual(known);
    expect(jsonOf(await farmer('farm', '--json'))).toMatchObject({ as_if_minted: true });
    await farmer('rules', 'minting', '--unknown');
    expect(jsonOf(await farmer('rules', 'minting', '--json'))).toEqual({ last_period: null, source: '' });
  });

  test('shows a dated note with its source, and the earlier rules', async () => {
    expect(jsonOf(await farmer('rules', '--json'))).toMatchObject({
      versions: [45, 46, 47, 52, 59, 67, 73, 81].map((from) => ({ from_period: from })),
      platform_note: { as_of: '2026-05', source: expect.stringContaining('no live source') },
    });
  });
});

describe('farmer rules policies', () => {
  // Catches a policy that is not known being paid as policy 1, or as nothing.
  test('adds a policy, pays by it, and stops when it is removed', async () => {
    const unknown = { base_musd: null, musd: null, tft: null, zeroed_by: null, permille: 1000 };
    expect(jsonOf(await farmer(...REWARD, '--policy', '3'))).toMatchObject(unknown);
    expect(await farmer('rules', 'policies', 'add', '3', ...GOLD, '--name', 'gold')).toMatchObject({ code: 0 });
    // 7.75 x 3600 + 4 x 2250 = 36,900 mUSD, and no 5/4 for certified: 461.25 TFT, not scaled at 99.8 %.
    const gold = { base_musd: 36_900, musd: 36_900, tft: '461.25', permille: 998 };
    expect(jsonOf(await farmer(...REWARD, '--policy', '3', '--uptime-seconds', '2625619'))).toMatchObject(gold);
    expect(jsonOf(await farmer(...REWARD, '--policy', '3', '--uptime-seconds', '2625618'))).toMatchObject({
      musd: 0,
      zeroed_by: 'uptime',
    });
    expect(jsonOf(await farmer('rules', 'policies', 'remove', '3', '--json'))).toEqual({ removed: true });
    expect(jsonOf(await farmer(...REWARD, '--policy', '3'))).toMatchObject(unknown);
  });

  test('lists the known policies with their sources, and an example that is not used for computing', async () => {
    await farmer('nodes', 'add', 'Barn', ...TITAN, '--policy', '4294967295');
    expect(jsonOf(await farmer('rules', 'policies', '--json'))).toMatchObject({
      policies: [
        { id: 1, origin: 'published', rates: { cu_musd: 2400 } },
        { id: 2, origin: 'published', rates: { cu_musd: 3000 } },
        { id: 4_294_967_295, origin: 'unknown', rates: null, minimum_permille: null },
      ],
      examples: [{ name: 'gold', minimum_permille: 998, note: expect.stringContaining('not checked') }],
    });
  });

  test('refuses changes of published policies, and amounts that the chain cannot represent', async () => {
    expect(await farmer('rules', 'policies', 'add', '1', ...GOLD)).toMatchObject({ code: 2 });
    expect(await farmer('rules', 'policies', 'add', '3', ...GOLD, '--minimum', '1001')).toMatchObject({ code: 2 });
  });

  // Catches an unknown policy shown as a farm that earns nothing.
  test('shows no amount in the farm for a node with an unknown policy, and refuses its projection by name', async () => {
    await farmer('nodes', 'add', 'Barn', ...TITAN, '--policy', '7');
    expect(jsonOf(await farmer('farm', '--json'))).toMatchObject({ nodes: [{ reward: null }] });
    const projection = await farmer('project', '--node', '1', '--json');
    expect(projection).toMatchObject({ code: 2, stderr: expect.stringContaining('policy 7') });
  });

  test('pays by the rules of a period', async () => {
    const partial = [...REWARD.filter((word) => word !== '--certified'), '--uptime-seconds', '2367792'];
    expect(jsonOf(await farmer(...partial, '--period', '60'))).toMatchObject({ tft: '254.25', rules_from: 59 });
    expect(jsonOf(await farmer(...partial))).toMatchObject({ tft: '0', rules_from: 81 });
  });
});
