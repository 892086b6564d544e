import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { refreshTftPrice } from '#main/app/settings/tft-price.ts';
import { type AppCalls, createCalls } from '#main/app/router.ts';
import { type ComposedApp, composeApp } from '#main/compose.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

let directory: TemporaryDirectory;
let app: ComposedApp;
let calls: AppCalls;
let nowMs: number;
let server: Server;
let url: string;
let asked: string[];
let answer: { status: number; text: string };

const HOUR_MS = 3_600_000;
const paths = (...amounts: readonly string[]) =>
  JSON.stringify({
    _embedded: { records: amounts.map((source_amount) => ({ source_asset_code: 'USDC', source_amount, path: [] })) },
  });

beforeEach(async () => {
  directory = makeTemporaryDirectory();
  nowMs = Date.UTC(2026, 10, 20, 12);
  asked = [];
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  app = composeApp({ host: 'cli', env: {}, dataDir: directory.path, nowMs: () => nowMs });
  calls = createCalls(app.context);
});
afterEach(async () => {
  await app.close();
  server.closeAllConnections();
  server.close();
  directory.remove();
});

const price = async () => (await calls.settings.money.get()).tftPrice;

it('is the cheapest purchase on the exchange, with source and age, while the entered price is kept', async () => {
  await calls.settings.money.set({ tftPriceUsd: '0.02' });
  answer = { status: 200, text: paths('1.3000000', '1.2345670', '2') };
  await calls.settings.money.setPriceSource({ source: 'stellar-dex', address: url });
  expect(asked[0]).toMatch(
    /^\/paths\/strict-receive\?source_assets=USDC:G.*destination_asset_code=TFT.*destination_amount=100$/,
  );
  expect(await price()).toEqual({ source: 'stellar-dex', usd: '0.01234567', sinceS: nowMs / 1000 });
  await calls.settings.money.setPriceSource({ source: 'typed' });
  expect(await price()).toMatchObject({ source: 'entered', usd: '0.02' });
});

// Catches a price of yesterday that is shown as one of now, and one that vanishes with the network.
it('stays with its age and the reason when the source fails, and is requested again after six hours', async () => {
  answer = { status: 200, text: paths('1.5') };
  await calls.settings.money.setPriceSource({ source: 'stellar-dex', address: url });
  const sinceS = nowMs / 1000;
  nowMs += 5 * HOUR_MS;
  await refreshTftPrice(app.context);
  expect(asked).toHaveLength(1);
  answer = { status: 400, text: '{"title":"Bad Request"}' };
  nowMs += 2 * HOUR_MS;
  await refreshTftPrice(app.context);
  expect(await calls.settings.money.get()).toMatchObject({
    tftPrice: { source: 'stellar-dex', usd: '0.015', sinceS },
    priceProblem: { atS: nowMs / 1000 },
  });
});

it.each([
  ['no seller', 200, paths()],
  ['a price of nothing', 200, paths('0.0000000')],
  ['another coin', 200, JSON.stringify({ _embedded: { records: [{ source_asset_code: 'XLM', source_amount: '9' }] } })],
  ['a page in HTML', 200, '<html>'],
])('falls back to the entered price after %s, and is labelled as entered', async (_what, status, text) => {
  await calls.settings.money.set({ tftPriceUsd: '0.02' });
  answer = { status, text };
  const set = await calls.settings.money.setPriceSource({ source: 'stellar-dex', address: url });
  expect(set.tftPrice).toMatchObject({ source: 'entered', usd: '0.02' });
  expect(set.priceProblem).not.toBeNull();
});

it('is the latest price on the chain, with the time of its block', async () => {
  const noted = { newPrice: '0.013', timestamp: '1763640000' };
  answer = { status: 200, text: JSON.stringify({ data: { priceStoreds: [noted] } }) };
  await calls.settings.money.setPriceSource({ source: 'chain', address: url });
  expect(await price()).toEqual({ source: 'chain', usd: '0.013', sinceS: 1_763_640_000 });
});

it('is not requested while it is entered manually', async () => {
  await refreshTftPrice(app.context, true);
  await calls.settings.money.set({ tftPriceUsd: '0.02' });
  expect(asked).toEqual([]);
});
