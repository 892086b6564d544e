import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { settle } from './app-hosts.ts';
import type { RunningDesktop } from './desktop.ts';

const CLI = join(import.meta.dirname, '../../out/main/cli.js');

/** A farm as it is used in the desktop app, with the command line beside it. */
export interface UsedFarm {
  readonly desktop: RunningDesktop;
  readonly page: Page;
  /** The pages of the sidebar. */
  readonly paths: readonly string[];
  /** A slice that it sells. */
  readonly slice: string;
  /** A file of bids. */
  readonly bids: string;
}

/** The addresses of the sidebar. */
export async function pagePaths(page: Page): Promise<readonly string[]> {
  const links = page.locator('aside nav a');
  await links.first().waitFor();
  return links.evaluateAll((all) => all.map((link) => (link.getAttribute('href') ?? '').replace(/\?.*$/, '')));
}

/** Opens a page and waits until it shows its content. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, path);
  await settle(page);
}

/** What is kept of the memory of the main process, bytes: measured when the answers under way are done and collected. */
export async function heapBytes(desktop: RunningDesktop): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    await desktop.ask('turn', 50);
    await desktop.ask('collectGarbage');
  }
  return (await desktop.state()).memory.heapUsed;
}

/**
 * The slope of the line through points: the median of the slopes between any two (Theil and Sen), which a single
 * measurement taken at an odd moment does not move.
 */
export function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const slopes = points
    .flatMap(([x, y], index) => points.slice(index + 1).map(([laterX, laterY]) => (laterY - y) / (laterX - x)))
    .toSorted((a, b) => a - b);
  return slopes[Math.floor(slopes.length / 2)] ?? 0;
}

/** A file of bids as another program would write it; the same bids each time, so that the database stays as large. */
export function writeBids(folder: string): string {
  const file = join(folder, 'bids.csv');
  const columns = ['id', 'buyer', 'vcpus', 'memory_gib', 'ssd_gib', 'gpus', 'months', 'price_per_month', 'currency'];
  const rows = Array.from({ length: 40 }, (_, index) => `b${index},Ana,2,4,50,0,6,4.50,USD,95,false`);
  writeFileSync(file, [`${columns.join()},min_uptime_percent,certified_only`, ...rows, ''].join('\n'));
  return file;
}

/** Runs the built command on the same data, as a farmer does beside the open app. @returns what it printed */
function farmer(dataDirectory: string, ...words: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  const child = spawn(process.execPath, [CLI, '--data-dir', dataDirectory, ...words, '--json']);
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return new Promise((resolve) => child.on('close', () => resolve(JSON.parse(text))));
}

/** Fills a data directory with the demo farm. @returns a slice that it sells */
export async function makeFarm(dataDirectory: string): Promise<string> {
  await farmer(dataDirectory, 'demo');
  const { slices } = (await farmer(dataDirectory, 'price')) as { readonly slices: readonly { readonly id: string }[] };
  return slices[0]?.id ?? '';
}

/**
 * One step of the use: a page is opened; now and then the machine says that it is up, a file is imported, a price changes.
 * @throws Error when the command line refuses
 */
export async function takeStep({ desktop, page, paths, slice, bids }: UsedFarm, step: number): Promise<void> {
  await visit(page, paths[step % paths.length] ?? '#/');
  if (step % 6 === 0) {
    await desktop.ask('emit', 'powerMonitor', 'unlock-screen');
  }
  if (step % 12 === 3) {
    await desktop.ask('emit', 'app', 'open-file', bids);
    await page.getByRole('dialog').getByText('Bids', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  if (step % 24 === 7) {
    const price = String(5 + (step % 5));
    const answer = await farmer(desktop.dataDirectory, 'price', 'set', '--slice', slice, '--month', price, '--force');
    if ('error' in answer) throw new Error(`The price was refused: ${JSON.stringify(answer)}`);
  }
}
