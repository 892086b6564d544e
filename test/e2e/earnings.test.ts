import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStores } from '#main/store/stores.ts';
import { moneyText } from '#shared/number-text.ts';
import { APP_HOSTS, AXE_HOST, type RunningApp } from '#test/support/app-hosts.ts';
import { findAccessibilityFaults, findFaultsInBothThemes } from '#test/support/axe.ts';
import { keepPicturesOfFailures } from '#test/support/browser.ts';
import { plannedTitan } from '#test/support/stores.ts';
import { jsonOf, runFarmer } from '#test/support/cli.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

interface FarmJson {
  readonly nodes: readonly { readonly id: number; readonly money: { readonly net_usd: string } }[];
}

const VIEWS = ['projection', 'rules', 'decisions', 'compare'] as const;
keepPicturesOfFailures();

describe.each(APP_HOSTS)('earnings and exit in the $name', (host) => {
  const directory = makeTemporaryDirectory();
  let app: RunningApp;
  let node: string;
  let virtualNode: string;
  /** Each for one test: what is typed is kept with the node. */
  let priceNode: string;
  let uptimeNode: string;
  let bareNode: string;
  beforeAll(async () => {
    const handle = openStores({ dataDirectory: directory.path, nowMs: Date.now });
    const costs = {
      wattsIdle: '20',
      wattsLoaded: '60',
      electricityUsdPerKwh: '0.2',
      hardwareCostUsd: '500',
      boughtOn: null,
    };
    const { nodes, settings } = handle.stores;
    settings.update({ rates: { tftUsd: '0.08', goldUsdPerGram: '128' } }, Date.now());
    const add = (change: object) => String(nodes.add({ ...plannedTitan(), costs, ...change }, Date.now()).id);
    node = add({ isVirtual: false });
    virtualNode = add({
      isVirtual: true,
      costs: { ...costs, wattsIdle: '0', wattsLoaded: null, hardwareCostUsd: null },
    });
    priceNode = add({ name: 'Priced' });
    uptimeNode = add({ name: 'Recorded' });
    bareNode = add({
      name: 'Bare',
      costs: { ...costs, wattsIdle: null, wattsLoaded: null, electricityUsdPerKwh: null },
    });
    handle.close();
    app = await host.start({ dataDirectory: directory.path });
  });
  afterAll(async () => {
    await app?.stop();
    directory.remove();
  });
  const main = () => app.page.locator('main');
  const openView = async (view: string, of = node) => {
    await app.open('/no-such-page');
    await app.open(`/earnings?view=${view}&node=${of}`);
  };

  it.each(VIEWS)('opens the part %s with figures that are all numbers', async (view) => {
    await openView(view);
    expect(await main().innerText()).not.toMatch(/NaN|Infinity|undefined/);
    // What axe looks through is the same in every host.
    expect(host === AXE_HOST ? await findFaultsInBothThemes(app) : []).toEqual([]);
    expect(app.complaints).toEqual([]);
  });

  it('shows a projection that adds up by hand, and simulates its futures in a worker', async () => {
    await openView('projection');
    await main().getByText('10,000 paths from seed 1').waitFor();
    // 22.60 − 40 W on average × 730.8 h × 0.20, then − 500 / 60 for the machine.
    expect((await main().innerText()).split('\n')).toContain('16.75');
    await main().getByText('1 × 4 h a month', { exact: true }).waitFor();
    const text = await main().innerText();
    expect(text).toContain('282.50 TFT are minted');
    expect(text).toContain('8.42');
    expect(text).toContain('after 30 months');
    // 8.42 USD a month with the hardware; running costs alone are covered from 0.0207 USD a TFT on.
    expect(text).toContain('0.0207');
  });

  it('clears the published bids at 0.1 including the farmer’s own bid', async () => {
    await app.open('/rules?part=plans');
    const chooser = app.page.waitForEvent('filechooser');
    await main().getByRole('button', { name: 'Read a bid file…' }).click();
    const lines = [
      'lp,amount,min_price',
      'A,500000,0.088',
      'B,600000,0.09',
      'C,400000,0.092',
      'D,700000,0.095',
      'E,300000,0.098',
      'F,200000,0.1',
      'G,500000,0.105',
    ];
    await (await chooser).setFiles({ name: 'bids.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) });
    await main().getByRole('textbox', { name: 'Market price' }).fill('');
    await main().getByText('19,300.00').waitFor();
    await main().getByRole('textbox', { name: 'Amount' }).last().fill('100000');
    await main().getByRole('textbox', { name: 'Lowest price you accept' }).fill('0.08');
    await main()
      .getByText(/Your bid leaves at 0\.10\sUSD \/ TFT\./)
      .waitFor();
    expect(host === AXE_HOST ? await findAccessibilityFaults(app.page) : []).toEqual([]);
  });

  // A page is the same in every host: what else these do is tried in one.
  if (host !== AXE_HOST) return;

  // Catches an answer that begins far below the title, and a figure that hangs at the right of its card.
  it('shows the result above the fold, with the figure below its title', async () => {
    await openView('projection');
    const card = main().getByRole('article', { name: 'Left a month, after power' });
    await card.getByText('16.75', { exact: true }).waitFor();
    const edges = await card.evaluate((element) =>
      ['h2', 'span[dir]'].map((part) => element.querySelector(part)?.getBoundingClientRect() ?? new DOMRect()),
    );
    const [title, figure] = edges.map(({ x, bottom }) => ({ x, bottom }));
    expect(figure?.bottom).toBeLessThan(400);
    expect(Math.abs((figure?.x ?? 0) - (title?.x ?? 0))).toBeLessThanOrEqual(3);
  });

  // Catches a page of zeros without a reason, and a blank chart of them.
  it('explains why a virtual machine earns nothing, and what it would earn otherwise', async () => {
    await app.open('/no-such-page');
    await app.open(`/earnings?node=${virtualNode}`);
    await main().getByText('Nothing comes in: it is a virtual machine.').waitFor();
    const text = await main().innerText();
    expect(text).toMatch(/Otherwise it would mint 282\.50 TFT a month, worth 22\.60\sUSD to you\./);
    expect(text).toContain('Nothing comes in and nothing is paid in any of the 60 months.');
    expect(text).toContain('earns nothing');
    expect(await main().locator('figure').count()).toBe(0);
  });

  // Catches a report that holds only the tab that happens to be open.
  it('prints the whole report from any tab, and restores the page afterwards', async () => {
    await openView('decisions');
    await app.page.evaluate(() => globalThis.dispatchEvent(new Event('beforeprint')));
    const report = await main().innerText();
    expect(report).toContain('Earnings of Titan');
    for (const part of [
      'Summary',
      'Rule set',
      'From gross to net',
      'What the estimate is based on',
      'Month by month, in USD',
    ]) {
      expect(report).toContain(part);
    }
    expect(await main().locator('tbody tr').count()).toBeGreaterThan(60);
    await app.page.evaluate(() => globalThis.dispatchEvent(new Event('afterprint')));
    await main().getByText('Which input matters most').waitFor();
    expect(await main().innerText()).not.toContain('Earnings of Titan');
  });

  it('keeps a price of zero in its field with the reason, without changing the figures', async () => {
    await openView('projection', priceNode);
    const price = main().getByRole('textbox', { name: 'TFT price', exact: true });
    await price.fill('0');
    await main()
      .getByText(/Must be at least 0.0+1/)
      .waitFor();
    await price.fill('0.16');
    await main().getByText('45.20').first().waitFor();
    expect(await main().innerText()).not.toContain('Must be at least');
    // Catches assumptions that are gone after a visit to another page.
    await openView('projection', priceNode);
    await main().getByText('45.20').first().waitFor();
  });

  // Catches inputs that seem to be worked out for ever, and a refusal that stands only where the figures were.
  it('refuses an unrecorded uptime in its field, and shows the figures again afterwards', async () => {
    await openView('projection', uptimeNode);
    await main().getByRole('button', { name: 'More inputs' }).click();
    await main()
      .getByRole('button', { name: /^Uptime/ })
      .click();
    const source = main().getByRole('combobox', { name: 'Uptime', exact: true });
    await source.click();
    await app.page.getByRole('option', { name: 'The machine’s own record' }).click();
    await main().getByText('This machine has no record of a whole period yet.').waitFor();
    expect(
      await main()
        .getByRole('button', { name: /^Costs/ })
        .innerText(),
    ).toContain('—');
    await source.click();
    await app.page.getByRole('option', { name: 'The target of the rules' }).click();
    await main().getByText('268.37 TFT are minted').waitFor();
    // Another uptime is another net: the one that Farm and Summary show stands beside it.
    const { nodes } = jsonOf(await runFarmer(['farm', '--json'], directory.path)) as FarmJson;
    const net = nodes.find(({ id }) => String(id) === uptimeNode)?.money.net_usd;
    const answer = main().getByRole('article', { name: 'Left a month, after power' });
    await answer.getByText(`${moneyText(net ?? '')}\u00a0USD`).waitFor();
    expect(await answer.innerText()).toContain('At full uptime, as on Farm and Summary');
  });

  // Catches a confident figure out of zeros: no watts, no tariff, and "pays back in 7 months".
  it('offers fields for missing numbers in place, and updates the net from them', async () => {
    await openView('projection', bareNode);
    await main().getByText('Needs 2 numbers: the power draw, the electricity price.').waitFor();
    expect(await main().innerText()).not.toMatch(/Pays back|Return/);
    await main().getByRole('textbox', { name: 'Power when idle' }).fill('20');
    await main().getByRole('textbox', { name: 'Electricity', exact: true }).fill('0.2');
    await main().getByRole('button', { name: 'Save', exact: true }).click();
    // 22.60 − 20 W × 730.8 h × 0.20 − 500 / 60.
    await main().getByText('11.34').first().waitFor();
    await main().getByText('after 26 months').first().waitFor();
  });

  it('saves, compares, removes and restores a scenario', async () => {
    await openView('compare');
    await main().getByRole('button', { name: 'More inputs' }).click();
    await main().getByRole('button', { name: 'Save as a scenario' }).click();
    await app.page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Careful');
    await app.page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await main().getByRole('rowheader', { name: 'Careful' }).waitFor();
    await main().getByRole('button', { name: 'More' }).click();
    await app.page.getByRole('menuitem', { name: 'Delete' }).click();
    await main().getByText('No stored scenarios').waitFor();
    await app.page.getByRole('button', { name: 'Undo' }).click();
    await main().getByRole('rowheader', { name: 'Careful' }).waitFor();
    expect(await main().getByRole('rowheader', { name: 'Careful' }).count()).toBe(1);
  });

  // Catches a sentence against buying beside a part that pays back.
  it('ranks a priced part by its payback without contradictory advice', async () => {
    await openView('decisions');
    const enough = main().getByText('Its cores, memory and SSD are enough to register.');
    await enough.waitFor();
    await main().getByRole('textbox', { name: 'Size' }).fill('32');
    await main().getByRole('textbox', { name: 'Price', exact: true }).fill('60');
    await main().getByRole('button', { name: 'Add', exact: true }).click();
    await main().getByText('after 4 months').waitFor();
    await enough.waitFor({ state: 'detached' });
    expect(await main().innerText()).toMatch(/\+19\.20\sUSD/);
  });

  it('reports the line of an invalid bid file next to it', async () => {
    await app.open('/rules?part=plans');
    const chooser = app.page.waitForEvent('filechooser');
    await main().getByRole('button', { name: 'Read a bid file…' }).click();
    const buffer = Buffer.from('lp,amount,min_price\nA,ten,0.1\n');
    await (await chooser).setFiles({ name: 'broken.csv', mimeType: 'text/csv', buffer });
    await main().getByText('line 2: amount is not a number').waitFor();
    expect(await main().innerText()).not.toMatch(/NaN|Infinity/);
  });
});
