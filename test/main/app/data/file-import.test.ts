import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { blake2b } from '@noble/hashes/blake2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AppCalls, createCalls } from '#main/app/router.ts';
import { type ComposedApp, composeApp } from '#main/compose.ts';
import { inEnglish } from '#shared/message.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

const FIXTURES = join(import.meta.dirname, '../../../fixtures');
const NOW_MS = 1_796_000_000_000;
const fixture = (name: string) => readFileSync(join(FIXTURES, name));
const bidTable = (...rows: readonly string[]) =>
  strToU8(['id,buyer,vcpus,memory_gib,ssd_gib,months,price_per_month,currency', ...rows, ''].join('\n'));

let directory: TemporaryDirectory;
let app: ComposedApp;
let calls: AppCalls;
let count = 0;

beforeEach(() => {
  directory = makeTemporaryDirectory();
  vi.stubEnv('TMPDIR', directory.path);
  app = composeApp({ host: 'web', env: { FARMER_DATA_DIR: join(directory.path, 'data') }, nowMs: () => NOW_MS });
  calls = createCalls(app.context);
});
afterEach(async () => {
  await app.close();
  vi.unstubAllEnvs();
  directory.remove();
});

/** Sends a file as a page does. */
async function send(name: string, bytes: Uint8Array, pieceBytes = 200): Promise<string> {
  count += 1;
  const id = `f${count}`;
  for (let offset = 0; offset === 0 || offset < bytes.length; offset += pieceBytes) {
    const base64 = Buffer.from(bytes.subarray(offset, offset + pieceBytes)).toString('base64');
    await calls.data.imports.receive({ id, name, offset, base64 });
  }
  return id;
}

async function sendAll(files: Readonly<Record<string, Uint8Array>>): Promise<string[]> {
  const ids: string[] = [];
  for (const [name, bytes] of Object.entries(files)) {
    ids.push(await send(name, bytes, 100_000));
  }
  return ids;
}

const ROW = '{"id":"0012-0","nodeID":7,"timestamp":1793480440,"uptime":500000}';

describe('dropped files', () => {
  it('are recognised, previewed without a trace, imported as previewed, and undone', async () => {
    const files = {
      'u.json': strToU8(`{"data":{"uptimeEvents":[${ROW}]}}`),
      'r.zip': zipSync({
        'a/1': fixture('receipts/r2-api-receipt.json'),
        'a/2': fixture('receipts/r15-cert-scaled.json'),
      }),
      'config.yml': fixture('imports/k8-farmerbot.yml'),
      'b.csv': bidTable('b1,Ana,2,4,50,6,4.50,USD', 'b2,Bo,many,4,50,6,1,USD'),
      'holiday.txt': strToU8('Dear farmer'),
    };
    const fileIds = await sendAll(files);
    const preview = await calls.data.imports.preview({ fileIds });
    expect(preview.groups.map(({ kind, imported, rejectedCount }) => [kind, imported, rejectedCount])).toEqual([
      ['farmerbot', 1, 0],
      ['receipts', 2, 0],
      ['bids', 1, 1],
      ['uptime', 1, 0],
    ]);
    expect(preview.groups[1]).toMatchObject({ unverified: 2, nodes: [{ isNew: true }, { isNew: true }] });
    expect(preview.groups[3]).toMatchObject({
      nodes: [{ name: 'Node 7', isNew: true, rowCount: 1 }],
      range: { fromS: 1_793_480_440, toS: 1_793_480_440 },
    });
    expect(preview.unknown.map(({ file, reason }) => [file, inEnglish(reason)])).toEqual([
      ['holiday.txt', 'It holds nothing that Farmer recognises.'],
    ]);
    expect(await calls.nodes.list({})).toEqual({ nodes: [] });
    expect(await calls.data.imports.list()).toEqual({ imports: [] });

    const { importIds, ...outcome } = await calls.data.imports.importFiles({ fileIds });
    const withId = (group: (typeof preview.groups)[number]) => ({ ...group, nodes: group.nodes.map(() => 'named') });
    expect({ ...outcome, groups: outcome.groups.map(withId) }).toEqual({
      ...preview,
      groups: preview.groups.map(withId),
    });
    const { imports } = await calls.data.imports.list();
    expect(imports.map(({ kind, file, rowCount }) => [kind, file, rowCount])).toEqual([
      ['uptime', 'u.json', 1],
      ['bids', 'r.zip (+2)', 1],
      ['farmerbot', 'r.zip (+2)', 2],
      ['receipts', 'r.zip (+2)', 2],
    ]);
    expect((await calls.bids.list({ states: ['open'] })).bids).toHaveLength(1);
    for (const id of importIds) await calls.data.imports.undo({ id });
    expect(await calls.nodes.list({})).toEqual({ nodes: [] });
    expect((await calls.bids.list({ states: ['open'] })).bids).toEqual([]);
    expect(await calls.data.imports.list()).toEqual({ imports: [] });
  });

  // Catches a name that is lost on the way: then no hash can be verified.
  it('keep the names of raw receipts, by which they are verified', async () => {
    const raw = fixture('receipts/r15-cert-scaled.json');
    const hash = bytesToHex(blake2b(raw, { dkLen: 32 }));
    const [id, other] = await sendAll({ [`81/${hash}`]: raw, ['0'.repeat(64)]: fixture('receipts/r13-policy3.json') });
    const preview = await calls.data.imports.preview({ fileIds: [id ?? '', other ?? ''] });
    expect(preview.groups[0]).toMatchObject({ imported: 2, unverified: 1 });
  });

  it('are ignored when they belong to another node than the chosen one', async () => {
    const node = await calls.nodes.importNodes({
      text: '{"nodeId":1,"total_resources":{"cru":1,"mru":1,"sru":1,"hru":0}}',
    });
    const nodeId = node.nodes[0]?.id ?? 0;
    const fileIds = [await send('u.json', strToU8(`[${ROW}]`))];
    const outcome = await calls.data.imports.importFiles({ fileIds, nodeId });
    expect(outcome).toMatchObject({ groups: [{ imported: 0, rejectedCount: 1 }], importIds: [] });
    expect(inEnglish(outcome.groups[0]?.rejected[0]?.reason ?? { key: 'app:core.isMissing' })).toContain('7');
    expect((await calls.nodes.list({})).nodes).toHaveLength(1);
  });

  it('are reported when their events name no node', async () => {
    const fileIds = [await send('u.csv', strToU8('timestamp,uptime\n1793480440,500000\n'))];
    const { groups } = await calls.data.imports.preview({ fileIds });
    expect(groups).toMatchObject([{ imported: 0, namelessCount: 1, rejectedCount: 1 }]);
  });

  it('do not affect other files when they are refused as a whole', async () => {
    const good = fixture('receipts/r2-api-receipt.json');
    const fileIds = await sendAll({ 'cut.json': good.subarray(0, 200), 'good.json': good });
    const outcome = await calls.data.imports.importFiles({ fileIds });
    expect(outcome.groups).toMatchObject([
      { kind: 'receipts', imported: 1, rejectedCount: 1, rejected: [{ file: 'cut.json', line: 11 }] },
    ]);
    expect(outcome.importIds).toHaveLength(1);
  });

  it('are refused before unpacking when they would exceed the size limit', async () => {
    const bomb = zipSync({ a: [new Uint8Array(140 * 2 ** 20), { level: 1 }] });
    const fileIds = [await send('bomb.zip', bomb, 1_000_000)];
    const { unknown } = await calls.data.imports.preview({ fileIds });
    expect(unknown.map(({ file }) => file)).toEqual(['bomb.zip/a']);
  });

  it('are offered for restoring when they are backups', async () => {
    await calls.nodes.addPlanned({ name: 'Kept', resources: { cru: 1, mruBytes: 1, sruBytes: 1, hruBytes: 0 } });
    const path = join(directory.path, 'farm.db');
    await calls.data.backups.exportTo({ path });
    const id = await send('farm.db', readFileSync(path), 100_000);
    expect((await calls.data.imports.preview({ fileIds: [id] })).backups).toEqual([{ id, name: 'farm.db' }]);
    expect(await calls.data.backups.inspect({ source: { fileId: id } })).toMatchObject({ nodeCount: 1 });
  });
});

describe('uploaded files', () => {
  it('are deleted when they are discarded, and when the app closes', async () => {
    const id = await send('a', strToU8('[]'));
    const waiting = () =>
      readdirSync(directory.path, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes(id));
    expect(waiting()).toHaveLength(1);
    await calls.data.imports.discard({ fileIds: [id] });
    expect(waiting()).toEqual([]);
    await expect(calls.data.imports.preview({ fileIds: [id] })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await send('b', strToU8('[]'));
    await app.close();
    expect(readdirSync(directory.path)).toEqual(['data']);
  });

  it('are refused when a chunk arrives out of order', async () => {
    const base64 = Buffer.from('[]').toString('base64');
    await calls.data.imports.receive({ id: 'x', name: 'x', offset: 0, base64 });
    await expect(calls.data.imports.receive({ id: 'x', name: 'x', offset: 7, base64 })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
  });

  it('are read in place when they were opened with the program, including folders', async () => {
    const folder = join(directory.path, 'receipts');
    mkdirSync(folder);
    writeFileSync(join(folder, 'one'), fixture('receipts/r2-api-receipt.json'));
    (await app.context.incomingFiles()).open([folder, join(directory.path, 'missing')]);
    const { files } = await calls.data.imports.listOpened();
    expect(files.map(({ name }) => name)).toEqual(['receipts', 'missing']);
    const preview = await calls.data.imports.preview({ fileIds: files.map(({ id }) => id) });
    expect(preview.groups).toMatchObject([{ kind: 'receipts', files: ['receipts/one'], imported: 1 }]);
    expect(preview.unknown.map(({ file }) => file)).toEqual(['missing']);
    await calls.data.imports.discard({ fileIds: files.map(({ id }) => id) });
    expect(existsSync(join(folder, 'one'))).toBe(true);
  });
});
