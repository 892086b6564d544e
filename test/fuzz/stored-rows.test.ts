import { join } from 'node:path';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCalls } from '#main/app/router.ts';
import { composeApp } from '#main/compose.ts';
import { openConnection } from '#main/store/database.ts';
import { dataTables, quoted } from '#main/store/structure.ts';
import type { FarmerDatabase, SqlValue } from '#main/store/sql.ts';
import { toFarmerError } from '#shared/contract/transport-error.ts';
import { type ExampleCall, exampleCalls, makeCall } from '#test/support/example-inputs.ts';
import { fillEveryTable } from '#test/support/full-farm.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';
import { SEED } from '#test/support/seed.ts';

/** Every value in every column in `npm run fuzz`, a drawn part in `npm test`. */
const SHARE = Number(process.env['FARMER_FUZZ_INPUTS'] ?? 0) > 5000 ? 1 : 0.03;
/** Only ends what hangs: every value takes its time. */
const HANG_MS = 6 * 3_600_000;
const NOW_MS = Date.UTC(2026, 10, 28, 12);

const NUMBERS: readonly SqlValue[] = [
  0,
  -1,
  1,
  253_402_300_799,
  253_402_300_800,
  4_294_967_296,
  1_000_000_000_000_000n,
  BigInt(Number.MAX_SAFE_INTEGER),
  2n ** 53n,
  2n ** 63n - 1n,
  -(2n ** 63n),
  null,
];
const TEXTS: readonly SqlValue[] = [
  '',
  'x',
  '\u0000',
  'a\u0000b',
  '['.repeat(20_000) + ']'.repeat(20_000),
  '\u001b[2J\u202e',
  'NaN',
  'Infinity',
  '-1',
  '0',
  '1e300',
  '9'.repeat(400),
  '2262-04-12',
  'null',
  'true',
  '{}',
  '[]',
  '[null]',
  '{"Minting":{}}',
  '['.repeat(3000),
  'x'.repeat(100_000),
  null,
];

const directory = makeTemporaryDirectory();
const app = composeApp({ host: 'cli', env: {}, dataDir: directory.path, nowMs: () => NOW_MS });
const calls = createCalls(app.context);
let database: FarmerDatabase;
let queries: readonly ExampleCall[];

/** They compute for long, from rows that others read too. */
const LONG = /^earnings\.projections\.|findBest/;
/** They read the machine or measure, answer from their input alone, or do not end. */
const WITHOUT_ROWS =
  /^(?:app|economy|earnings\.rewards|hardware\.capacity|data\.(?:backups|doctor))\.|readTariff|slices\.(?:compute|listLayouts)|ThisMachine|Recording|checkPlan|^rules\.(?:list|get)$|periods\.get$/;

/** Where the rows of a table are listed, and by what they are told apart. */
const LISTS: Readonly<Record<string, readonly [name: string, list: string, id: string]>> = {
  nodes: ['nodes.list', 'nodes', 'id'],
  maintenance: ['uptime.listMaintenance', 'maintenance', 'id'],
  wake_requests: ['uptime.wakeUps.list', 'wakeUps', 'requestedAtS'],
  notifications: ['notifications.list', 'notifications', 'id'],
  scenarios: ['earnings.scenarios.list', 'scenarios', 'id'],
  price_changes: ['slices.prices.history', 'changes', 'id'],
  bids: ['bids.list', 'bids', 'id'],
  reservations: ['bids.listReservations', 'reservations', 'bidId'],
  receipts: ['uptime.receipts.list', 'receipts', 'id'],
  imports: ['data.imports.list', 'imports', 'id'],
  farming_policies: ['rules.policies.list', 'policies', 'id'],
};

beforeAll(async () => {
  await fillEveryTable(calls, await app.context.stores(), NOW_MS);
  database = openConnection(join(directory.path, 'farmer.sqlite'), { mustExist: true });
  database.pragma('synchronous = OFF');
  const priced = database
    .statement<{ sliceId: string }>(
      "SELECT node_id || ':' || kind_id AS sliceId FROM price_changes GROUP BY 1 ORDER BY count(*) DESC",
    )
    .get();
  queries = exampleCalls({
    scenario: { months: 1 },
    lateChance: '0.5',
    states: ['open', 'accepted', 'countered', 'declined'],
    withDeleted: true,
    startS: Math.floor(NOW_MS / 1000) + 3600,
    lengthS: 3600,
    sliceId: priced?.sliceId,
    nodeId: 1,
    id: 1,
    periodIndex: null,
    'uptime.receipts.list': { nodeId: null },
    'uptime.receipts.exportReceipts': { nodeId: null },
    'slices.prices.list': { nodeId: null },
    'slices.prices.listOffers': { nodeId: null },
    'slices.prices.history': { nodeId: null },
    'bids.rank': { nodeId: null },
    'bids.findBest': { nodeId: null, months: 1 },
    'bids.revenue': { nodeId: null },
  }).filter(({ kind, name }) => kind === 'query' && !WITHOUT_ROWS.test(name) && (SHARE === 1 || !LONG.test(name)));
});
afterAll(async () => {
  database.close();
  await app.close();
  directory.remove();
});

interface Answer {
  readonly name: string;
  /** `ok`, or the code of the refusal with its text. */
  readonly outcome: string;
  readonly answer: unknown;
}

async function ask(call: ExampleCall): Promise<Answer> {
  try {
    return { name: call.name, outcome: 'ok', answer: await makeCall(calls, call) };
  } catch (error) {
    const refusal = toFarmerError(error);
    return { name: call.name, outcome: `${refusal?.code} ${refusal?.message}`, answer: null };
  }
}

async function askAll(): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (const call of queries) answers.push(await ask(call));
  return answers;
}

function listed(answers: readonly Answer[], table: string): readonly string[] {
  const [name, list, id] = LISTS[table] ?? ['', '', ''];
  const answer = answers.find((one) => one.name === name)?.answer as Record<string, readonly Row[]> | undefined;
  return (answer?.[list] ?? []).map((row) => String(row[id]));
}

type Row = Readonly<Record<string, SqlValue>>;

/** Writes a value into one column of one row, past every check of the program. @returns whether the database takes it */
function write(table: string, column: string, row: Row, value: SqlValue): boolean {
  const isRow = Object.keys(row).map((name) => `${quoted(name)} IS @old_${name}`);
  const old = Object.fromEntries(Object.entries(row).map(([name, stored]) => [`old_${name}`, stored]));
  const sql = `UPDATE ${quoted(table)} SET ${quoted(column)} = @value WHERE ${isRow.join(' AND ')}`;
  try {
    return database.statement(sql).run({ ...old, value }).changes === 1;
  } catch {
    return false;
  }
}

/** The row itself may be gone; what is not known of a machine is not made up, and the amounts of one node are missing with it. */
function isOfItsRow(name: string, outcome: string): boolean {
  return (
    /^(?:NOT_FOUND|HARDWARE_UNAVAILABLE)/.test(outcome) ||
    (name.startsWith('earnings.projections.') && /^(?:REFUSED|INVALID_INPUT)/.test(outcome))
  );
}

function faultsOf(before: readonly Answer[], after: readonly Answer[], table: string): readonly string[] {
  const refusals = after.flatMap(({ name, outcome }, index) =>
    outcome === 'ok' || isOfItsRow(name, outcome) || outcome === before[index]?.outcome ? [] : [`${name}: ${outcome}`],
  );
  const here = new Set(listed(after, table));
  const missing = listed(before, table).filter((id) => !here.has(id));
  return missing.length > 1 ? [...refusals, `rows ${missing.join(', ')} are gone`] : refusals;
}

// Catches a list, a figure or an export that one stored value takes away for ever: a backup made to harm, a damaged file.
test('loses only the row of a hostile value in any column', { timeout: HANG_MS }, async () => {
  const generator = xoroshiro128plus(SEED);
  const below = (count: number) => uniformInt(generator, 0, count - 1);
  const before = await askAll();
  const found: string[] = [];
  let tried = 0;
  // An example that a call refuses finds nothing.
  expect(before.filter(({ outcome }) => outcome !== 'ok').length).toBeLessThan(queries.length / 10);
  expect(Object.keys(LISTS).filter((table) => listed(before, table).length < 2)).toEqual([]);
  for (const { name: table } of dataTables(database)) {
    const columns = database
      .statement<{ name: string; type: string }>('SELECT name, type FROM pragma_table_info(@table)')
      .all({ table });
    const rows = database.rawStatement<Row>(`SELECT * FROM ${quoted(table)}`).all();
    for (const { name: column, type } of columns) {
      for (const value of type === 'TEXT' ? TEXTS : NUMBERS) {
        const row = rows[below(rows.length)];
        if (row === undefined || below(1000) >= SHARE * 1000 || !write(table, column, row, value)) continue;
        tried += 1;
        const faults = faultsOf(before, await askAll(), table);
        found.push(
          ...faults.map((fault) => `${table}.${column} = ${JSON.stringify(String(value).slice(0, 40))}: ${fault}`),
        );
        expect(write(table, column, { ...row, [column]: value }, row[column] ?? null)).toBe(true);
      }
    }
  }
  process.stdout.write(`${tried} values, ${queries.length} queries each\n`);
  expect(found.slice(0, 40)).toEqual([]);
  expect(tried).toBeGreaterThan(SHARE * 1000);
});
