import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { launchBrowser } from '#test/support/browser.ts';
import { startDesktop } from '#test/support/desktop.ts';
import { sendRaw } from '#test/support/raw-http.ts';
import { startBuiltWebHost } from '#test/support/web-host.ts';

/** The browser host answers its first page within this of being started. */
const FIRST_PAGE_MS = 1000;
/** The Overview can be used within this of being opened, the hardware still being read. */
const USABLE_MS = 1000;
/** What the page loads before it can show anything, compressed. */
const START_BUNDLE_BYTES = 300_000;
/** The main process's own work from its start to the first window. */
const FIRST_WINDOW_MS = 400;

const RENDERER = join(import.meta.dirname, '../../out/renderer');

/** The scripts that the page names, and what they load before they run. */
function startBundleBytes(): number {
  const page = readFileSync(join(RENDERER, 'index.html'), 'utf8');
  const named = new Set([...page.matchAll(/"\.\/(assets\/[^"]+\.js)"/g)].map((match) => match[1] ?? ''));
  return [...named].reduce((bytes, file) => bytes + gzipSync(readFileSync(join(RENDERER, file))).length, 0);
}

async function measureBrowserHost(): Promise<{ readonly firstPageMs: number; readonly usableMs: number }> {
  const browser = await launchBrowser();
  const page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  const host = await startBuiltWebHost();
  const askedAt = performance.now();
  await sendRaw({ port: host.port, path: '/', headers: { Authorization: `Bearer ${host.token}` } });
  const firstPageMs = host.startedInMs + performance.now() - askedAt;
  const openedAt = performance.now();
  await page.goto(host.signInUrl);
  await page.locator('aside nav a').first().click();
  await page.locator('main h1').first().waitFor();
  const usableMs = performance.now() - openedAt;
  await browser.close();
  await host.stop();
  return { firstPageMs, usableMs };
}

async function measureDesktop(): Promise<number> {
  const desktop = await startDesktop();
  const { times } = await desktop.until((state) => state.windows.length > 0);
  await desktop.stop();
  return (times['window']?.cpuMs ?? 0) - (times['start']?.cpuMs ?? 0);
}

const { firstPageMs, usableMs } = await measureBrowserHost();
const firstWindowMs = await measureDesktop();
const bundleBytes = startBundleBytes();
const charts = readdirSync(join(RENDERER, 'assets')).filter((name) => /chart|plot/i.test(name)).length;

const FIGURES = [
  { name: 'browser host, start to first page', value: firstPageMs, limit: FIRST_PAGE_MS, unit: 'ms' },
  { name: 'Overview, opened to usable', value: usableMs, limit: USABLE_MS, unit: 'ms' },
  { name: 'desktop, own work to first window', value: firstWindowMs, limit: FIRST_WINDOW_MS, unit: 'ms' },
  { name: 'start bundle, gzip', value: bundleBytes / 1000, limit: START_BUNDLE_BYTES / 1000, unit: 'kB' },
];
for (const { name, value, limit, unit } of FIGURES) {
  const verdict = value <= limit ? 'ok    ' : 'MISSED';
  console.log(`${verdict} ${name}: ${value.toFixed(0)} ${unit}, ${(value / limit).toFixed(2)} of ${limit} ${unit}`);
}
console.log(`${charts} chunks with charts are loaded only by the pages that show them`);
process.exitCode = FIGURES.every(({ value, limit }) => value <= limit) ? 0 : 1;
