import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { blake2b } from '@noble/hashes/blake2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type CliResult, jsonOf, runFarmer } from '#test/support/cli.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

const CASES = join(import.meta.dirname, '../../../fixtures/receipts');

/** Runs commands on a data directory of their own. */
function freshFarmer() {
  const { path, remove } = makeTemporaryDirectory();
  onTestFinished(remove);
  const run = (...argv: readonly string[]): Promise<CliResult> => runFarmer([...argv, '--json'], join(path, 'data'));
  return {
    path,
    run,
    import: (...names: readonly string[]) =>
      run('receipts', 'import', ...names.map((name) => (name.startsWith('/') ? name : join(CASES, name)))),
    answer: async (...argv: readonly string[]) => jsonOf(await run(...argv)),
  };
}

test.each([
  ['r1-api-node-list.json', { imported: 3, fixups: 1 }],
  ['r2-api-receipt.json', { imported: 1 }],
  ['r6-api-fixup.json', { fixups: 1 }],
  ['r8-raw-fixup.json', { fixups: 1 }],
  ['r7-api-retry.json', { retries: 1 }],
  ['r10-receipts.zip', { imported: 1 }],
  ['receipt-2022-without-policy.json', { imported: 1 }],
  ['receipt-new-program.json', { imported: 1 }],
  ['node.json', { imported: 2, fixups: 1 }],
])('imports %s unchanged, once', async (file, counts) => {
  const farmer = freshFarmer();
  const none = { imported: 0, duplicates: 0, fixups: 0, retries: 0, rejected: [] };
  const first = await farmer.import(file);
  expect(first.code).toBe(0);
  expect(jsonOf(first)).toMatchObject({ ...none, ...counts });
  const sum = Object.values(counts).reduce((total, count) => total + count, 0);
  expect(jsonOf(await farmer.import(file))).toMatchObject({ ...none, duplicates: sum });
});

// Catches a year of corrections alone that shows 0 CU for the 7.75 it corrected to.
test('r6: has the units of the corrected receipt in the totals', async () => {
  const farmer = freshFarmer();
  await farmer.import('r6-api-fixup.json');
  expect(await farmer.answer('receipts', '--by', 'year')).toMatchObject({ totals: [{ cu: '7.75', su: '4', nu: '0' }] });
});

// Catches a period that was paid and is unknown to the farm since only its correction was imported.
test('r6: shows a period known only from its correction as paid, without uptime or addresses', async () => {
  const farmer = freshFarmer();
  await farmer.import('r6-api-fixup.json');
  const paid = { permille: null, musd: 22_600, tft: '282.5' };
  expect(await farmer.answer('farm')).toMatchObject({ nodes: [{ last_receipt: paid }] });
  expect(await farmer.answer('receipts', '--by', 'year')).toMatchObject({
    totals: [{ ip: null, ip_missing: 1, units_missing: 0 }],
  });
  const table = join(farmer.path, 'years.csv');
  await farmer.run('receipts', '--by', 'year', '--csv', table);
  expect(readFileSync(table, 'utf8')).toContain('\n2022,1,1,7.75,4,0,,');
});

test('r1: shows a Fixup with its reward, and the latest period as last paid', async () => {
  const farmer = freshFarmer();
  await farmer.import('r1-api-node-list.json');
  expect(await farmer.answer('receipts')).toMatchObject({
    receipts: [{ tft: '0' }, { tft: '280.24' }, { tft: '282.5', hash: `${'0'.repeat(63)}1` }],
    fixups: [{ minted: { tft: '260' }, correct: { tft: '282.5' }, fixup: { tft: '22.5' }, counted: true }],
    retries: [],
  });
  expect(await farmer.answer('farm')).toMatchObject({ nodes: [{ last_receipt: { tft: '0' } }] });
});

test('counts the corrected receipt once, whatever its reward and the order of files', async () => {
  const list = JSON.parse(readFileSync(join(CASES, 'node.json'), 'utf8')) as readonly unknown[];
  for (const entries of [list, list.toReversed()]) {
    const farmer = freshFarmer();
    mkdirSync(join(farmer.path, 'receipts'));
    entries.forEach((entry, index) => {
      writeFileSync(join(farmer.path, 'receipts', `${index}.json`), JSON.stringify(entry));
    });
    await farmer.import(join(farmer.path, 'receipts'));
    expect(await farmer.answer('receipts')).toMatchObject({
      receipts: [
        { tft: '282.5', counted: true, standing: 'named-by-fixup' },
        { tft: '162.5', counted: false, standing: 'corrected' },
      ],
      fixups: [{ counted: false }],
    });
  }
});

test('r7: shows a repeated payment without counting it separately', async () => {
  const farmer = freshFarmer();
  await farmer.import('r7-api-retry.json');
  expect(await farmer.answer('receipts')).toMatchObject({ receipts: [], retries: [{ tft: '282.5', node: null }] });
});

test('r11: shows 24 cores and the CU of the receipt', async () => {
  const farmer = freshFarmer();
  await farmer.import('r11-old-cru-fraction.json');
  expect(await farmer.answer('nodes')).toMatchObject({ nodes: [{ resources: { cru: 24 } }] });
  expect(await farmer.answer('farm')).toMatchObject({ nodes: [{ capacity: { cu: '9.538795' } }] });
});

test.each(['r12-zero-first-price.json', 'r12b-paid-first.json'])(
  '%s: shows the price of the paid receipt',
  async (file) => {
    const farmer = freshFarmer();
    await farmer.import(file);
    expect(await farmer.answer('farm')).toMatchObject({ nodes: [{ reward: { tft: '753.3333333' } }] });
  },
);

test.each(['r18-reminted.json', 'r18b-reminted-rev.json'])(
  '%s: counts one of two receipts of one period',
  async (file) => {
    const farmer = freshFarmer();
    await farmer.import(file);
    expect(await farmer.answer('farm')).toMatchObject({ nodes: [{ last_receipt: { tft: '268.375' } }] });
    expect(await farmer.answer('receipts')).toMatchObject({
      receipts: [
        { tft: '268.375', standing: 'paid-most' },
        { tft: '0', standing: 'paid-less' },
      ],
    });
  },
);

test('r15: shows the paid amount to the last digit', async () => {
  const farmer = freshFarmer();
  await farmer.import('r15-cert-scaled.json');
  expect(await farmer.answer('receipts')).toMatchObject({
    receipts: [{ tft: '347.828125', certification: 'certified' }],
  });
});

test('r13: pays what the receipt says for another policy, in full', async () => {
  const farmer = freshFarmer();
  await farmer.import('r13-policy3.json');
  expect(await farmer.answer('farm')).toMatchObject({
    nodes: [{ last_receipt: { tft: '461.25' }, reward: { tft: '461.25' } }],
  });
  expect(await farmer.answer('receipts')).toMatchObject({ receipts: [{ policy_id: 3, musd: 36_900 }] });
  expect(await farmer.answer('nodes')).toMatchObject({ nodes: [{ policy: 3 }] });
});

/** Every order of some things. */
const ordersOf = <T>(things: readonly T[]): readonly (readonly T[])[] =>
  things.length < 2
    ? [things]
    : things.flatMap((first) => ordersOf(things.filter((other) => other !== first)).map((rest) => [first, ...rest]));

// Catches a node whose reports came first and whose receipts then say nothing of it, and a price of the chain that a receipt replaces.
test.each(ordersOf(['receipts', 'uptime', 'nodes'] as const))('%s, %s, %s: the same figures', async (...kinds) => {
  const farmer = freshFarmer();
  const receipt = JSON.parse(readFileSync(join(CASES, 'r12b-paid-first.json'), 'utf8')) as readonly object[];
  const files = {
    receipts: receipt.map((one) => ({ ...one, node_type: 'CERTIFIED', twin_id: 33 })),
    uptime: [{ nodeID: 912, timestamp: 1_775_100_000, uptime: 5000 }],
    nodes: { data: { nodes: [{ nodeID: 912, connectionPrice: 80, certification: 'Diy', resourcesTotal: null }] } },
  };
  for (const kind of kinds) {
    writeFileSync(join(farmer.path, `${kind}.json`), JSON.stringify(files[kind]));
    expect((await farmer.run(kind, 'import', join(farmer.path, `${kind}.json`))).code).toBe(0);
  }
  expect(await farmer.answer('nodes')).toMatchObject({
    nodes: [{ certification: 'diy', policy: 1, connection_price_musd: 80, resources: { cru: 8 } }],
  });
  const { imports } = (await farmer.answer('imports')) as { imports: readonly { id: number; kind: string }[] };
  await farmer.run('imports', 'undo', String(imports.find(({ kind }) => kind === 'nodes')?.id));
  expect(await farmer.answer('nodes')).toMatchObject({
    nodes: [{ certification: 'certified', policy: 1, connection_price_musd: 30, resources: { cru: 8 } }],
  });
});

async function withReceipts(receipts: readonly object[]) {
  const farmer = freshFarmer();
  writeFileSync(join(farmer.path, 'list.json'), JSON.stringify(receipts));
  await farmer.import(join(farmer.path, 'list.json'));
  return farmer;
}

/** A receipt of a node and period with a reward at 0.08 USD. */
const node = (id: number, period: number, musd: number, more: object = {}) => {
  const startS = 1_522_501_000 + period * 2_630_880;
  return {
    ...(JSON.parse(readFileSync(join(CASES, 'r15-cert-scaled.json'), 'utf8')) as object),
    period: { start: startS, end: startS + 2_630_880 },
    node_id: id,
    reward: { musd, tft: musd * 125_000 },
    ...more,
  };
};

const hashOf = (letter: string) => letter.repeat(64);
const fixup = (from: string, to: string, minted: number, correct: number) => ({
  Fixup: {
    period: { start: 1_732_971_400, end: 1_735_602_280 },
    node_id: 1,
    farm_id: 77,
    stellar_payout_address: 'G',
    minted_receipt: hashOf(from),
    correct_receipt: hashOf(to),
    minted_reward: { musd: minted, tft: minted * 125_000 },
    correct_reward: { musd: correct, tft: correct * 125_000 },
    fixup_reward: { musd: 0, tft: 0 },
  },
});
const hashed = (letter: string, musd: number) => ({ hash: hashOf(letter), receipt: { Minting: node(1, 80, musd) } });
const chain = [
  hashed('a', 20_000),
  hashed('b', 25_000),
  hashed('c', 22_600),
  fixup('a', 'b', 20_000, 25_000),
  fixup('b', 'c', 25_000, 22_600),
];

async function counted(entries: readonly object[]) {
  const farmer = freshFarmer();
  writeFileSync(join(farmer.path, 'list.json'), JSON.stringify(entries));
  await farmer.import(join(farmer.path, 'list.json'));
  const { receipts, fixups, total } = (await farmer.answer('receipts', '--by', 'year')) as {
    receipts: readonly { musd: number; counted: boolean }[];
    fixups: readonly { correct: { musd: number }; counted: boolean }[];
    total: { musd: number; receipts: number };
  };
  return {
    receipts: receipts.filter((one) => one.counted).map(({ musd }) => musd),
    fixups: fixups.filter((one) => one.counted).map(({ correct }) => correct.musd),
    total: [total.receipts, total.musd],
  };
}

describe('corrections', () => {
  // Catches a correction that was corrected itself and still counts, and one that counts beside the receipt it names.
  test('counts the last of several corrections, with or without its receipt, in any order', async () => {
    for (const entries of [chain, chain.toReversed()]) {
      expect(await counted(entries)).toEqual({ receipts: [22_600], fixups: [], total: [1, 22_600] });
    }
    const withoutLast = chain.filter((_, index) => index !== 2);
    for (const entries of [withoutLast, withoutLast.toReversed(), chain.slice(3)]) {
      expect(await counted(entries)).toEqual({ receipts: [], fixups: [22_600], total: [1, 22_600] });
    }
  });

  // Catches a receipt whose hash is not known and which counts although it was corrected: it paid more.
  test('identifies a receipt without a hash by what it paid', async () => {
    const bare = [node(1, 80, 25_000), node(1, 80, 22_600), fixup('b', 'c', 25_000, 22_600)];
    for (const entries of [bare, bare.toReversed()]) {
      expect(await counted(entries)).toEqual({ receipts: [22_600], fixups: [], total: [1, 22_600] });
    }
  });
});

// Catches a form in which receipts are handed around that is refused, and a deep one that is an error of the program.
test.each<readonly [string, (receipt: object) => unknown, string | null]>([
  [
    'the receipt beside its hash, fields in any order',
    (one) => ({ receipt: { Minting: one }, hash: 'A'.repeat(64) }),
    'a',
  ],
  ['no hash', (one) => ({ receipt: { Minting: one } }), null],
  ['the kind beside the hash', (one) => [{ Minting: one, hash: 'a'.repeat(64) }], 'a'],
  ['fields and hash together', (one) => [{ ...one, hash: 'a'.repeat(64) }], 'a'],
  ['under data', (one) => ({ data: [{ hash: 'a'.repeat(64), receipt: { Minting: one } }] }), 'a'],
  ['a kind in small letters', (one) => ({ ['A'.repeat(64)]: { minting: one } }), 'a'],
])('imports a receipt as %s', async (_name, wrap, letter) => {
  const farmer = freshFarmer();
  writeFileSync(join(farmer.path, 'one.json'), JSON.stringify(wrap(node(1, 80, 20_000))));
  await farmer.import(join(farmer.path, 'one.json'));
  expect(await farmer.answer('receipts')).toMatchObject({
    receipts: [{ musd: 20_000, hash: letter === null ? null : letter.repeat(64) }],
  });
});

// Catches answers that a script put into one list, a node a piece, and a tool that writes numbers as texts.
test.each<readonly [string, (receipts: readonly object[]) => unknown]>([
  ['lists of the service', (all) => all.map((one) => [{ hash: 'a'.repeat(64), receipt: { Minting: one } }])],
  ['receipts by hash', (all) => all.map((one) => ({ ['b'.repeat(64)]: { Minting: one } }))],
  ['lists under a name', (all) => all.map((one) => ({ receipts: [one] }))],
  [
    'numbers as texts',
    (all) => JSON.parse(JSON.stringify(all).replaceAll(/(?<=":)(\d+(?:\.\d+)?)(?=[,}])/g, '"$1"')) as unknown,
  ],
])('imports %s in one list', async (_name, wrap) => {
  const farmer = freshFarmer();
  const path = join(farmer.path, 'all.json');
  writeFileSync(path, JSON.stringify(wrap([node(1, 80, 20_000), node(2, 80, 30_000)])));
  expect(jsonOf(await farmer.import(path))).toMatchObject({ imported: 2, rejected: [] });
  expect(await farmer.answer('receipts')).toMatchObject({
    receipts: [
      { grid_node_id: 1, musd: 20_000, cu: '7.75' },
      { grid_node_id: 2, musd: 30_000 },
    ],
  });
  // The same with numbers, or without what is around them, is the same receipt.
  writeFileSync(path, JSON.stringify([node(1, 80, 20_000), node(2, 80, 30_000)]));
  await farmer.import(path);
  expect(await farmer.answer('receipts', '--by', 'year')).toMatchObject({ total: { receipts: 2, musd: 50_000 } });
});

test('refuses by name an uptime near 2^64 written as text', async () => {
  const farmer = freshFarmer();
  const path = join(farmer.path, 'one.json');
  writeFileSync(path, JSON.stringify(node(1, 80, 20_000, { measured_uptime: '18446744073709551000' })));
  expect(jsonOf(await farmer.import(path))).toMatchObject({
    rejected: [{ reason: expect.stringContaining('measured_uptime') as unknown }],
  });
});

test.each(['receipt', 'data', 'receipts'])('"%s" within itself without end is refused', async (name) => {
  const farmer = freshFarmer();
  writeFileSync(join(farmer.path, 'deep.json'), `${`{"${name}":`.repeat(100_000)}1${'}'.repeat(100_000)}`);
  expect((await farmer.import(join(farmer.path, 'deep.json'))).code).toBe(2);
});

// Catches units that are not there and pass for none.
test('refuses by name a receipt without its CU', async () => {
  const farmer = freshFarmer();
  const units = { cloud_units: { cu: null, su: 4, nu: 0 } };
  writeFileSync(join(farmer.path, 'one.json'), JSON.stringify(node(1, 80, 20_000, units)));
  expect(jsonOf(await farmer.import(join(farmer.path, 'one.json')))).toMatchObject({
    rejected: [{ reason: expect.stringContaining('cloud_units.cu') as unknown }],
  });
});

describe('receipt totals', () => {
  // Catches receipts that count twice: corrected ones, others of the period, payments sent again, and another import.
  test('are by month and year, with each period of a node once', async () => {
    const farmer = freshFarmer();
    await farmer.import('node.json', 'r18-reminted.json', 'r7-api-retry.json');
    await farmer.import('node.json', 'r18b-reminted-rev.json');
    const answer = await farmer.answer('receipts', '--by', 'month');
    expect(answer).toMatchObject({
      by: 'month',
      totals: [
        { month: '2025-01', nodes: 1, receipts: 1, musd: 22_600, tft: '282.5', own_tft: null, own_missing: 1 },
        { month: '2023-05', nodes: 1, receipts: 1, musd: 21_470, tft: '268.375' },
      ],
      total: { nodes: 2, receipts: 2, musd: 44_070, tft: '550.875' },
    });
    expect(await farmer.answer('receipts', '--by', 'year')).toMatchObject({
      totals: [{ year: '2025' }, { year: '2023' }],
    });
  });

  // Catches a sum that a script cannot read since it is beyond 2^53, and a receipt that claims more than there is.
  test('refuse by name a reward beyond all existing TFT and USD', async () => {
    const farmer = freshFarmer();
    writeFileSync(
      join(farmer.path, 'absurd.json'),
      JSON.stringify([node(1, 80, 0, { reward: { musd: 2 ** 53 - 1, tft: 0 } }), node(2, 80, 20_000)]),
    );
    const result = await farmer.import(join(farmer.path, 'absurd.json'));
    expect(jsonOf(result)).toMatchObject({
      imported: 1,
      rejected: [{ reason: expect.stringContaining('reward.musd') }],
    });
    expect(await farmer.answer('receipts', '--by', 'year')).toMatchObject({ total: { musd: 20_000 } });
  });

  // Catches a year whose sum changes when a node that was sold is removed, or comes back under its number.
  test('include the payments of a removed node, once', async () => {
    const farmer = await withReceipts([node(1, 80, 20_000), node(2, 80, 30_000)]);
    const [first] = ((await farmer.answer('nodes')) as { nodes: readonly { id: number }[] }).nodes;
    await farmer.run('nodes', 'remove', String(first?.id));
    const total = { receipts: 2, nodes: 2, musd: 50_000 };
    expect(await farmer.answer('receipts', '--by', 'month')).toMatchObject({
      total,
      receipts: expect.arrayContaining([expect.objectContaining({ grid_node_id: 1, node_removed: true })]),
    });
    await farmer.import(join(farmer.path, 'list.json'));
    expect(await farmer.answer('receipts', '--by', 'month')).toMatchObject({ total });
  });

  test('are exported as a table, as is every receipt', async () => {
    const farmer = await withReceipts([node(1, 80, 20_000), node(1, 80, 0), node(2, 81, 30_000)]);
    const [totals, receipts] = [join(farmer.path, 'totals.csv'), join(farmer.path, 'receipts.csv')];
    expect(await farmer.answer('receipts', '--by', 'month', '--csv', totals)).toEqual({ written: totals, rows: 2 });
    expect(readFileSync(totals, 'utf8')).toBe(
      'month,nodes,receipts,cu,su,nu,ip,reward_musd,reward_tft,own_tft_low,own_tft_high,own_missing,units_missing,ip_missing,as_if_minted\n' +
        '2025-01,1,1,7.75,4,0,0,30000,375,,,1,0,0,false\n2024-12,1,1,7.75,4,0,0,20000,250,,,1,0,0,false\n',
    );
    expect(await farmer.answer('receipts', '--csv', receipts)).toEqual({ written: receipts, rows: 3 });
    const lines = readFileSync(receipts, 'utf8').split('\n');
    expect(lines.filter((line) => line.includes(',minting,true,'))).toHaveLength(2);
    expect(lines.filter((line) => line.includes(',minting,false,paid-less,'))).toHaveLength(1);
  });
});

describe('receipt hashes', () => {
  test('are verified for a raw file, fail for a changed one, and cannot be verified for an answer', async () => {
    const farmer = freshFarmer();
    const raw = readFileSync(join(CASES, 'r15-cert-scaled.json'), 'utf8').trim();
    const hash = bytesToHex(blake2b(utf8ToBytes(raw), { dkLen: 32 }));
    writeFileSync(join(farmer.path, hash), raw);
    writeFileSync(join(farmer.path, '1'.repeat(64)), raw.replace('915', '916'));
    await farmer.import(join(farmer.path, hash), join(farmer.path, '1'.repeat(64)), 'r1-api-node-list.json');
    const { receipts } = (await farmer.answer('receipts')) as {
      receipts: readonly { grid_node_id: number; hash: string; verification: string }[];
    };
    expect(Object.fromEntries(receipts.map(({ grid_node_id, verification }) => [grid_node_id, verification]))).toEqual({
      901: 'unverifiable',
      915: 'verified',
      916: 'differs',
    });
  });
});

describe('exit codes of a receipt import', () => {
  test('are 2 when every row is refused, and 0 when a part is, with the number', async () => {
    const farmer = freshFarmer();
    const receipt = JSON.parse(readFileSync(join(CASES, 'r15-cert-scaled.json'), 'utf8')) as object;
    const broken = { ...receipt, measured_uptime: 2 ** 64 };
    writeFileSync(join(farmer.path, 'bad.json'), JSON.stringify([broken]));
    writeFileSync(join(farmer.path, 'mixed.json'), JSON.stringify([broken, receipt]));
    const refused = await farmer.import(join(farmer.path, 'bad.json'));
    expect(refused.code).toBe(2);
    expect(jsonOf(refused)).toMatchObject({
      imported: 0,
      rejected: [
        { file: join(farmer.path, 'bad.json'), line: 1, reason: expect.stringContaining('measured_uptime') as unknown },
      ],
    });
    const mixed = await farmer.import(join(farmer.path, 'mixed.json'), join(farmer.path, 'missing'));
    expect(mixed.code).toBe(0);
    expect(jsonOf(mixed)).toMatchObject({ imported: 1, rejected_count: 2 });
  });

  test('name a file that is not JSON', async () => {
    const farmer = freshFarmer();
    writeFileSync(join(farmer.path, 'bad.json'), '{');
    expect((await farmer.import(join(farmer.path, 'bad.json'))).code).toBe(2);
  });
});
