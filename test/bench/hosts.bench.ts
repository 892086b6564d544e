import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '#test/support/browser.ts';
import { startDesktop } from '#test/support/desktop.ts';
import { sendRaw } from '#test/support/raw-http.ts';
import { startBuiltWebHost } from '#test/support/web-host.ts';
import { median, report, timeMs } from './measure.ts';
import { plainArithmetic } from './references.ts';

const ROUNDS = 5;
/** What the page loads before it can show anything, compressed. */
const START_BUNDLE_BYTES = 300_000;
const RENDERER = join(import.meta.dirname, '../../out/renderer');

/** A process that serves one page and nothing else. */
const BARE_SERVER = `
  const page = '<!doctype html><title>Bare</title><main><h1>Bare</h1></main>';
  const server = require('node:http').createServer((request, response) => response.setHeader('Content-Type', 'text/html').end(page));
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

interface StartedHost {
  readonly firstPageMs: number;
  readonly usableMs: number;
}

/** Opens a page, and waits for what a reader can use. */
async function open(browser: Browser, url: string, isApp: boolean): Promise<number> {
  const context = await browser.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  const ms = await timeMs(async () => {
    await page.goto(url);
    if (isApp) await page.locator('aside nav a').first().click();
    await page.locator('main h1').first().waitFor();
  });
  await context.close();
  return ms;
}

async function measureHost(browser: Browser): Promise<StartedHost> {
  const startedAt = performance.now();
  const host = await startBuiltWebHost();
  await sendRaw({ port: host.port, path: '/', headers: { Authorization: `Bearer ${host.token}` } });
  const firstPageMs = performance.now() - startedAt;
  const usableMs = await open(browser, host.signInUrl, true);
  await host.stop();
  return { firstPageMs, usableMs };
}

async function measureBare(browser: Browser): Promise<StartedHost> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['-e', BARE_SERVER], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout, 'data');
  const port = Number(String(line).trim());
  await sendRaw({ port, path: '/' });
  const firstPageMs = performance.now() - startedAt;
  const usableMs = await open(browser, `http://127.0.0.1:${port}/`, false);
  child.kill();
  return { firstPageMs, usableMs };
}

/** The processor time of the main process from its start to its first window, in times plain arithmetic's. */
async function measureDesktop(): Promise<{ readonly ms: number; readonly ratio: number }> {
  const desktop = await startDesktop();
  const { times } = await desktop.until((state) => state.windows.length > 0);
  await desktop.stop();
  const ms = (times['window']?.cpuMs ?? Number.NaN) - (times['start']?.cpuMs ?? 0);
  plainArithmetic();
  const { user, system } = process.cpuUsage();
  plainArithmetic();
  const used = process.cpuUsage({ user, system });
  return { ms, ratio: ms / ((used.user + used.system) / 1000) };
}

/** The scripts that the page names, and what they load before they run. */
function startBundleBytes(): number {
  const page = readFileSync(join(RENDERER, 'index.html'), 'utf8');
  const named = new Set([...page.matchAll(/"\.\/(assets\/[^"]+\.js)"/g)].map((match) => match[1] ?? ''));
  return [...named].reduce((bytes, file) => bytes + gzipSync(readFileSync(join(RENDERER, file))).length, 0);
}

const browser = await launchBrowser();
// Each was started once: nothing is loaded from the disk for the first time any more.
await measureHost(browser);
await measureBare(browser);
const rounds: { readonly host: StartedHost; readonly bare: StartedHost }[] = [];
const desktops: Awaited<ReturnType<typeof measureDesktop>>[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  rounds.push({ host: await measureHost(browser), bare: await measureBare(browser) });
  desktops.push(await measureDesktop());
}
await browser.close();

for (const [key, name, atMost] of [
  ['firstPageMs', 'the browser host from its start to its first page', 6],
  ['usableMs', 'the Overview from opening it to using it', 20],
] as const) {
  report({
    name,
    value: median(rounds.map(({ host, bare }) => host[key] / bare[key])),
    atMost,
    unit: 'x a bare server with one page',
    detail: `${median(rounds.map(({ host }) => host[key])).toFixed(0)} ms`,
  });
}
report({
  name: 'the desktop’s own work until its first window',
  value: median(desktops.map(({ ratio }) => ratio)),
  atMost: 35,
  unit: 'x plain arithmetic',
  detail: `${median(desktops.map(({ ms }) => ms)).toFixed(0)} ms of the processor`,
});
report({
  name: 'the start bundle, compressed',
  value: startBundleBytes() / 1000,
  atMost: START_BUNDLE_BYTES / 1000,
  unit: 'kB',
});
const charts = readdirSync(join(RENDERER, 'assets')).filter((name) => /chart|plot/i.test(name)).length;
console.log(`       ${charts} chunks with charts are loaded only by the pages that show them`);
