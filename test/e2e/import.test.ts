import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { blake2b } from '@noble/hashes/blake2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { APP_HOSTS, type RunningApp } from '#test/support/app-hosts.ts';
import { keepPicturesOfFailures } from '#test/support/browser.ts';

keepPicturesOfFailures();

const FIXTURES = join(import.meta.dirname, '../fixtures');
type File = readonly [name: string, content: Uint8Array];

function fixture(path: string, name = basename(path)): File {
  return [name, readFileSync(join(FIXTURES, path))];
}

/** A receipt as the minting program writes it: named by the hash of its bytes. */
function rawReceipt(name: string): File {
  const [, content] = fixture(`receipts/${name}`);
  return [bytesToHex(blake2b(content, { dkLen: 32 })), content];
}

/** Drops files on the window, as a file manager does. */
async function drop(page: Page, files: readonly File[]): Promise<void> {
  const encoded = files.map(([name, content]) => [name, Buffer.from(content).toString('base64')] as const);
  await page.evaluate((given) => {
    const dataTransfer = new DataTransfer();
    for (const [name, base64] of given) {
      dataTransfer.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name));
    }
    for (const type of ['dragover', 'drop']) {
      document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    }
  }, encoded);
}

describe.each(APP_HOSTS)('files dropped on the $name', (host) => {
  /** One for all of them, in this order. */
  let app: RunningApp;
  const dialog = () => app.page.getByRole('dialog');
  const press = (name: string) => dialog().getByRole('button', { name, exact: true }).click();
  const close = async () => {
    await app.page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
  };
  const nodeNames = async () => {
    await app.open('/');
    return app.page.locator('main tbody tr th').allInnerTexts();
  };
  beforeAll(async () => {
    app = await host.start();
    await app.open('/');
  });
  afterAll(() => app?.stop());

  it('previews, imports and undoes a ZIP of receipts', async () => {
    await drop(app.page, [fixture('receipts/r10-receipts.zip')]);
    await dialog().getByText('Minting receipts').waitFor();
    await dialog()
      .getByText(/^1 cannot be verified/)
      .waitFor();
    const before = await nodeNames();
    await press('Import');
    await dialog().getByText('1 new').waitFor();
    await expect.poll(nodeNames).toHaveLength(before.length + 1);
    await press('Undo');
    await dialog().waitFor({ state: 'detached' });
    await expect.poll(nodeNames).toEqual(before);
  });

  it('keeps the names of raw receipts, by which they are verified', async () => {
    await drop(app.page, [rawReceipt('r15-cert-scaled.json'), rawReceipt('r13-policy3.json')]);
    await dialog().getByText('2 found').waitFor();
    expect(await dialog().innerText()).not.toContain('cannot be verified');
    await press('Import');
    await dialog().getByText('2 new').waitFor();
    await press('Undo');
    await dialog().waitFor({ state: 'detached' });
  });

  it('refuses files of another node than the chosen one, and writes nothing', async () => {
    await drop(app.page, [fixture('imports/nodes-1-and-2.json')]);
    await press('Import');
    await dialog().getByText('2 new').waitFor();
    await press('Done');
    await drop(app.page, [fixture('imports/u16-graphql-two-nodes.json')]);
    await dialog().getByText('200 found').waitFor();
    await dialog().getByRole('combobox', { name: 'These uptime events belong to' }).click();
    await app.page.getByRole('option', { name: 'Node 1' }).click();
    await dialog().getByText('100 refused').waitFor();
    await drop(app.page, [fixture('imports/u7-ms-uptime.csv')]);
    await dialog()
      .getByText(/is it in milliseconds\?/)
      .first()
      .waitFor();
    expect(await dialog().getByRole('button', { name: 'Import', exact: true }).isDisabled()).toBe(true);
    await close();
    await app.open('/settings');
    await app.page.getByRole('button', { name: 'Undo the import of nodes-1-and-2.json' }).waitFor();
    expect(await app.page.getByRole('button', { name: /^Undo the import/ }).count()).toBe(1);
  });

  it('imports files of many kinds at once, and names the known kinds for an unknown file', async () => {
    const bids = 'id,buyer,vcpus,memory_gib,ssd_gib,months,price_per_month,currency\nb1,Ana,2,4,50,6,4.50,USD\n';
    await drop(app.page, [
      fixture('imports/k8-farmerbot.yml', 'config.yml'),
      ['bids.csv', Buffer.from(bids)],
      ['holiday.txt', Buffer.from('Dear farmer')],
      fixture('receipts/r7-api-retry.json'),
    ]);
    const shown = dialog();
    for (const text of [
      'May sleep: 1',
      'Never sleep: 2',
      '1 payment that was sent again',
      '1 file was not recognised',
    ]) {
      await shown.getByText(text).waitFor();
    }
    await shown.getByText(/^Farmer imports receipts/).waitFor();
    await press('Import');
    await shown.getByText('Imported', { exact: true }).waitFor();
    await press('Done');
    await app.open('/settings');
    await expect
      .poll(() => app.page.getByRole('button', { name: 'Undo the import of config.yml (+2)' }).count())
      .toBe(3);
    expect(app.complaints).toEqual([]);
  });

  it('leaves nothing behind when files are not imported', async () => {
    const before = await nodeNames();
    await drop(app.page, [fixture('receipts/r2-api-receipt.json')]);
    await dialog().getByText('1 found').waitFor();
    await close();
    expect(readdirSync(app.dataDirectory).filter((name) => name.startsWith('farmer-import'))).toEqual([]);
    expect(await nodeNames()).toEqual(before);
  });
});
