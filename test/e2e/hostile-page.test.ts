import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useBrowser } from '#test/support/browser.ts';
import { sendRaw } from '#test/support/raw-http.ts';
import { type RunningWebHost, startBuiltWebHost } from '#test/support/web-host.ts';

/** A page of another site in the same browser, where the farmer is signed in: the strongest position of an outsider. */
describe('a hostile page in the same browser', () => {
  const browser = useBrowser();
  let host: RunningWebHost;
  let attacker: Server;
  let attackerPort = 0;
  let page: Page;

  beforeAll(async () => {
    host = await startBuiltWebHost({ args: ['--port', '0', '--metrics'] });
    attacker = createServer((_request, response) => {
      response.setHeader('Content-Type', 'text/html').end('<!doctype html><title>Nice page</title>');
    });
    await new Promise<void>((resolve) => attacker.listen(0, '127.0.0.1', resolve));
    attackerPort = (attacker.address() as AddressInfo).port;
    page = await browser.newPage();
    await page.goto(host.signInUrl);
    await page.locator('main').waitFor();
    // The worst case: another port of the same address, which the browser sends the same cookies.
    await page.goto(`http://127.0.0.1:${attackerPort}/`);
  });
  afterAll(async () => {
    attacker.close();
    await host.stop();
  });

  async function countCalls(): Promise<{ readonly answered: number; readonly refused: number }> {
    const headers = { Authorization: `Bearer ${host.token}` };
    const { body } = await sendRaw({ port: host.port, path: '/metrics', headers });
    const count = (status: string) =>
      Number(new RegExp(`farmer_requests_total\\{kind="call",status="${status}"\\} (\\d+)`).exec(body)?.[1] ?? 0);
    return { answered: count('200'), refused: count('403') };
  }

  it('cannot read the session cookie of the signed-in browser', async () => {
    expect(await page.evaluate(() => document.cookie)).toBe('');
    const cookies = await page.context().cookies(host.url);
    expect(cookies.map(({ httpOnly, sameSite }) => ({ httpOnly, sameSite }))).toEqual([
      { httpOnly: true, sameSite: 'Strict' },
    ]);
  });

  it('cannot read an answer', async () => {
    const read = await page.evaluate(
      (url) =>
        fetch(`${url}api/openapi.json`, { credentials: 'include' }).then(
          () => 'read',
          () => 'refused',
        ),
      host.url,
    );
    expect(read).toBe('refused');
  });

  it('cannot run a call blindly, by text, form or JSON', async () => {
    const before = await countCalls();
    await page.evaluate(async (url) => {
      const target = `${url}api/hardware/capacity/compute`;
      const body = '{"resources":{"cru":1,"mruBytes":1,"sruBytes":1,"hruBytes":1}}';
      const common = { method: 'POST', credentials: 'include', body } as const;
      await fetch(target, { ...common, mode: 'no-cors', headers: { 'Content-Type': 'text/plain' } }).catch(() => null);
      await fetch(target, { ...common, mode: 'no-cors' }).catch(() => null);
      await fetch(target, { ...common, headers: { 'Content-Type': 'application/json' } }).catch(() => null);
    }, host.url);
    const after = await countCalls();
    expect(after.answered).toBe(before.answered);
    expect(after.refused).toBeGreaterThan(before.refused);
  });

  it('cannot open a socket', async () => {
    const outcome = await page.evaluate(
      (port) =>
        new Promise<string>((resolve) => {
          const socket = new WebSocket(`ws://127.0.0.1:${port}/rpc`);
          socket.addEventListener('open', () => resolve('open'));
          socket.addEventListener('close', () => resolve('refused'));
        }),
      host.port,
    );
    expect(outcome).toBe('refused');
  });

  it('cannot embed the app in a frame', async () => {
    await page.evaluate(
      (url) =>
        new Promise((resolve) => {
          const frame = document.createElement('iframe');
          // A refusal loads too: the browser's own page of it.
          frame.addEventListener('load', resolve);
          frame.src = url;
          document.body.append(frame);
        }),
      host.url,
    );
    const inner = page.frames().find((frame) => frame !== page.mainFrame());
    expect(inner?.url()).toMatch(/^chrome-error:/);
    expect(await inner?.content().catch(() => '')).not.toContain('Farmer');
  });

  it('cannot load scripts or images of the app', async () => {
    const loaded = await page.evaluate(
      (url) =>
        new Promise<string>((resolve) => {
          const script = document.createElement('script');
          script.addEventListener('load', () => resolve('loaded'));
          script.addEventListener('error', () => resolve('refused'));
          script.src = `${url}index.html`;
          document.head.append(script);
        }),
      host.url,
    );
    expect(loaded).toBe('refused');
  });
});
