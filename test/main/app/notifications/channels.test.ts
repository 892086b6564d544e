import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deliverAlerts } from '#main/app/notifications/deliver.ts';
import { type AppCalls, createCalls } from '#main/app/router.ts';
import { type ComposedApp, composeApp, type ComposeOptions } from '#main/compose.ts';
import type { Stores } from '#main/store/stores.ts';
import { DEFAULT_CHANNELS } from '#shared/contract/notifications/channels.ts';
import { toFarmerError } from '#shared/contract/transport-error.ts';
import type { FarmerError } from '#shared/errors.ts';
import { CHANNELS, type ChannelName } from '#shared/domain/notifications/channels.ts';
import { inEnglish } from '#shared/message.ts';
import { answer, type Receiver, startReceiver } from '#test/support/alerts/receiver.ts';
import { type LoopbackSmtp, type SmtpBehaviour, startSmtp, TEST_CA } from '#test/support/alerts/smtp-server.ts';
import { runFarmer } from '#test/support/cli.ts';
import { plannedTitan } from '#test/support/stores.ts';
import { makeTemporaryDirectory, type TemporaryDirectory } from '#test/support/temporary.ts';

const SECRET = 'zq-S3cret+word/77';
const MINUTE_MS = 60_000;

let directory: TemporaryDirectory;
let app: ComposedApp;
let calls: AppCalls;
let stores: Stores;
let nowMs: number;
let logged: string[];
let closers: (() => Promise<void>)[];

const note = (event: string, fields?: object) => void logged.push(`${event} ${JSON.stringify(fields ?? {})}`);

function start(options: Partial<ComposeOptions> = {}): void {
  const log = { info: note, warn: note, error: note };
  app = composeApp({ host: 'cli', env: {}, dataDir: directory.path, nowMs: () => nowMs, ca: TEST_CA, log, ...options });
  calls = createCalls(app.context);
}

beforeEach(async () => {
  directory = makeTemporaryDirectory();
  nowMs = Date.UTC(2026, 10, 20, 12);
  logged = [];
  closers = [];
  start();
  stores = await app.context.stores();
});
afterEach(async () => {
  await app.close();
  for (const close of closers) await close();
  directory.remove();
});

async function receiver(): Promise<Receiver> {
  const started = await startReceiver();
  closers.push(() => started.close());
  return started;
}

async function smtp(behaviour: SmtpBehaviour): Promise<LoopbackSmtp> {
  const started = await startSmtp(behaviour);
  closers.push(() => started.close());
  return started;
}

/** The error of a call that is refused. */
async function refusalOf(work: Promise<unknown>): Promise<FarmerError> {
  const outcome = await work.then(
    () => new Error('Nothing was refused.'),
    (error: unknown) => error,
  );
  const refused = toFarmerError(outcome);
  if (refused === null) throw outcome;
  return refused;
}

const secret = (channel: ChannelName, name: 'password' | 'token' | 'topic' | 'url', value: string) =>
  calls.notifications.channels.setSecret({ channel, name, value });

async function useWebhook(url: string): Promise<void> {
  await secret('webhook', 'url', url);
  await calls.notifications.channels.set({ webhook: { isOn: true } });
}

async function useEmail(port: number, changes: Partial<(typeof DEFAULT_CHANNELS)['email']> = {}): Promise<void> {
  await secret('email', 'password', SECRET);
  const to = { host: '127.0.0.1', port, user: 'farmer', from: 'farmer@example.org', to: 'me@example.org' };
  await calls.notifications.channels.set({ email: { ...DEFAULT_CHANNELS.email, ...to, ...changes, isOn: true } });
}

function raise(key = 'down:1:now', nodeId: number | null = null): void {
  const figures = { silentS: 5000, atRiskTft: '617', atRiskUsd: '12.34', tftPriceUsd: '0.02' };
  stores.notifications.raise({ key, kind: 'down', severity: 'high', nodeId, figures }, 'now', Math.floor(nowMs / 1000));
}

const deliver = () => deliverAlerts(app.context);
const stateOf = async (name: ChannelName) => {
  const { channels } = await calls.notifications.channels.list();
  return channels.find((channel) => channel.name === name);
};

describe('an e-mail alert', () => {
  it('is sent over STARTTLS with the password, and states problem, node and amount', async () => {
    const server = await smtp({ user: 'farmer', password: SECRET });
    await useEmail(server.port);
    const { id } = stores.nodes.add({ ...plannedTitan('Oak\r\nBcc: evil@example.org'), kind: 'imported' }, nowMs);
    raise('down:1:now', id);
    await deliver();
    expect(server.mails).toMatchObject([
      { from: 'farmer@example.org', to: ['me@example.org'], isEncrypted: true, user: 'farmer' },
    ]);
    const [head = '', ...body] = (server.mails[0]?.source ?? '').split('\n\n');
    expect(head).toMatch(/^Message-ID: <farmer-[\w-]+@farmer\.invalid>$/m);
    expect(head).toMatch(/^Auto-Submitted: auto-generated$/m);
    // Catches a node whose name writes headers of its own.
    expect(head).not.toMatch(/^Bcc:/m);
    expect(body.join('\n')).toContain('12.34 USD');
    expect(server.plainLines.join('\n')).not.toMatch(/AUTH|MAIL|12\.34/);
  });

  // Catches a password or a message that is sent in the clear because a server, or somebody on the way, offers no TLS.
  it('is not sent without TLS, except to this computer', async () => {
    const server = await smtp({ offersTls: false, user: 'farmer', password: SECRET });
    await useEmail(server.port);
    await refusalOf(calls.notifications.channels.sendTest({ channel: 'email' }));
    expect(server.plainLines.join('\n')).not.toContain('AUTH');
    await useEmail(25, { host: 'mail.example.org', security: 'none' });
    const refused = await refusalOf(calls.notifications.channels.sendTest({ channel: 'email' }));
    expect(refused.code).toBe('CHANNEL_FAILED');
    await useEmail(server.port, { security: 'none' });
    expect((await calls.notifications.channels.sendTest({ channel: 'email' })).problem).toBeNull();
  });

  it('reports a refusal without the password that the server repeats', async () => {
    const server = await smtp({ user: 'farmer', password: 'another' });
    await useEmail(server.port);
    const refused = await refusalOf(calls.notifications.channels.sendTest({ channel: 'email' }));
    expect(refused.message).toContain('535');
    expect(refused.message).not.toContain(SECRET);
    expect((await stateOf('email'))?.problem).toMatchObject({ atS: nowMs / 1000 });
  });

  it.each([
    ['a full mailbox', { answers: { '.': '452 4.2.2 full' } }],
    ['a connection that breaks', { hangsUpAt: 'RCPT' }],
  ])('is sent again after %s, once possible', async (_what, fault) => {
    const account = { user: 'farmer', password: SECRET };
    const server = await smtp({ ...account, ...fault });
    await useEmail(server.port);
    raise();
    await deliver();
    expect((await stateOf('email'))?.waiting).toBe(1);
    server.behaviour = account;
    nowMs += MINUTE_MS;
    await deliver();
    await deliver();
    expect(server.mails).toHaveLength(1);
    expect(await stateOf('email')).toMatchObject({ waiting: 0, problem: null, sentAtS: nowMs / 1000 });
  });
});

describe('an alert over HTTP', () => {
  it('has the same content in each channel, with its secret where the service requires it', async () => {
    const server = await receiver();
    await secret('telegram', 'token', SECRET);
    await secret('ntfy', 'topic', 'my farm');
    await secret('ntfy', 'token', SECRET);
    await secret('webhook', 'token', SECRET);
    await calls.notifications.channels.set({
      telegram: { isOn: true, server: server.url, chatId: '42' },
      ntfy: { isOn: true, server: `${server.url}/` },
    });
    await useWebhook(`${server.url}/hooks/a?b=c`);
    raise();
    await deliver();
    const text =
      'The grid has had no report for 1:23 h. Check power, network and the router. At risk this period: 12.34 USD (617.00 TFT at 0.02 USD).';
    const byPath = new Map(server.requests.map((request) => [request.path, request]));
    expect(byPath.get(`/bot${SECRET}/sendMessage`)?.body).toMatchObject({ chat_id: '42', text: `Down\n${text}` });
    expect(byPath.get('/')).toMatchObject({
      body: { topic: 'my farm', title: 'Down', message: text, priority: 5 },
      headers: { authorization: `Bearer ${SECRET}` },
    });
    expect(byPath.get('/hooks/a?b=c')).toMatchObject({
      body: { kind: 'down', severity: 'high', state: 'raised', title: 'Down', text },
      headers: { authorization: `Bearer ${SECRET}`, 'user-agent': 'farmer' },
    });
  });

  // Catches an alert in USD of a farmer whose pages show another currency.
  it('shows money in the farmer’s currency, like the pages', async () => {
    const server = await receiver();
    await useWebhook(server.url);
    await calls.settings.money.set({ currency: 'EUR', rate: '0.92' });
    raise();
    await deliver();
    expect(server.requests[0]?.body).toMatchObject({
      text: expect.stringContaining('At risk this period: 11.35 EUR (617.00 TFT at 0.0184 EUR).'),
    });
  });

  it('is sent once, as is its resolution, by only one of several processes', async () => {
    const server = await receiver();
    await useWebhook(server.url);
    raise();
    const other = composeApp({ host: 'cli', env: {}, dataDir: directory.path, nowMs: () => nowMs });
    await Promise.all([deliver(), deliverAlerts(other.context)]);
    stores.notifications.resolve('down:1:now', nowMs / 1000 + 60);
    await Promise.all([deliver(), deliverAlerts(other.context)]);
    await other.close();
    expect(server.requests.map(({ body }) => [body['state'], body['title']])).toEqual([
      ['raised', 'Down'],
      ['over', 'Over: Down'],
    ]);
  });

  it('is retried with growing pauses, also over a restart, under the same id', async () => {
    const server = await receiver();
    await useWebhook(server.url);
    server.answers.push(answer(503), answer(502), answer(500));
    raise();
    await deliver();
    nowMs += 20_000;
    await deliver();
    expect(server.requests).toHaveLength(1);
    await app.close();
    start();
    stores = await app.context.stores();
    for (const pauseMs of [20_000, 80_000, 160_000]) {
      nowMs += pauseMs;
      await deliver();
    }
    expect(server.requests).toHaveLength(4);
    expect(new Set(server.requests.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });

  it('waits for as long as a service requests', async () => {
    const server = await receiver();
    await useWebhook(server.url);
    server.answers.push(answer(429, '', { 'retry-after': '600' }));
    raise();
    await deliver();
    nowMs += 9 * MINUTE_MS;
    await deliver();
    expect(server.requests).toHaveLength(1);
    nowMs += 2 * MINUTE_MS;
    await deliver();
    expect(server.requests).toHaveLength(2);
  });

  // Catches a secret that follows a redirect to another host.
  it('follows no redirect, and is not repeated after a refusal', async () => {
    const [server, elsewhere] = [await receiver(), await receiver()];
    await useWebhook(server.url);
    server.answers.push(answer(307, '', { location: elsewhere.url }));
    raise();
    await deliver();
    nowMs += 60 * MINUTE_MS;
    await deliver();
    expect([server.requests.length, elsewhere.requests.length]).toEqual([1, 0]);
    expect(await stateOf('webhook')).toMatchObject({
      waiting: 0,
      problem: { message: { key: 'grid:core.redirected' } },
    });
  });

  it('survives an endless response, and shows no invisible characters of it', async () => {
    const server = await receiver();
    await useWebhook(server.url);
    server.answers.push(
      (response) => {
        response.writeHead(200);
        const more = () => void (response.destroyed || response.write('x'.repeat(100_000), () => setImmediate(more)));
        more();
      },
      answer(400, JSON.stringify({ error: 'no\u001b[31m \u202e way' })),
    );
    await refusalOf(calls.notifications.channels.sendTest({ channel: 'webhook' }));
    const refused = await refusalOf(calls.notifications.channels.sendTest({ channel: 'webhook' }));
    expect(refused.message).toMatch(/refused the request: no \[31m way/);
  });

  it('is sent over plain HTTP only to this computer', async () => {
    await secret('webhook', 'url', 'http://192.0.2.1/hook');
    const refused = await refusalOf(calls.notifications.channels.sendTest({ channel: 'webhook' }));
    expect(refused.code).toBe('CHANNEL_FAILED');
  });
});

describe('a notification channel', () => {
  it('is off by default, lists missing settings, and sends nothing from before it was switched on', async () => {
    expect((await calls.notifications.channels.list()).channels.map(({ isOn }) => isOn)).toEqual(
      CHANNELS.map(() => false),
    );
    const refused = await refusalOf(calls.notifications.channels.set({ webhook: { isOn: true } }));
    expect(refused.message).toContain('url');
    const server = await receiver();
    raise('old');
    await useWebhook(server.url);
    await deliver();
    expect(server.requests).toEqual([]);
    raise('new');
    await deliver();
    expect(server.requests).toHaveLength(1);
  });

  it('sends nothing that is already resolved or a day old', async () => {
    const server = await receiver();
    await useWebhook(server.url);
    server.answers.push(answer(503), answer(503));
    raise('a');
    await deliver();
    stores.notifications.resolve('a', nowMs / 1000 + 1);
    nowMs += MINUTE_MS;
    await deliver();
    raise('b');
    await deliver();
    nowMs += 25 * 60 * MINUTE_MS;
    await deliver();
    expect(server.requests).toHaveLength(2);
  });
});

const secretsFile = () => join(directory.path, 'secrets.json');
const mask = (text: string) => Buffer.from(text).toString('hex');
const unmask = (text: string) => Buffer.from(text, 'hex').toString();

describe('a channel secret', () => {
  it('is stored in a separate file that no other user can read', async () => {
    await secret('telegram', 'token', SECRET);
    expect(statSync(secretsFile()).mode & 0o777).toBe(0o600);
    expect(readdirSync(directory.path).filter((name) => name.includes('partial'))).toEqual([]);
    chmodSync(secretsFile(), 0o644);
    const refused = await refusalOf(calls.notifications.channels.list());
    expect(refused).toMatchObject({ code: 'REFUSED', hint: expect.stringContaining('chmod 600') });
  });

  it('is encrypted by the system’s key store, so that no other process can read it', async () => {
    await app.close();
    start({
      sealing: {
        isAvailable: () => true,
        seal: (text) => Buffer.from(mask(text)),
        unseal: (sealed) => unmask(sealed.toString()),
      },
    });
    const server = await receiver();
    await useWebhook(`${server.url}/${SECRET}`);
    expect(readFileSync(secretsFile(), 'utf8')).not.toContain(SECRET);
    await app.close();
    start();
    stores = await app.context.stores();
    raise();
    await deliver();
    expect(server.requests).toEqual([]);
    expect(await stateOf('webhook')).toMatchObject({
      secrets: [{ name: 'url', state: 'elsewhere' }, { state: 'not-set' }],
    });
  });

  it('is in no answer, log, error, file, plain backup or output, but in an encrypted backup', async () => {
    const server = await receiver();
    await secret('telegram', 'token', SECRET);
    await secret('ntfy', 'topic', SECRET);
    await secret('webhook', 'token', SECRET);
    await useWebhook(`${server.url}/${SECRET}`);
    server.answers.push(answer(400, JSON.stringify({ error: `never heard of ${SECRET}` })));
    const refused = await refusalOf(calls.notifications.channels.sendTest({ channel: 'webhook' }));
    server.answers.push(answer(500, JSON.stringify({ error: SECRET })));
    raise();
    await deliver();
    const keeper = await app.context.dataKeeper();
    const plain = join(directory.path, 'plain.sqlite');
    await keeper.exportBackup(plain);
    const outputs = [
      refused.message,
      refused.hint,
      JSON.stringify(refused.details),
      JSON.stringify(await calls.notifications.channels.list()),
      JSON.stringify(await calls.settings.get()),
      logged.join('\n'),
    ];
    for (const argv of [['alerts'], ['alerts', 'channels'], ['doctor'], ['export', '--format', 'json'], ['nodes']]) {
      for (const options of [[], ['--json']]) {
        const run = await runFarmer([...argv, ...options], directory.path);
        outputs.push(run.stdout, run.stderr);
      }
    }
    const files = readdirSync(directory.path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'secrets.json')
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
    expect(files.length).toBeGreaterThan(1);
    expect([...outputs, ...files].filter((text) => text.includes(SECRET))).toEqual([]);
  });

  it('is restored from an encrypted backup, not from a plain one', async () => {
    await secret('telegram', 'token', SECRET);
    const keeper = await app.context.dataKeeper();
    const [plain, encrypted] = [join(directory.path, 'plain.sqlite'), join(directory.path, 'safe.farmerbackup')];
    await keeper.exportBackup(plain);
    await keeper.exportBackup(encrypted, 'a passphrase');
    await secret('telegram', 'token', '');
    await keeper.restoreBackup({ path: plain }, false);
    expect(await stateOf('telegram')).toMatchObject({ secrets: [{ name: 'token', state: 'not-set' }] });
    await keeper.restoreBackup({ path: encrypted, passphrase: 'a passphrase' }, false);
    expect(app.context.secrets.read('telegram.token')).toBe(SECRET);
    const live = readFileSync(join(directory.path, 'farmer.sqlite'), 'latin1');
    expect(live.includes(SECRET)).toBe(false);
  });

  it('is reported without its content when its file is damaged', async () => {
    writeFileSync(secretsFile(), `{"format":1,"secrets":{"telegram.token":{"kind":"plain","text":"${SECRET}"`, {
      mode: 0o600,
    });
    const refused = await refusalOf(calls.notifications.channels.list());
    expect(`${refused.message} ${refused.hint} ${String(refused.cause)}`).not.toContain(SECRET);
    expect(existsSync(secretsFile())).toBe(true);
    expect(inEnglish(refused.messages.message)).toContain('secrets.json');
  });
});
