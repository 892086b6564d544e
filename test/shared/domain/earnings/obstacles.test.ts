import { describe, expect, it } from 'vitest';
import { type Assumptions, uptimeOfPermille } from '#shared/domain/earnings/assumptions.ts';
import { findObstacles } from '#shared/domain/earnings/obstacles.ts';
import { project } from '#shared/domain/earnings/projection.ts';
import { Decimal, toPlain } from '#shared/decimal.ts';
import { TITAN } from '#test/support/earning-assumptions.ts';

const GIB = 2 ** 30;
const D = (text: string | number) => new Decimal(text);
const minting: Assumptions = { ...TITAN, rules: 'minting-v3' };
const withNode = (node: Partial<Assumptions['node']>): Assumptions => ({
  ...minting,
  node: { ...minting.node, ...node },
});
const withSsd = (sruBytes: number) => withNode({ resources: { ...minting.node.resources, sruBytes } });

describe('obstacles to earning', () => {
  it('are empty for a machine that earns', () => {
    expect(findObstacles(minting)).toEqual({ found: [], unhindered: null });
    expect(findObstacles({ ...TITAN, rules: 'farming-2.0' })).toEqual({ found: [], unhindered: null });
  });

  // Catches a page of zeros without a reason, and a promise that leaves the same zero.
  it('for a virtual machine: state what the same hardware would mint', () => {
    const { found, unhindered } = findObstacles(withNode({ isVirtual: true }));
    expect(found).toEqual(['virtual']);
    expect(unhindered && [toPlain(unhindered.rewardTft), unhindered.shareUsd?.toFixed()]).toEqual(['282.5', '22.6']);
  });

  it('below the target: state what no outage would mint', () => {
    const { found, unhindered } = findObstacles({ ...minting, uptimeSeconds: uptimeOfPermille(949) });
    expect([found, unhindered && toPlain(unhindered.rewardTft)]).toEqual([['uptime'], '282.5']);
    expect(findObstacles({ ...minting, uptimeSeconds: uptimeOfPermille(950) }).found).toEqual([]);
  });

  // Catches a machine without SSD that is told how much to buy in anything but whole GiB for all its CU.
  it('without an SSD: state the minimum that makes cores and memory count', () => {
    const { found, unhindered } = findObstacles(withSsd(0));
    expect([found, unhindered?.sruBytes]).toEqual([['no-ssd'], 388 * GIB]);
    const bought = project(withSsd(388 * GIB)).months[0];
    expect(unhindered && toPlain(unhindered.rewardTft)).toBe(bought && toPlain(bought.rewardTft));
  });

  it('list all causes, and promise nothing that cannot be had', () => {
    const bare = withNode({ isVirtual: true, resources: { cru: 4, mruBytes: GIB, sruBytes: 0, hruBytes: 0 } });
    expect(findObstacles(bare)).toEqual({ found: ['virtual', 'no-memory'], unhindered: null });
    const token = { tftPriceUsd: D('0.08'), mintedTft: D('1e9'), mintedPerMonthTft: null };
    expect(findObstacles({ ...TITAN, token })).toEqual({ found: ['cap'], unhindered: null });
    const spent = { ...token, mintedTft: D('3.9999e9') };
    expect(findObstacles({ ...TITAN, rules: 'farming-2.0', token: spent }).found).toEqual(['cap']);
  });

  it('under grid v4: include a missing price unless a bid is accepted', () => {
    const unpriced = { ...TITAN, rules: 'grid-v4', usage: { ...TITAN.usage, slices: 0 } } as const;
    expect(findObstacles(unpriced).found).toEqual(['no-price']);
    expect(findObstacles({ ...unpriced, usage: { ...unpriced.usage, bookedUsd: [D(3)] } }).found).toEqual([]);
  });
});

describe('missing hardware or utilisation', () => {
  // Catches a projection of nothing that gives no reason.
  it('is reported under grid v4 with nothing sold, unless a bid is accepted', () => {
    const idle = { ...TITAN, rules: 'grid-v4', usage: { ...TITAN.usage, utilisation: D(0) } } as const;
    expect(findObstacles(idle)).toEqual({ found: ['no-use'], unhindered: null });
    expect(findObstacles({ ...idle, usage: { ...idle.usage, bookedUsd: [D(3)] } }).found).toEqual([]);
    expect(findObstacles({ ...idle, usage: { ...idle.usage, slices: 0 } }).found).toEqual(['no-price']);
  });

  it('yields no CU without cores, however much SSD is added', () => {
    const { node } = TITAN;
    const without = (resources: object) =>
      findObstacles({
        ...TITAN,
        rules: 'minting-v3',
        node: { ...node, resources: { ...node.resources, ...resources } },
      });
    expect(without({ cru: 0 })).toEqual({ found: ['no-cores'], unhindered: null });
    expect(without({ cru: 0, mruBytes: 0, sruBytes: 0 }).found).toEqual(['no-memory', 'no-cores']);
  });
});

describe('uptime in permille', () => {
  // Catches 98 % of 40 cents that becomes 0.39200009, because a permille is not a whole number of seconds.
  it('scales revenue exactly, while the reward keeps its whole seconds', () => {
    const [month] = project({ ...TITAN, uptimeSeconds: uptimeOfPermille(980) }).months;
    expect(month && [toPlain(month.gross), toPlain(month.rewardTft)]).toEqual(['32.0264', '276.85']);
    expect(uptimeOfPermille(980).toFixed()).toBe('2578262.4');
  });

  it('is preserved for every permille', () => {
    for (let permille = 950; permille <= 1000; permille += 1) {
      const [month] = project({ ...minting, months: 1, uptimeSeconds: uptimeOfPermille(permille) }).months;
      expect(month?.rewardTft.toFixed()).toBe(D(2825).times(permille).div(10_000).toFixed());
    }
  });
});

describe('the reason why a machine never pays back', () => {
  it.each([
    ['earns-nothing', withNode({ isVirtual: true })],
    ['costs-more', { ...minting, costs: { ...minting.costs, wattsIdle: D(900), wattsLoaded: D(900) } }],
    ['too-late', { ...minting, costs: { ...minting.costs, hardwareUsd: D(1_000_000) } }],
  ] as const)('is %s', (why, assumptions) => {
    expect(project(assumptions).payback).toEqual({ kind: 'never', why });
  });
});
