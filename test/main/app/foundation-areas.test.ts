import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createCalls } from '#main/app/router.ts';
import { type ComposedApp, composeApp } from '#main/compose.ts';
import { toFarmerError } from '#shared/contract/transport-error.ts';
import { PERIOD_LENGTH_S, periodByIndex } from '#shared/domain/uptime/periods.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

const GIB = 2 ** 30;
const TITAN = { cru: 8, mruBytes: 32 * GIB, sruBytes: 1000 * GIB, hruBytes: 0 };
const NOW_S = periodByIndex(103).startS + 60;

const directory = makeTemporaryDirectory();
afterAll(directory.remove);
let app: ComposedApp | undefined;
afterEach(async () => {
  await app?.close();
  app = undefined;
});
const calls = () => {
  app ??= composeApp({ host: 'cli', env: { FARMER_DATA_DIR: directory.path }, nowMs: () => NOW_S * 1000 });
  return createCalls(app.context);
};

/** The code of the error that a call ends with. */
async function codeOf(call: Promise<unknown>): Promise<string | undefined> {
  return call.then(
    () => undefined,
    (error: unknown) => toFarmerError(error)?.code,
  );
}

describe('eligibility', () => {
  it('assesses a plan without using stored data', async () => {
    const answer = await calls().hardware.eligibility.checkPlan({ resources: TITAN });
    expect(answer).toMatchObject({
      takenAtMs: null,
      machine: { cru: 8, isVirtual: null },
      capacity: { cu: '7.75', binding: 'memory' },
      eligibility: { verdict: 'eligible' },
      reward: { tft: '282.5', zeroedBy: null },
    });
    const arm = await calls().hardware.eligibility.checkPlan({ resources: TITAN, architecture: 'arm64' });
    expect(arm.eligibility.verdict).toBe('not-eligible');
  });

  it('uses the planned node’s own terms and the farmer’s contact', async () => {
    const [nodes, settings, eligibility] = [calls().nodes, calls().settings, calls().hardware.eligibility];
    const node = await nodes.addPlanned({ name: 'Titan', resources: TITAN, certification: 'certified' });
    const contactState = async () =>
      (await eligibility.checkNode({ nodeId: node.id })).eligibility.checks.find((check) => check.id === 'contact')
        ?.state;
    expect((await eligibility.checkNode({ nodeId: node.id })).reward).toMatchObject({ tft: '353.125' });
    expect(await contactState()).toBe('warn');
    await settings.update({ contact: { email: 'farmer@example.org', phone: '+32 2 555 12 12' } });
    expect(await contactState()).toBe('pass');
  });

  it('reports an unknown node as not found', async () => {
    expect(await codeOf(calls().hardware.eligibility.checkNode({ nodeId: 4711 }))).toBe('NOT_FOUND');
  });
});

describe('periods', () => {
  it('determines the current period by the clock of the app', async () => {
    const period = await calls().uptime.periods.get({});
    expect(period.index).toBe(103);
    expect(period.endS).toBe(period.startS + PERIOD_LENGTH_S);
  });

  it('refuses two contradictory selectors', async () => {
    expect(await codeOf(calls().uptime.periods.get({ index: 1, atS: NOW_S }))).toBe('INVALID_INPUT');
  });
});

describe('rewards', () => {
  it('ranks common additions by default, and names the next useful step', async () => {
    const { ranked, nextStep } = await calls().earnings.rewards.rankUpgrades({ resources: TITAN });
    expect(ranked[0]?.candidate.id).toMatch(/^memory-/);
    expect(nextStep).toMatchObject({ adds: [{ resource: 'memory', amount: 33 * GIB }], cuAfter: '16' });
  });

  // Catches prices that are gone after a visit to another page, and an order that does not follow the payback.
  it('ranks common additions by their payback at the entered prices', async () => {
    await calls().settings.money.set({ tftPriceUsd: '0.02' });
    await calls().settings.update({ upgradePrices: { 'memory-16': '40', 'ssd-500': '10', 'cores-8': '5' } });
    const { ranked } = await calls().earnings.rewards.rankUpgrades({ resources: TITAN });
    const shown = ranked.map(({ candidate: { id, priceUsd }, paybackMonths }) => [id, priceUsd, paybackMonths]);
    expect(shown.slice(0, 3)).toEqual([
      ['memory-16', '40', 17],
      ['ssd-500', '10', 22],
      ['cores-8', '5', null],
    ]);
    expect(shown.slice(3).every(([, priceUsd]) => priceUsd === null)).toBe(true);
  });

  it('refuses amounts that JSON can represent but no machine has', async () => {
    const rewards = calls().earnings.rewards;
    const negative = { ...TITAN, cru: -1 };
    expect(await codeOf(rewards.compute({ resources: negative }))).toBe('INVALID_INPUT');
    expect(await codeOf(rewards.compute({ resources: TITAN, nuGib: '1e9' }))).toBe('INVALID_INPUT');
    expect(await codeOf(rewards.compute({ resources: TITAN, nuGib: '99999999999999' }))).toBe('INVALID_INPUT');
  });
});

describe('rules', () => {
  it('lists every rule set completely, and refuses an unknown id', async () => {
    const rules = calls().rules;
    const { ruleSets } = await rules.list();
    expect(ruleSets.every((set) => set.constants.length > 0 && set.sources.length > 0)).toBe(true);
    expect(await codeOf(rules.get({ id: 'nonsense' }))).toBe('UNKNOWN_RULES');
  });
});
