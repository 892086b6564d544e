import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStores } from '#main/store/stores.ts';
import { Decimal } from '#shared/decimal.ts';
import { APP_HOSTS, type RunningApp, settle } from '#test/support/app-hosts.ts';
import { keepPicturesOfFailures } from '#test/support/browser.ts';
import { jsonOf, runFarmer } from '#test/support/cli.ts';
import { plannedTitan } from '#test/support/stores.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';
import { moneyText } from '#shared/number-text.ts';

keepPicturesOfFailures();

const GIB = 2 ** 30;
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

/** Counts what a user does; seconds are printed and never judged. */
function makeHand(app: RunningApp) {
  const startedMs = performance.now();
  const done = { clicks: 0, fields: 0 };
  const { page } = app;
  return {
    click: async (role: 'button' | 'link' | 'option' | 'combobox', name: string | RegExp) => {
      done.clicks += 1;
      await page.getByRole(role, { name }).first().click();
      await settle(page);
    },
    fill: async (name: string, text: string, role: 'textbox' | 'combobox' = 'textbox') => {
      done.fields += 1;
      await page.getByRole(role, { name }).first().fill(text);
    },
    report: (who: string) => {
      const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
      process.stdout.write(`${who}: ${done.clicks} clicks, ${done.fields} fields, ${seconds} s\n`);
      return done;
    },
  };
}

const host = APP_HOSTS.find(({ name }) => name === 'browser host');

// Catches an answer that takes more steps than a new user has patience for.
describe('three users', () => {
  const directory = makeTemporaryDirectory();
  let app: RunningApp;
  beforeAll(async () => {
    const { stores, close } = openStores({ dataDirectory: directory.path, nowMs: Date.now });
    stores.settings.update({ firstRun: { step: 'done' } }, Date.now());
    for (const index of Array.from({ length: 60 }, (_, position) => position)) {
      const costs = {
        wattsIdle: String(index % 4 === 0 ? 900 : 40),
        wattsLoaded: null,
        electricityUsdPerKwh: '0.12',
        hardwareCostUsd: null,
        boughtOn: null,
      };
      const resources = { cru: 16, mruBytes: 64 * GIB, sruBytes: 1000 * GIB, hruBytes: 0 };
      const node = { ...plannedTitan(`Node ${index + 1}`), kind: 'imported' as const, isVirtual: false };
      stores.nodes.add({ ...node, resources, costs }, Date.now());
    }
    close();
    if (host === undefined) throw new Error('There is no browser host.');
    app = await host.start({ dataDirectory: directory.path });
  });
  afterAll(async () => {
    await app?.stop();
    directory.remove();
  });
  const mainText = async () => plain(await app.page.locator('main').innerText());

  it('shows eligibility, net, payback and break-even for one old R620 and a power bill', async () => {
    await app.open('/');
    const hand = makeHand(app);
    await hand.click('link', 'Compare');
    await hand.fill('Add a machine', 'R620', 'combobox');
    await hand.click('option', /R620/);
    await hand.fill('Price of Dell PowerEdge R620', '250');
    await hand.fill('TFT price', '0.05');
    await hand.fill('Electricity', '0.10');
    await hand.click('button', 'Save');
    await app.page
      .getByText(/after \d+ months|never: power/)
      .first()
      .waitFor();
    const text = await mainText();
    expect(text).toMatch(/Eligible[\s\S]*yes[\s\S]*Net a period[\s\S]*USD[\s\S]*Break-even TFT price/);
    const { clicks, fields } = hand.report('R620');
    expect([clicks <= 8, fields <= 8]).toEqual([true, true]);
    // The command line gives the same figure for the same machine.
    const answer = jsonOf(
      await runFarmer(['compare', '--template', 'Dell PowerEdge R620', '--json'], directory.path),
    ) as { readonly machines: readonly { readonly money: { readonly net_usd: string } }[] };
    expect(text).toContain(`${moneyText(answer.machines[0]?.money.net_usd ?? '0')} USD`);
  });

  it('shows which of sixty nodes lose money', async () => {
    await app.open('/');
    const hand = makeHand(app);
    await hand.click('button', /^Loses money/);
    await app.page.getByRole('link', { name: 'Node 1', exact: true }).waitFor();
    expect(await app.page.getByRole('link', { name: 'Node 2', exact: true }).count()).toBe(0);
    expect(hand.report('Sixty nodes').clicks).toBe(1);
  });

  it('compares three machines side by side and marks the best one', async () => {
    const { stores, close } = openStores({ dataDirectory: directory.path, nowMs: Date.now });
    stores.settings.update({ comparedMachines: [] }, Date.now());
    close();
    await app.page.reload();
    await app.open('/');
    const hand = makeHand(app);
    await hand.click('link', 'Compare');
    for (const name of ['R620', 'R730xd', 'R740']) {
      // oxlint-disable no-await-in-loop -- one machine after the other
      await hand.fill('Add a machine', name, 'combobox');
      await hand.click('option', new RegExp(name));
      // oxlint-enable no-await-in-loop
    }
    await expect.poll(() => app.page.locator('main thead th[data-best]').count()).toBe(3);
    const nets = (await app.page.locator('main tr[data-lead="true"] td').allInnerTexts()).map(
      (text) => new Decimal(plain(text).replace(' USD', '').replace(',', '').replace('−', '-')),
    );
    const best = nets.reduce((most, net) => Decimal.max(most, net));
    const marked = await app.page.locator('main tr[data-lead="true"] td[data-best="true"]').allInnerTexts();
    expect(marked.map((text) => plain(text))).toEqual(best.gt(0) ? [`${moneyText(best)} USD`] : []);
    expect(hand.report('Three machines').clicks).toBeLessThanOrEqual(12);
  });
});
