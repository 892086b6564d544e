import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { DEFAULT_PORT, startWebHost, type WebHost } from '#main/hosts/web/web-host.ts';
import { composeApp } from '#main/compose.ts';
import { MAX_BODY_BYTES } from '#main/hosts/common/call-message.ts';
import { type RawRequest, sendRaw } from '#test/support/raw-http.ts';
import { writeRendererFiles } from '#test/support/renderer-stub.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

const temporary = makeTemporaryDirectory();
const app = composeApp({ host: 'web', env: {}, dataDir: temporary.path });
const rendererDirectory = writeRendererFiles(temporary.path);
let host: WebHost;
let token = '';
let metricsToken = '';
let cookie = '';

beforeAll(async () => {
  host = await startWebHost({ context: app.context, rendererDirectory, port: 0, hasMetrics: true });
  token = readFileSync(host.tokenPath, 'utf8').trim();
  metricsToken = readFileSync(join(dirname(host.tokenPath), 'metrics-token'), 'utf8').trim();
  const { headers } = await send({ path: linkPath() });
  cookie = String(headers['set-cookie']).split(';')[0] ?? '';
});

afterAll(async () => {
  await host.close();
  await app.close();
  temporary.remove();
});

/** Path and query of the link that signs the next browser in. */
function linkPath(of = host): string {
  const { pathname, search } = new URL(of.signInUrl);
  return pathname + search;
}

function send(request: Omit<RawRequest, 'port'>) {
  return sendRaw({ port: host.port, ...request });
}

const CALL_PATH = '/api/hardware/capacity/compute';
const CALL_BODY = JSON.stringify({
  resources: { cru: 8, mruBytes: 34_359_738_368, sruBytes: 1_073_741_824_000, hruBytes: 0 },
});
const JSON_TYPE = { 'Content-Type': 'application/json' };
const UPGRADE = {
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
};

interface Row {
  readonly what: string;
  readonly request: () => Omit<RawRequest, 'port'>;
  readonly status: number;
}

const own = () => `http://127.0.0.1:${host.port}`;
const signedIn = () => ({ Cookie: cookie });
const call = (headers: Readonly<Record<string, string>>, body: string | Uint8Array = CALL_BODY) => ({
  path: CALL_PATH,
  method: 'POST',
  headers: { ...JSON_TYPE, ...headers },
  body,
});

const TABLE: readonly Row[] = [
  { what: 'a page with the session', request: () => ({ path: '/', headers: signedIn() }), status: 200 },
  {
    what: 'a file with the session',
    request: () => ({ path: '/assets/index-a1b2c3d4.js', headers: signedIn() }),
    status: 200,
  },
  {
    what: 'a call with the session and our origin',
    request: () => call({ ...signedIn(), Origin: own() }),
    status: 200,
  },
  { what: 'a call with the token', request: () => call({ Authorization: `Bearer ${token}` }), status: 200 },
  {
    what: 'a call under the name localhost',
    request: () => call({ ...signedIn(), Host: `localhost:${host.port}` }),
    status: 200,
  },
  { what: 'a page without a session', request: () => ({ path: '/' }), status: 401 },
  { what: 'a file without a session', request: () => ({ path: '/assets/index-a1b2c3d4.js' }), status: 401 },
  { what: 'a call without a session', request: () => call({}), status: 401 },
  {
    what: 'a call with a wrong token',
    request: () => call({ Authorization: `Bearer ${'A'.repeat(43)}` }),
    status: 401,
  },
  { what: 'a link with a wrong code', request: () => ({ path: `/?token=${'A'.repeat(43)}` }), status: 401 },
  { what: 'a link with the permanent token', request: () => ({ path: `/?token=${token}` }), status: 401 },
  {
    what: 'a cookie of another port',
    request: () => ({ path: '/', headers: { Cookie: cookie.replace(/_\d+=/, '_1=') } }),
    status: 401,
  },
  {
    what: 'a wrong Host (DNS rebinding)',
    request: () => call({ ...signedIn(), Host: `evil.example:${host.port}` }),
    status: 403,
  },
  { what: 'a wrong port in Host', request: () => call({ ...signedIn(), Host: '127.0.0.1:1' }), status: 403 },
  {
    what: 'a Host that only begins like ours',
    request: () => call({ ...signedIn(), Host: `127.0.0.1.evil.example:${host.port}` }),
    status: 403,
  },
  {
    what: 'a wrong Host with the right token',
    request: () => call({ Authorization: `Bearer ${token}`, Host: 'evil.example' }),
    status: 403,
  },
  { what: 'a foreign Origin', request: () => call({ ...signedIn(), Origin: 'https://evil.example' }), status: 403 },
  {
    what: 'another port of this computer as Origin',
    request: () => call({ ...signedIn(), Origin: 'http://127.0.0.1:1' }),
    status: 403,
  },
  { what: 'the opaque Origin "null"', request: () => call({ ...signedIn(), Origin: 'null' }), status: 403 },
  {
    what: 'a foreign Origin with the right token',
    request: () => call({ Authorization: `Bearer ${token}`, Origin: 'https://evil.example' }),
    status: 403,
  },
  {
    what: 'a call that the browser marks as same-site only',
    request: () => call({ ...signedIn(), 'Sec-Fetch-Site': 'same-site' }),
    status: 403,
  },
  { what: 'GET on a command', request: () => ({ path: CALL_PATH, headers: signedIn() }), status: 405 },
  { what: 'HEAD on a command', request: () => ({ path: CALL_PATH, method: 'HEAD', headers: signedIn() }), status: 405 },
  { what: 'PUT on a command', request: () => ({ ...call(signedIn()), method: 'PUT' }), status: 405 },
  {
    what: 'a preflight',
    request: () => ({ path: CALL_PATH, method: 'OPTIONS', headers: { ...signedIn(), Origin: own() } }),
    status: 405,
  },
  {
    what: 'a form post',
    request: () => call({ ...signedIn(), 'Content-Type': 'application/x-www-form-urlencoded' }),
    status: 415,
  },
  { what: 'a text post', request: () => call({ ...signedIn(), 'Content-Type': 'text/plain' }), status: 415 },
  { what: 'an oversized body', request: () => call(signedIn(), new Uint8Array(MAX_BODY_BYTES + 1)), status: 413 },
  { what: 'a body that is no JSON', request: () => call(signedIn(), '{'), status: 400 },
  { what: 'a body with a wrong field', request: () => call(signedIn(), '{"resources":{"cru":-1}}'), status: 400 },
  {
    what: 'a call that does not exist',
    request: () => ({ ...call(signedIn()), path: '/api/hardware/capacity/explode' }),
    status: 404,
  },
  {
    what: 'a path out of the renderer',
    request: () => ({ path: '/../secret.json', headers: signedIn() }),
    status: 404,
  },
  {
    what: 'an encoded path out of the renderer',
    request: () => ({ path: '/%2e%2e/secret.json', headers: signedIn() }),
    status: 404,
  },
  {
    what: 'a backslash path out of the renderer',
    request: () => ({ path: '/..%5csecret.json', headers: signedIn() }),
    status: 404,
  },
  { what: 'a path that does not decode', request: () => ({ path: '/%ff', headers: signedIn() }), status: 404 },
  { what: 'POST on a page', request: () => ({ path: '/', method: 'POST', headers: signedIn() }), status: 405 },
  {
    what: 'the metrics with the token',
    request: () => ({ path: '/metrics', headers: { Authorization: `Bearer ${token}` } }),
    status: 200,
  },
  {
    what: 'the metrics with their own token',
    request: () => ({ path: '/metrics', headers: { Authorization: `Bearer ${metricsToken}` } }),
    status: 200,
  },
  {
    what: 'a page with the token of the metrics',
    request: () => ({ path: '/', headers: { Authorization: `Bearer ${metricsToken}` } }),
    status: 401,
  },
  { what: 'the metrics without a token', request: () => ({ path: '/metrics' }), status: 401 },
  {
    what: 'an upgrade with the session and our origin',
    request: () => ({ path: '/rpc', headers: { ...UPGRADE, ...signedIn(), Origin: own() } }),
    status: 101,
  },
  {
    what: 'an upgrade with the token',
    request: () => ({ path: '/rpc', headers: { ...UPGRADE, Authorization: `Bearer ${token}` } }),
    status: 101,
  },
  {
    what: 'an upgrade without a session',
    request: () => ({ path: '/rpc', headers: { ...UPGRADE, Origin: own() } }),
    status: 401,
  },
  {
    what: 'an upgrade from a foreign origin',
    request: () => ({ path: '/rpc', headers: { ...UPGRADE, ...signedIn(), Origin: 'https://evil.example' } }),
    status: 403,
  },
  {
    what: 'an upgrade without an origin',
    request: () => ({ path: '/rpc', headers: { ...UPGRADE, ...signedIn() } }),
    status: 403,
  },
  {
    what: 'an upgrade to a wrong Host',
    request: () => ({ path: '/rpc', headers: { ...UPGRADE, ...signedIn(), Origin: own(), Host: 'evil.example' } }),
    status: 403,
  },
  {
    what: 'an upgrade elsewhere',
    request: () => ({ path: '/other', headers: { ...UPGRADE, ...signedIn(), Origin: own() } }),
    status: 404,
  },
];

describe('access to the browser host', () => {
  it.each(TABLE)('$what: is answered with $status', async ({ request, status }) => {
    expect((await send(request())).status).toBe(status);
  });

  it('sends the same strict headers with every response, including refusals', async () => {
    for (const request of [
      { path: '/', headers: signedIn() },
      { path: '/' },
      { path: CALL_PATH, headers: { Host: 'evil' } },
    ]) {
      const { headers } = await send(request);
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['content-security-policy']).not.toContain("script-src 'self' 'unsafe");
      expect(headers['content-security-policy']).not.toContain('evil');
      expect(headers).toMatchObject({
        'x-frame-options': 'DENY',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      });
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it('removes the code from the address and sets a cookie that is hidden from scripts and other sites', async () => {
    const { status, headers } = await send({ path: linkPath() });
    expect({ status, location: headers['location'] }).toEqual({ status: 303, location: '/' });
    const attributes = String(headers['set-cookie']);
    expect(attributes).toContain('HttpOnly');
    expect(attributes).toContain('SameSite=Strict');
    expect(attributes).not.toContain(token);
  });

  // Catches a page on disk that leads to the link: its browser withholds the strict cookie from a redirect, and sees 401.
  it('signs in a browser that comes from a page on disk without a redirect', async () => {
    const { status, headers, body } = await send({ path: linkPath(), headers: { 'Sec-Fetch-Site': 'cross-site' } });
    expect(status).toBe(200);
    expect(headers['set-cookie']).toBeDefined();
    expect(body).toContain('content="0;url=/"');
  });

  // Catches a link in a history, a log or a process list that signs somebody else in later.
  it('signs in once per link, then issues another one', async () => {
    const used = linkPath();
    expect((await send({ path: used })).status).toBe(303);
    const again = await send({ path: used });
    expect(again.status).toBe(401);
    expect(again.headers['set-cookie']).toBeUndefined();
    expect(again.body).toContain('used up');
    expect(linkPath()).not.toBe(used);
    expect((await send({ path: used, headers: signedIn() })).status).toBe(303);
  });

  // Catches a cookie that works for ever, on every port.
  it('rejects sessions and links of another run', async () => {
    const next = await startWebHost({ context: app.context, rendererDirectory, port: 0 });
    const renamed = cookie.replace(`_${host.port}=`, `_${next.port}=`);
    expect((await sendRaw({ port: next.port, path: '/', headers: { Cookie: renamed } })).status).toBe(401);
    expect((await sendRaw({ port: next.port, path: linkPath() })).status).toBe(401);
    expect((await sendRaw({ port: next.port, path: '/', headers: { Authorization: `Bearer ${token}` } })).status).toBe(
      200,
    );
    await next.close();
  });

  // Catches a program that opens all connections and sends nothing, so that no page opens until they time out.
  it('answers while more connections than its limit are idle', async () => {
    const idle = await Promise.all(
      Array.from({ length: 300 }, () => {
        const socket = connect(host.port, '127.0.0.1').on('error', () => undefined);
        return new Promise<Socket>((resolve) => socket.once('connect', () => resolve(socket)));
      }),
    );
    expect((await send({ path: '/', headers: signedIn() })).status).toBe(200);
    for (const socket of idle) {
      socket.destroy();
    }
  });

  it('answers a call and reports the error of an invalid one like every other host', async () => {
    const good = await send(call(signedIn()));
    expect(JSON.parse(good.body)).toMatchObject({ units: 'v3', cu: '7.75', su: '4', cpr: '15.625', binding: 'memory' });
    const bad = await send(call(signedIn(), '{"resources":{"cru":-1,"mruBytes":0,"sruBytes":0,"hruBytes":0}}'));
    expect(JSON.parse(bad.body)).toMatchObject({
      code: 'INVALID_INPUT',
      data: { details: { field: 'resources.cru' } },
    });
  });

  it('tells the page which transport to use', async () => {
    const { body } = await send({ path: '/', headers: signedIn() });
    expect(body).toContain('<meta name="farmer-host" content="web" />');
  });

  it('the API page', async () => {
    const page = await send({ path: '/api', headers: signedIn() });
    expect(page.body).toContain('POST /api/hardware/capacity/compute');
    expect(page.body).not.toMatch(/<script|https?:\/\//);
    const document = JSON.parse((await send({ path: '/api/openapi.json', headers: signedIn() })).body) as {
      openapi: string;
    };
    expect(document.openapi).toMatch(/^3\.1/);
  });
});

function open(): WebSocket {
  return new WebSocket(`ws://127.0.0.1:${host.port}/rpc`, { headers: { Authorization: `Bearer ${token}` } });
}

function closeCode(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => socket.on('close', resolve));
}

describe('files of the pages', () => {
  // Catches a compressed file that is not what it was, or one that is sent to a client that cannot read it.
  it.each([
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['identity', null],
  ])('are sent as %s when the browser accepts %s', async (accepted, encoding) => {
    const path = '/assets/index-a1b2c3d4.js';
    const headers = { ...signedIn(), 'Accept-Encoding': accepted };
    const response = await fetch(own() + path, { headers });
    expect(response.headers.get('content-encoding')).toBe(encoding);
    expect(response.headers.get('vary')).toBe('Accept-Encoding');
    expect(await response.text()).toBe(readFileSync(join(rendererDirectory, path), 'utf8'));
  });
});

describe('the WebSocket', () => {
  it.each([
    ['text that is no JSON', 'hello'],
    ['JSON that is no call', '{"i":"1","p":{"u":7}}'],
    ['a call to a full address', '{"i":"1","p":{"u":"http://127.0.0.1/x"}}'],
    ['bytes that are no call', Buffer.from([1, 2, 3])],
  ])('is closed by %s without affecting the host', async (_what, message) => {
    const socket = open();
    socket.on('open', () => socket.send(message));
    expect(await closeCode(socket)).toBe(1003);
    expect((await send({ path: '/', headers: signedIn() })).status).toBe(200);
  });

  it('is closed by a message above the size limit', async () => {
    const socket = open();
    socket.on('error', () => undefined);
    socket.on('open', () => socket.send(Buffer.alloc(MAX_BODY_BYTES + 1, 0x20)));
    expect(await closeCode(socket)).toBe(1009);
  });
});

describe('starting and stopping', () => {
  it('refuses a used port with a clear error', async () => {
    await expect(startWebHost({ context: app.context, rendererDirectory, port: host.port })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: `Port ${host.port} is taken by another program.`,
    });
  });

  // Catches a host that moves to another port in silence.
  it('uses another port when the default one is taken, and reports both', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => {
      other.once('error', () => resolve());
      other.listen({ host: '127.0.0.1', port: DEFAULT_PORT }, resolve);
    });
    const moved = await startWebHost({ context: app.context, rendererDirectory });
    expect(moved.takenPort).toBe(DEFAULT_PORT);
    expect(moved.port).not.toBe(DEFAULT_PORT);
    await moved.close();
    other.close();
  });

  it('listens only on the loopback address', async () => {
    const second = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      second.once('error', () => resolve(false));
      second.listen({ host: '127.0.0.2', port: host.port }, () => resolve(true));
    });
    second.close();
    // On Linux a listener on 0.0.0.0 would hold every loopback address.
    expect(isFree || process.platform !== 'linux').toBe(true);
  });

  it('stores the token for its owner only, and replaces one that others could read', async () => {
    expect(statSync(host.tokenPath).mode & 0o777).toBe(0o600);
    const other = makeTemporaryDirectory();
    const otherApp = composeApp({ host: 'web', env: {}, dataDir: other.path });
    const path = `${other.path}/web-token`;
    writeFileSync(path, `${'B'.repeat(43)}\n`);
    chmodSync(path, 0o644);
    const started = await startWebHost({ context: otherApp.context, rendererDirectory, port: 0 });
    expect(readFileSync(path, 'utf8')).not.toContain('BBBB');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await started.close();
    other.remove();
  });

  it('frees its port and closes open sockets', async () => {
    const other = makeTemporaryDirectory();
    const otherApp = composeApp({ host: 'web', env: {}, dataDir: other.path });
    const started = await startWebHost({ context: otherApp.context, rendererDirectory, port: 0 });
    const socket = new WebSocket(`ws://127.0.0.1:${started.port}/rpc`, {
      headers: { Authorization: `Bearer ${readFileSync(started.tokenPath, 'utf8').trim()}` },
    });
    await new Promise((resolve) => socket.on('open', resolve));
    const code = new Promise((resolve) => socket.on('close', resolve));
    await started.close();
    expect(await code).toBe(1001);
    const again = await startWebHost({ context: otherApp.context, rendererDirectory, port: started.port });
    await again.close();
    other.remove();
  });
});
