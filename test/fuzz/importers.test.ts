import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCalls } from '#main/app/router.ts';
import { composeApp } from '#main/compose.ts';
import { openConnection } from '#main/store/database.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';
import { toFarmerError } from '#shared/contract/transport-error.ts';
import { inEnglish } from '#shared/message.ts';
import { importReports } from '#test/support/import-reports.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';
import { SEED } from '#test/support/seed.ts';

/** More in `npm run fuzz`. */
const INPUT_COUNT = Number(process.env['FARMER_FUZZ_INPUTS'] ?? 5000);
const NOW_MS = Date.UTC(2026, 10, 28, 12);
/** Only ends what hangs. */
const HANG_MS = 3_600_000;

const FIXTURES = join(import.meta.dirname, '../fixtures');
const BIDS_CSV = `id,buyer,vcpus,memory_gib,ssd_gib,gpus,months,price_per_month,currency,min_uptime_percent,certified_only,expires_at
b1,Ann,2,4,50,0,6,12.5,USD,95,false,2027-01-01T00:00Z
b2,"Bo, Ltd",1,2,25,0,3,9,CC,,true,2027-01-01T00:00Z
`;

const fixture = (path: string) => ({
  file: path.split('/').at(-1) ?? '',
  text: readFileSync(join(FIXTURES, path), 'utf8'),
});

const firstFew = (_key: string, value: unknown): unknown => (Array.isArray(value) ? value.slice(0, 12) : value);

/** The first events of a file: damage is found in few as well as in many. */
const shortened = ({ file, text }: ReturnType<typeof fixture>) => {
  const isJson = file.endsWith('.json');
  return {
    file,
    text: isJson ? JSON.stringify(JSON.parse(text, firstFew), null, 1) : text.split('\n').slice(0, 20).join('\n'),
  };
};

const RECEIPTS = [
  'r1-api-node-list.json',
  'r2-api-receipt.json',
  'r7-api-retry.json',
  'r8-raw-fixup.json',
  'r11-old-cru-fraction.json',
  'r12-zero-first-price.json',
  'r13-policy3.json',
  'r18-reminted.json',
].map((name) => fixture(`receipts/${name}`));
const EVENTS = [
  'u2-graphql-num.json',
  'u3-graphql-conn.json',
  'u12-nodeid.csv',
  'u7-ms-uptime.csv',
  'u16-graphql-two-nodes.json',
].map((name) => shortened(fixture(`imports/${name}`)));
const NODES = ['n3-graphql-nodes.json', 'nodes-1-and-2.json', 'k8-farmerbot.yml'].map((name) =>
  fixture(`imports/${name}`),
);

/** What stands in the place of a piece of a file. */
const HOSTILE = [
  '',
  'null',
  'true',
  '[]',
  '{}',
  '"',
  '-1',
  '0',
  '1e999',
  '-0',
  '18446744073709551615',
  '9007199254740993',
  '1e300',
  '0.1',
  '"\\u0000"',
  '"\\u202e"',
  '\u0000',
  '\u001b[2J',
  '\u202e',
  '\u200b',
  '\ud800',
  ',',
  '\n',
  '\r\n',
  '"__proto__":{"x":1},',
  '\ufeff',
  '=1+1',
  '9'.repeat(400),
  '['.repeat(3000),
  '2262-04-12T00:00Z',
  '0000-00-00',
  '&a [*a]',
  '<<: *b',
] as const;

const generator = xoroshiro128plus(SEED);
const below = (count: number) => uniformInt(generator, 0, count - 1);
const oneOf = <T>(values: readonly T[]): T => values[below(values.length)] as T;

function changed(text: string, other: string): string {
  const at = below(text.length + 1);
  const end = Math.min(text.length, at + below(oneOf([4, 40, 400])));
  switch (below(6)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + text.slice(end);
    case 2:
      return text.slice(0, end) + text.slice(at);
    case 3:
      return text.slice(0, at) + other.slice(below(other.length + 1)).slice(0, 300) + text.slice(end);
    case 4: {
      const numbers = [...text.matchAll(/-?\d+(?:\.\d+)?/g)];
      const number = numbers[below(Math.max(1, numbers.length))];
      return number === undefined
        ? text
        : text.slice(0, number.index) + oneOf(HOSTILE) + text.slice(number.index + number[0].length);
    }
    default:
      return text.slice(0, at) + oneOf(HOSTILE) + text.slice(end);
  }
}

const directory = makeTemporaryDirectory();
const app = composeApp({ host: 'cli', env: {}, dataDir: directory.path, nowMs: () => NOW_MS });
const calls = createCalls(app.context);
let database: FarmerDatabase;

beforeAll(async () => {
  await calls.nodes.importNodes({ text: fixture('imports/nodes-1-and-2.json').text, file: '' });
  database = openConnection(join(directory.path, 'farmer.sqlite'), { mustExist: true });
});
afterAll(async () => {
  database.close();
  await app.close();
  directory.remove();
});

const count = (sql: string) => database.statement<{ n: number }>(sql).get()?.n ?? -1;
const rowCount = () =>
  count(`SELECT (SELECT count(*) FROM uptime_reports) + (SELECT count(*) FROM power_events) + (SELECT count(*) FROM receipts)
    + (SELECT count(*) FROM nodes) + (SELECT count(*) FROM bids) + (SELECT count(*) FROM imports) AS n`);
const reportsOfNode2 = () => count('SELECT count(*) AS n FROM uptime_reports WHERE node_id = 2');

const RAW_CONTROL = /(?![\n\t])[\p{Cc}\p{Bidi_Control}]/u;

/** What a text shows where a value is missing that should be there. */
const UNWRITTEN = /undefined|\[object|NaN/;

/** @returns the refusal, or the answer */
async function attempt(
  work: () => Promise<unknown>,
): Promise<{ readonly code: string; readonly texts: readonly string[] }> {
  try {
    const answer = (await work()) as {
      readonly rejected?: readonly { readonly reason: Parameters<typeof inEnglish>[0] }[];
    };
    return { code: 'ok', texts: (answer.rejected ?? []).map(({ reason }) => inEnglish(reason)) };
  } catch (error) {
    const refusal = toFarmerError(error);
    if (refusal === null) throw error;
    return { code: refusal.code, texts: [refusal.message, refusal.hint ?? ''] };
  }
}

interface Importer {
  readonly files: readonly ReturnType<typeof fixture>[];
  readonly ofNode1?: boolean;
  readonly run: (text: string, file: string) => Promise<unknown>;
}

const importEvents = async (text: string, file: string, nodeId: number | null) =>
  await importReports(await app.context.stores(), { text, nowMs: NOW_MS, nodeId, file });

const IMPORTERS: readonly Importer[] = [
  { files: RECEIPTS, run: (text: string, file: string) => calls.uptime.receipts.importReceipts({ text, file }) },
  { files: EVENTS, run: (text: string, file: string) => importEvents(text, file, null) },
  { files: EVENTS, ofNode1: true, run: (text: string, file: string) => importEvents(text, file, 1) },
  { files: NODES, run: (text: string, file: string) => calls.nodes.importNodes({ text, file }) },
  { files: [{ file: 'bids.csv', text: BIDS_CSV }], run: (text: string) => calls.bids.importFile({ text }) },
];

/** What every page asks: one stored row must not take the list away. */
const LISTS = [
  () => calls.nodes.list({}),
  () => calls.nodes.summariseFarm({}),
  () => calls.uptime.receipts.list({}),
  () => calls.bids.list({ states: ['open'] }),
  () => calls.data.imports.list(),
];

/** What is wrong with how a damaged file was read. */
async function faultsOf({ run, ofNode1 = false }: Importer, input: string, file: string) {
  const [before, node2] = [rowCount(), reportsOfNode2()];
  const { code, texts } = await attempt(() => run(input, file));
  const faults = [
    code === 'INTERNAL' && 'an unplanned error',
    code !== 'ok' && rowCount() !== before && 'a part of a refused import stayed',
    ofNode1 && reportsOfNode2() !== node2 && 'a row came to another node',
    ...texts.map((text) => RAW_CONTROL.test(text) && `a raw control character: ${JSON.stringify(text)}`),
    ...texts.map((text) => UNWRITTEN.test(text) && `a value that is none: ${text}`),
  ];
  const outcome = code !== 'ok' ? 'refused' : texts.length > 0 ? 'partly' : 'read';
  return { outcome, faults: faults.filter((fault) => fault !== false) } as const;
}

// Catches an unplanned error, half an import, a row on a wrong node, and text of a file that reaches a terminal raw.
test(`reads ${INPUT_COUNT} damaged files or refuses them with a reason`, { timeout: HANG_MS }, async () => {
  const outcomes = { read: 0, partly: 0, refused: 0 };
  const found: string[] = [];
  for (let index = 0; index < INPUT_COUNT; index += 1) {
    const importer = oneOf(IMPORTERS);
    const { file, text } = oneOf(importer.files);
    const other = oneOf(oneOf(IMPORTERS).files).text;
    let input = changed(text, other);
    while (below(3) === 0) input = changed(input, other);
    const { outcome, faults } = await faultsOf(importer, input, file);
    outcomes[outcome] += 1;
    const isTimeToList = index % 250 === 249;
    const lists = isTimeToList ? await Promise.all(LISTS.map((list) => attempt(list))) : [];
    const all = [...faults, ...lists.filter(({ code }) => code !== 'ok').map(({ code }) => `a list is ${code}`)];
    found.push(
      ...all.map(
        (fault) => `${fault}, input ${index} of seed ${SEED}, ${file}: ${JSON.stringify(input.slice(0, 300))}`,
      ),
    );
  }
  expect(found.slice(0, 20)).toEqual([]);
  expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(INPUT_COUNT / 20);
});
