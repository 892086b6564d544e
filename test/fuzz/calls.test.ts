import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCalls, createRouter } from '#main/app/router.ts';
import { composeApp } from '#main/compose.ts';
import { createApi } from '#main/hosts/web/api.ts';
import { type ExampleCall, exampleCalls } from '#test/support/example-inputs.ts';
import { fillEveryTable, fixtureText } from '#test/support/full-farm.ts';
import { drawFrom, mutate, RAW_CONTROL, UNWRITTEN } from '#test/support/hostile-values.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';
import { SEED } from '#test/support/seed.ts';

/** More in `npm run fuzz`. */
const INPUT_COUNT = Number(process.env['FARMER_FUZZ_INPUTS'] ?? 1000);
const NOW_MS = Date.UTC(2026, 10, 28, 12);
/** Only ends what hangs. */
const HANG_MS = 3_600_000;

const directory = makeTemporaryDirectory();
const app = composeApp({ host: 'web', env: {}, dataDir: join(directory.path, 'data'), nowMs: () => NOW_MS });
const api = createApi(app.context, createRouter);
let examples: readonly ExampleCall[];

/** They ask the network, read or measure the machine, write where they are told, put other data in place, or do not end. */
const LEFT_OUT =
  /^(?:grid\.|share\.|app\.watchChanges|hardware\.readings\.(?!getLast|list|export)|slices\.measure|data\.(?:backups\.(?!list)|demo\.|doctor\.)|hardware\.eligibility\.checkThis)/;
/** They compute for long. */
const LONG = /^earnings\.projections\.(?!readTariff|reportPeriod)|findBest|listLayouts/;

beforeAll(async () => {
  const calls = createCalls(app.context);
  await fillEveryTable(calls, await app.context.stores(), NOW_MS);
  const { slices } = await calls.slices.prices.list({ nodeId: null });
  examples = exampleCalls({
    scenario: { months: 1 },
    sliceId: slices[0]?.id,
    nodeId: 1,
    startS: Math.floor(NOW_MS / 1000) + 3600,
    lengthS: 3600,
    recording: JSON.parse(fixtureText('hardware/vm-kvm.json')) as unknown,
    'bids.importFile': {
      text: 'id,buyer,vcpus,memory_gib,ssd_gib,months,price_per_month,currency\nz,x,1,1,1,1,5,USD\n',
    },
    'nodes.importNodes': { text: fixtureText('imports/nodes-1-and-2.json') },
    'uptime.receipts.importReceipts': { text: fixtureText('receipts/r2-api-receipt.json') },
    'earnings.projections.readTariff': { csv: 'from_hour,until_hour,usd_per_kwh\n0,24,0.2\n' },
    'economy.clearAuction': { bids: { csv: 'lp,amount,min_price\na,5,1\n' } },
    'rules.get': { id: 'minting-v3' },
  }).filter(({ name }) => !LEFT_OUT.test(name) && !(INPUT_COUNT <= 1000 && LONG.test(name)));
});
afterAll(async () => {
  await app.close();
  directory.remove();
});

async function post(name: string, body: string) {
  const headers = { 'content-type': 'application/json' };
  const response = await api.request(`/api/${name.replaceAll('.', '/')}`, { method: 'POST', headers, body });
  return { status: response.status, text: await response.text() };
}

/** What a refusal says, as one text. */
function refusalText(answer: { readonly message?: unknown; readonly data?: { readonly hint?: unknown } }): string {
  return `${String(answer.message)} ${String(answer.data?.hint)}`;
}

const NO_FIGURE = /"(\w+)":"?-?(?:NaN|Infinity|undefined)\b/g;
/** What the test itself named so. */
const isText = (field: string) =>
  /name|id$|lp|address|provider|token|buyer|note|label|reason|file|source|city|country|by$/i.test(field);

function faultsOf(status: number, text: string, body: string): readonly string[] {
  const answer = (text === '' ? {} : JSON.parse(text)) as Parameters<typeof refusalText>[0];
  const refusal = status >= 400 ? refusalText(answer) : '';
  return [
    ...(status >= 500 && status !== 507 ? [`status ${status}`] : []),
    ...(RAW_CONTROL.test(refusal) ? [`a raw control character in ${JSON.stringify(refusal)}`] : []),
    ...(UNWRITTEN.test(refusal) && !UNWRITTEN.test(body) ? [`a value that is none in ${refusal}`] : []),
    ...(status < 400
      ? [...text.matchAll(NO_FIGURE)]
          .filter(([, field = '']) => !isText(field))
          .map(([found]) => `a figure that is none, ${found}`)
      : []),
  ];
}

// Catches an unplanned error behind any call, and figures or text in an answer that are none.
test(`answers every call with ${INPUT_COUNT} mutated inputs or refuses it with a reason`, {
  timeout: HANG_MS,
}, async () => {
  const draw = drawFrom(SEED);
  const found: string[] = [];
  const statuses = new Map<number, number>();
  for (let index = 0; index < INPUT_COUNT; index += 1) {
    const { name, input } = examples[index % examples.length] ?? { name: '', input: {} };
    let changed = input;
    // Each call is made once as it is.
    if (index >= examples.length) {
      do changed = mutate(changed, draw);
      while (draw.below(3) === 0);
    }
    const body = JSON.stringify(changed) ?? '';
    const { status, text } = await post(name, body);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    found.push(...faultsOf(status, text, body).map((fault) => `${name} ${body.slice(0, 300)}: ${fault}`));
  }
  process.stdout.write(`${examples.length} calls, answers by status: ${JSON.stringify([...statuses])}\n`);
  expect(found.slice(0, 20)).toEqual([]);
  expect(statuses.get(200) ?? 0).toBeGreaterThan(INPUT_COUNT / 20);
  expect(statuses.get(400) ?? 0).toBeGreaterThan(INPUT_COUNT / 20);
});
