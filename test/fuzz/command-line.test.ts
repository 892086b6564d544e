import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCalls } from '#main/app/router.ts';
import { composeApp } from '#main/compose.ts';
import { openConnection } from '#main/store/database.ts';
import type { FarmerDatabase } from '#main/store/sql.ts';
import { runFarmer } from '#test/support/cli.ts';
import { fillEveryTable } from '#test/support/full-farm.ts';
import { drawFrom, HOSTILE_VALUES, RAW_CONTROL, UNWRITTEN } from '#test/support/hostile-values.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';
import { SEED } from '#test/support/seed.ts';

/** More in `npm run fuzz`. */
const INPUT_COUNT = Number(process.env['FARMER_FUZZ_INPUTS'] ?? 300);
/** Only ends what hangs. */
const HANG_MS = 6 * 3_600_000;

const directory = makeTemporaryDirectory();
const data = join(directory.path, 'data');
let database: FarmerDatabase;

beforeAll(async () => {
  const app = composeApp({ host: 'cli', env: {}, dataDir: data });
  await fillEveryTable(createCalls(app.context), await app.context.stores(), Date.now());
  await app.close();
  database = openConnection(join(data, 'farmer.sqlite'), { mustExist: true });
});
afterAll(() => {
  database.close();
  directory.remove();
});

/** Commands that print what is stored, or compute from what is typed. */
const COMMANDS = [
  'nodes',
  'nodes get 1',
  'farm',
  'uptime',
  'uptime --node 1',
  'wakeups',
  'payouts',
  'receipts',
  'imports',
  'bids list --state open',
  'bids rank',
  'bids accept none',
  'bids decline b4 --reason x',
  'price',
  'price history',
  'offers',
  'rules',
  'rules policies',
  'export --format csv',
  'export --format json',
  'period --at 2026-01-01T00:00Z',
  'capacity --cru 8 --mru 32GiB --sru 1TiB --hru 0',
  'reward --rules minting-v3 --cru 8 --mru 32GiB --sru 1TiB --hru 0',
  'reward --rules farming-2.0 --cru 8 --mru 32GiB --sru 1TiB --hru 0 --tft-price 0.01 --farmed 5',
  'split --rules grid-v4 --amount 5',
  'slices --cores 8 --mem 32GiB --ssd 1TiB --passmark 20000',
  'nodes add x --cru 8 --mru 32GiB --sru 1TiB --hru 0',
  'price set --slice 1:mycelium --month 5',
  'help nodes',
] as const;

/** Text that the farmer, a file or another program gave, and that any text may stand in. */
const NAMES = [
  ['nodes', 'name'],
  ['nodes', 'country'],
  ['nodes', 'city'],
  ['bids', 'buyer'],
  ['bids', 'note'],
  ['maintenance', 'note'],
  ['price_changes', 'reason'],
  ['price_changes', 'changed_by'],
  ['scenarios', 'name'],
  ['imports', 'file'],
  ['farming_policies', 'name'],
  ['farming_policies', 'source'],
  ['notifications', 'condition_key'],
] as const;

const TEXTS = HOSTILE_VALUES.filter((value) => typeof value === 'string').map((text) => text.slice(0, 60));

function write([table, column]: (typeof NAMES)[number], text: string): void {
  try {
    database.statement(`UPDATE ${table} SET ${column} = @text WHERE id = (SELECT max(id) FROM ${table})`).run({ text });
  } catch {
    // The table takes no such name: an empty one, or one that is there already.
  }
}

function faultsOf(words: readonly string[], { code, stdout, stderr }: Awaited<ReturnType<typeof runFarmer>>) {
  const isJson = words.includes('--json');
  const typed = words.join(' ');
  return [
    ...(code === 1 ? [`an unplanned error: ${stderr}`] : []),
    ...[stdout, stderr].flatMap((text) =>
      RAW_CONTROL.test(text) ? [`a raw control character near ${JSON.stringify(RAW_CONTROL.exec(text))}`] : [],
    ),
    ...(UNWRITTEN.test(stderr) && !UNWRITTEN.test(typed) ? [`a value that is none: ${stderr}`] : []),
    ...(/(?:^|[\s:])(?:undefined|\[object )/.test(stdout) ? ['a value that is none in the answer'] : []),
    ...(isJson && !isOneDocument(stdout) && !typed.includes('export') && !typed.includes('help')
      ? ['not one JSON document']
      : []),
  ];
}

function isOneDocument(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

// Catches stored text that a terminal obeys, in any command, and words of a command line that end in an unplanned error.
test(`prints no control character and no unexpected error for ${INPUT_COUNT} command lines with hostile names`, {
  timeout: HANG_MS,
}, async () => {
  const draw = drawFrom(SEED);
  const found: string[] = [];
  const codes = new Map<number, number>();
  for (let index = 0; index < INPUT_COUNT; index += 1) {
    write(draw.oneOf(NAMES), draw.oneOf(TEXTS));
    const words = draw.oneOf(COMMANDS).split(' ');
    if (draw.below(2) === 0) words[draw.below(words.length)] = draw.oneOf(TEXTS);
    if (draw.below(6) === 0) words.push(draw.oneOf(TEXTS));
    if (draw.below(2) === 0) words.push('--json');
    const result = await runFarmer(words, data);
    codes.set(result.code, (codes.get(result.code) ?? 0) + 1);
    found.push(...faultsOf(words, result).map((fault) => `farmer ${JSON.stringify(words)}: ${fault}`));
  }
  process.stdout.write(`exit codes: ${JSON.stringify([...codes])}\n`);
  expect(found.slice(0, 20)).toEqual([]);
  expect(codes.get(0) ?? 0).toBeGreaterThan(INPUT_COUNT / 5);
});
